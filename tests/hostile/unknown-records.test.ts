import test from 'tape'
import type { AllmendeNode } from '@allmende/node'
import { until } from '@allmende/testkit'
import { encodeRecord, type RecordId } from '@allmende/vocabulary'
import { run } from '../../cli/test/fake/program.ts'
import { addressOf, connect, PATIENCE_MS, scene } from '../scene.ts'
import { member } from './member.ts'

/** What a later version of the program may write: a kind of its own, and fields that this one has no name for. */
function fromTheFuture(): Uint8Array[] {
  const clock: [number, number] = [Date.now(), 0]
  return [
    encodeRecord({
      kind: 'seed-swap',
      v: 7,
      clock,
      body: { seeds: ['kale', 'oats'], deep: { n: [1, 2.5, null] } },
    }),
    encodeRecord({
      kind: 'good',
      v: 1,
      clock,
      body: {
        title: 'A loom',
        licence: 'CC0-1.0',
        type: 'design',
        weave: 'twill',
        bytes: Uint8Array.of(0, 255),
      },
    }),
    encodeRecord({ kind: 'profile', v: 1, clock, body: { name: 'Eve', colour: 'green' } }),
  ]
}

async function exported(node: AllmendeNode, commons: string): Promise<Map<string, string>> {
  const all = new Map<string, string>()
  for await (const { id, bytes } of node.exportRecords(commons))
    all.set(id, Buffer.from(bytes).toString('hex'))
  return all
}

async function has(node: AllmendeNode, commons: string, ids: readonly RecordId[]): Promise<void> {
  await until(
    async () => {
      const all = await exported(node, commons)
      return ids.every((id) => all.has(id))
    },
    { what: 'the records to arrive', deadlineMs: PATIENCE_MS, everyMs: 50 },
  )
}

test('S8 records of an unknown kind and with unknown fields go from A by B to C and are exported unchanged, byte for byte', async (t) => {
  const place = scene(t)
  const bo = await place.open('bo')
  const { link, id: commons } = await bo.createCommons({ name: 'Swap', public: true })
  const eve = await member(t, place, 'eve', link)
  const written = fromTheFuture()
  const { ids } = await eve.commons.append(written)
  await eve.connect(await addressOf(bo))
  await has(bo, commons, ids)
  await eve.leave()
  const cleo = await place.open('cleo')
  await cleo.joinCommons({ link })
  await connect(cleo, bo)
  await has(cleo, commons, ids)
  const shown = await cleo.show(ids[1] as string)
  t.equal(shown.other['weave'], 'twill', 'a field without a name here is shown')
  t.ok((await cleo.check({})).ok)
  for (const node of [bo, cleo]) {
    const all = await exported(node, commons)
    t.same(
      ids.map((id) => all.get(id)),
      written.map((bytes) => Buffer.from(bytes).toString('hex')),
      'byte for byte',
    )
  }
  const rebuilt = await cleo.check({ rebuild: true })
  t.ok(rebuilt.ok, 'and after folding anew')
  t.same(
    [...(await exported(cleo, commons)).keys()].toSorted(),
    [...(await exported(bo, commons)).keys()].toSorted(),
  )
  await cleo.close()

  const { status, out } = await run(t, ['export', '--records'], {
    home: place.home('cleo'),
    real: true,
  })
  t.equal(status, 0)
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; kind: string; known: boolean; bytes: string })
  for (const [index, id] of ids.entries()) {
    const line = lines.find((one) => one.id === id)
    t.equal(
      line?.bytes,
      Buffer.from(written[index] as Uint8Array).toString('base64'),
      `${line?.kind} by the program`,
    )
    t.equal(line?.known, index > 0)
  }
})
