import { silentLogger, temporaryFolder, type Teardown } from '@allmende/testkit'
import { nodeIdOf, type CoreKey } from '@allmende/vocabulary'
import { openMirrorLogs, type CarriedLogs, type CommonsLogs, type Rest } from '@allmende/logs'
import test from 'tape'
import { KEYS, note, notes, openIn, openNew } from './support.ts'

const FROM = nodeIdOf(new Uint8Array(32).fill(5))

/** Somebody who has the first records of a log whose author has gone on writing since, and edits. */
async function behind(t: Teardown) {
  const author = await openNew(t)
  const written = await author.logs.commons(KEYS)
  for (const text of ['N1', 'N2', 'N3']) await written.append([note(text)])
  const { log, edits } = written.own!
  const early = (await written.exportPrefix(log))!
  for (const text of ['N4', 'N5', 'N6', 'N7', 'N8']) await written.append([note(text)])
  for (let edit = 0; edit < 20; edit++) await written.appendEdits([Uint8Array.of(edit)])
  const logs = await openIn(temporaryFolder(t))
  t.teardown(() => logs.close())
  const commons = await logs.commons(KEYS)
  await commons.importPrefix(log, early)
  return { written, logs, commons, log, edits }
}

async function editsOf(commons: CommonsLogs, log = commons.logs()[0]!.key): Promise<number[]> {
  const all: number[] = []
  for await (const { entries } of commons.readEdits(log, 1)) for (const entry of entries) all.push(entry[0]!)
  return all
}

function changed(rest: Rest, change: (blocks: Uint8Array[]) => void): Rest {
  const blocks = rest.blocks.map((block) => Uint8Array.from(block))
  change(blocks)
  return { ...rest, blocks, length: rest.from + blocks.length }
}

async function refusesAll(
  t: test.Test,
  commons: CarriedLogs,
  key: CoreKey,
  good: Rest,
  other: Rest,
): Promise<void> {
  const refuse = async (what: string, rest: Rest) =>
    t.equal(await commons.importRest(key, rest, FROM), 'refused', what)
  await refuse(
    'a bit flipped in a block',
    changed(good, (blocks) => (blocks[2]![9]! ^= 1)),
  )
  await refuse(
    'the last block left out',
    changed(good, (blocks) => blocks.pop()),
  )
  await refuse(
    'no blocks',
    changed(good, (blocks) => blocks.splice(0)),
  )
  await refuse('another length than it says', { ...good, length: good.length + 1 })
  await refuse('another signature', { ...good, signature: other.signature })
  await refuse('a manifest of another core', { ...good, manifest: other.manifest })
  await refuse('no hashes over what lies before', { ...good, left: [] })
  await refuse('another place', { ...good, from: good.from + 1, length: good.length + 1 })
}

test('L73 what a core has from a block on is taken in by one signature; what isn’t so signed is refused, and nothing changes', async (t) => {
  const { written, logs, commons, log, edits } = await behind(t)
  const good = (await written.exportRest(log, 4))!
  t.equal(good.blocks.length, 5)
  await refusesAll(t, commons, log, good, (await written.exportRest(edits, 0))!)
  t.same(await notes(commons, log), ['N1', 'N2', 'N3'], 'nothing changed')
  t.equal(await commons.importRest(log, good, FROM), 'ok')
  t.same(await notes(commons, log), ['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'N8'])
  t.equal(await commons.importRest(log, good, FROM), 'ok', 'once more: it is here')
  t.same((await commons.exportRest(log, 4))!.signature, good.signature, 'and it can be handed on')
  t.ok((await logs.check()).ok)
})

test('L73 edits come from their first block on as well, when the log that names them is here', async (t) => {
  const { written, logs, commons, log, edits } = await behind(t)
  t.equal(await commons.importRest(edits, (await written.exportRest(edits, 0))!, FROM), 'ok')
  for (let edit = 20; edit < 30; edit++) await written.appendEdits([Uint8Array.of(edit)])
  t.equal(await commons.importRest(edits, (await written.exportRest(edits, 21))!, FROM), 'ok')
  t.same(
    await editsOf(commons, log),
    Array.from({ length: 30 }, (_, edit) => edit),
  )
  t.ok((await logs.check()).ok)
})

test('L73 a rest that begins behind what is here, or belongs to a core that isn’t known, is late and nobody’s fault', async (t) => {
  const { written, commons, log, edits } = await behind(t)
  t.equal(await commons.importRest(log, (await written.exportRest(log, 6))!, FROM), 'late', 'a gap')
  t.same(await notes(commons, log), ['N1', 'N2', 'N3'])
  const nobody = await openIn(temporaryFolder(t))
  t.teardown(() => nobody.close())
  const empty = await nobody.commons(KEYS)
  t.equal(await empty.importRest(edits, (await written.exportRest(edits, 0))!, FROM), 'late')
  t.equal(await empty.importRest(log, (await written.exportRest(log, 4))!, FROM), 'late')
  t.same([empty.logs(), empty.heads()], [[], []])
})

test('L73 what is not here is not given, nor are files', async (t) => {
  const { written, commons, log, edits } = await behind(t)
  t.equal(await written.exportRest(log, 9), null, 'there is no more')
  t.equal(await commons.exportRest(edits, 0), null, 'nothing is here')
  t.equal(await commons.exportRest(written.own!.files, 0), null, 'files go another way')
})

test('L73 holes that a broken connection left behind the last block without one are filled, and the rest goes on behind them', async (t) => {
  const { written, logs, commons, log } = await behind(t)
  const source = await written.raw(log)
  const session = await commons.raw(log)
  // As when the line goes between a head and its block.
  const prover = source as unknown as { proof(asked: object): Promise<object> }
  const head = await prover.proof({ upgrade: { start: 4, length: 5 } })
  t.ok(await session.applyProof({ ...head, manifest: null } as never))
  t.same([session.length, session.contiguousLength], [9, 4])
  for (const text of ['N9', 'N10']) await written.append([note(text)])
  t.equal(await commons.importRest(log, (await written.exportRest(log, 4))!, FROM), 'ok')
  t.same([session.length, session.contiguousLength], [11, 11])
  t.equal((await notes(commons, log)).at(-1), 'N10')
  t.ok((await logs.check()).ok)
  await source.close()
  await session.close()
})

test('L73 a mirror takes in the rest of what it was told of, and gives it on', async (t) => {
  const { written, log, edits } = await behind(t)
  const files = written.own!.files
  const { replicateKey, topic, id, isPublic } = KEYS
  const mirror = await openMirrorLogs({
    dir: temporaryFolder(t),
    keys: { replicateKey, topic, id, isPublic },
    clock: { now: () => 1_700_000_000_000 },
    logger: silentLogger,
  })
  t.teardown(() => mirror.close())
  t.equal(await mirror.importRest(edits, (await written.exportRest(edits, 0))!, FROM), 'late', 'not told of')
  await mirror.tell([{ log, edits, files }])
  t.equal(await mirror.importRest(edits, (await written.exportRest(edits, 0))!, FROM), 'ok')
  for (let edit = 0; edit < 5; edit++) await written.appendEdits([Uint8Array.of(edit)])
  const good = (await written.exportRest(edits, 21))!
  await refusesAll(t, mirror, edits, good, (await written.exportRest(log, 0))!)
  t.equal(await mirror.importRest(edits, good, FROM), 'ok')
  t.same((await mirror.exportRest(edits, 21))!.signature, good.signature)
})
