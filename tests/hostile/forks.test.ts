import test, { type Test } from 'tape'
import type { AllmendeNode } from '@allmende/node'
import { until } from '@allmende/testkit'
import { encodeBlock, encodeRecord } from '@allmende/vocabulary'
import type Hypercore from 'hypercore'
import { createIdentity } from '../../packages/logs/src/identity.ts'
import { bindingOf, forge, type Forged, write } from '../../packages/logs/test/forge.ts'
import { addressOf, connect, findingsOf, PATIENCE_MS, scene, shown } from '../scene.ts'
import { keysOf, rawPeerAt } from './member.ts'

function good(title: string): Uint8Array {
  const body = { title, licence: 'CC0-1.0', type: 'text' }
  return encodeRecord({ kind: 'good', v: 1, clock: [Date.now(), 0], body })
}

/** A hostile member shows a log to a node by TCP, with its author's signature, and serves it. */
async function show(t: Test, node: AllmendeNode, link: string, core: Hypercore): Promise<void> {
  const peer = await rawPeerAt(t, await addressOf(node), link)
  const { length, fork } = core
  const [root, key] = [core.state.hash(), Uint8Array.from(core.key)]
  core.replicate(peer.mux)
  peer.say({ type: 'digest', root: new Uint8Array(32), count: 1, only: [] })
  peer.say({
    type: 'heads',
    live: false,
    last: true,
    heads: [{ key, which: 'records', length, fork, held: length, root }],
  })
  const answering = setInterval(() => {
    for (const { type } of peer.said.splice(0)) {
      if (type === 'want') peer.say({ type: 'no-prefix', keys: [key] })
      const signature = core.state.signature as Uint8Array
      if (type === 'ask-signed') peer.say({ type: 'signed', heads: [{ key, length, fork, root, signature }] })
    }
  }, 5)
  peer.stream.on('close', () => clearInterval(answering))
  t.teardown(() => peer.stream.destroy())
}

function keyPairOf({ cores: { records } }: Forged) {
  const { publicKey, secretKey } = records
  return { keyPair: { publicKey: Buffer.from(publicKey), secretKey: Buffer.from(secretKey ?? []) } }
}

test('S14 an author who truncates and rewrites a log: every node keeps what it read, says forked, and goes on', async (t) => {
  const place = scene(t)
  const ada = await place.open('ada')
  const bo = await place.open('bo')
  const { link } = await ada.createCommons({ name: 'Workshop', public: true })
  await bo.joinCommons({ link })
  await connect(bo, ada)
  const forged = forge(place.home('eve'))
  const { identity } = await createIdentity(place.home('eve'))
  const items = [bindingOf(identity, keysOf(link), forged), good('I vote yes'), good('and yes again')]
  const core = await write(forged, forged.cores.records, keysOf(link), items)
  t.teardown(() => forged.store.close())
  await show(t, ada, link, core)
  const yes = [`${forged.log}.1.0`, `${forged.log}.2.0`]
  for (const node of [ada, bo]) for (const id of yes) await shown(node, id)

  await core.truncate(2, keyPairOf(forged))
  await core.append(encodeBlock([good('I vote no')]), keyPairOf(forged))
  await core.append(encodeBlock([good('never yes')]), keyPairOf(forged))
  for (const node of [ada, bo]) await show(t, node, link, core)
  for (const node of [ada, bo])
    await until(async () => (await findingsOf(node)).includes('forked-log'), {
      what: 'both to say that the log is forked',
      deadlineMs: PATIENCE_MS,
      everyMs: 50,
    })
  const path = place.files('after', { 'a.txt': 'after all' })
  const { id } = await ada.share({ path, licence: 'CC0-1.0', title: 'After all' })
  await shown(bo, id)
  for (const node of [ada, bo]) {
    const { results } = await node.find({ limit: 100 })
    t.same(results.map(({ title }) => title).toSorted(), ['After all', 'I vote yes', 'and yes again'])
    t.ok((await node.check({})).ok, 'the store is sound')
  }
  await ada.close()
  const again = await place.open('ada')
  t.same(
    (await again.find({ words: 'vote' })).results.map(({ title }) => title),
    ['I vote yes'],
    'and after a restart',
  )
})
