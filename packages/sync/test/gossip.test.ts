import { seeded, until, type Seeded } from '@allmende/testkit'
import test from 'tape'
import { allEqual, stage, type Actor } from './nodes.ts'

const NODES = 5
const STEPS = 25

for (const seed of ['linden', 'oak', 'birch']) {
  test(`S20 five nodes that write, part and meet at random end equal (seed ${seed})`, async (t) => {
    const random = seeded(seed)
    const scene = stage()
    const actors: Actor[] = []
    for (let i = 0; i < NODES; i++)
      actors.push(await scene.actor(`${seed} ${i}`, { join: { announce: false } }))
    const written = new Map<string, number>()
    const done: string[] = []
    for (let step = 0; step < STEPS; step++) done.push(await act(actors, random, written, scene.network))
    // A chain at the least: everybody can be reached, nobody needs to know everybody.
    for (let i = 1; i < NODES; i++) await meet(actors[i - 1] as Actor, actors[i] as Actor, scene.network)
    try {
      await allEqual(actors, 15_000)
    } catch (error) {
      t.fail(`seed ${seed}: ${String(error)}\n${done.join('\n')}`)
    }
    const all = await (actors[0] as Actor).read()
    const total = Object.values(all).flat().length
    const expected = [...written.values()].reduce((sum, count) => sum + count, 0)
    t.equal(total, expected, `all ${expected} records are there`)
    t.ok(expected > 5, 'and something was written at all')
    for (const actor of actors) t.deepEqual(await actor.read(), all, actor.name)
    await until(() => actors.every((actor) => actor.sync.progress(actor.commons.id).behind === 0))
    t.deepEqual(
      actors.flatMap((actor) => actor.commons.evidence()),
      [],
      'no fork',
    )
    await scene.close()
  })
}

async function act(
  actors: Actor[],
  random: Seeded,
  written: Map<string, number>,
  network: ReturnType<typeof stage>['network'],
): Promise<string> {
  const actor = random.pick(actors)
  const other = random.pick(actors.filter((one) => one !== actor))
  switch (random.int(5)) {
    case 0:
    case 1: {
      const texts = Array.from(
        { length: 1 + random.int(4) },
        (_, i) => `${actor.name} ${random.int(1e9)} ${i}`,
      )
      await actor.write(...texts)
      written.set(actor.name, (written.get(actor.name) ?? 0) + texts.length)
      return `${actor.name} writes ${texts.length}`
    }
    case 2:
      if (actor.commons.own) await actor.commons.appendEdits([random.bytes(50)])
      return `${actor.name} edits`
    case 3:
      network.cut(actor.keyPair.publicKey, other.keyPair.publicKey)
      return `${actor.name} and ${other.name} part`
    default:
      await meet(actor, other, network)
      return `${actor.name} and ${other.name} meet`
  }
}

async function meet(a: Actor, b: Actor, network: ReturnType<typeof stage>['network']): Promise<void> {
  network.heal(a.keyPair.publicKey, b.keyPair.publicKey)
  // Dialing while the last connection is being taken down may fail: like people, try again.
  await until(() =>
    a.sync.connect(`memory:${b.id}`).then(
      () => true,
      () => false,
    ),
  )
}
