import { MAX_BLOCK_BYTES, placeOf } from '@allmende/vocabulary'
import test from 'tape'
import { KEYS, nameIn, note, notes, openIn, openNew } from './support.ts'

test('L1 records are packed, read back in order, and named by log, block and index', async (t) => {
  const { logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  t.equal(commons.own, null, 'nothing is opened before the first write')
  const { ids } = await commons.append([note('N1'), note('N2')])
  const again = await commons.append([note('N3')])
  t.same(
    [...ids, ...again.ids].map((id) => placeOf(id)),
    [
      { log: commons.own?.log, block: 1, index: 0 },
      { log: commons.own?.log, block: 1, index: 1 },
      { log: commons.own?.log, block: 2, index: 0 },
    ],
  )
  t.same(await notes(commons), ['N1', 'N2', 'N3'])
  t.equal(nameIn((await commons.record(ids[1]!))!), 'N2')
})

test('L1 callers within a burst share one block', async (t) => {
  const { logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  await commons.append([note('N0')])
  const written = await Promise.all(
    Array.from({ length: 50 }, (_, at) => commons.append([note(`N${at + 1}`)])),
  )
  const places = written.map(({ ids }) => placeOf(ids[0]!))
  t.ok(new Set(places.map(({ block }) => block)).size <= 2, 'fifty appends in at most two blocks')
  t.equal(new Set(written.map(({ ids }) => ids[0])).size, 50, 'each with an id of its own')
})

test('L1 many records become blocks of at most 64 KiB', async (t) => {
  const { logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  const records = Array.from({ length: 3_000 }, () => Buffer.alloc(900, 1))
  const { ids } = await commons.append(records)
  t.equal(new Set(ids).size, records.length)
  let block = 0
  let count = 0
  for await (const read of commons.read(commons.own!.log, 1)) {
    block += 1
    count += read.records.length
    t.ok(read.records.reduce((sum, one) => sum + one.length, 0) <= MAX_BLOCK_BYTES, `block ${block}`)
  }
  t.equal(count, records.length)
})

test('L2 what was acknowledged is there after an orderly close, and the log goes on', async (t) => {
  const { dir, logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  await commons.append([note('N1')])
  const { log } = commons.own!
  await logs.close()
  const again = await openIn(dir)
  t.teardown(() => again.close())
  t.same(again.findings, [], 'nothing to report')
  const reopened = await again.commons(KEYS)
  await reopened.append([note('N2')])
  t.equal(reopened.own?.log, log)
  t.same(await notes(reopened), ['N1', 'N2'])
  t.same(
    reopened.logs().map(({ key, bound, own }) => ({ key, bound, own })),
    [{ key: log, bound: true, own: true }],
  )
})

test('L1 appended is told of own entries after they are on disk', async (t) => {
  const { logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  const told: string[] = []
  const done = new Promise<void>((resolve) => {
    commons.on('appended', ({ which, length, own }) => {
      told.push(`${which} ${length} ${own}`)
      if (which === 'edits' && length === 2) resolve()
    })
  })
  await commons.append([note('N1')])
  await commons.appendEdits([Uint8Array.of(1, 2, 3)])
  await done
  t.ok(told.includes('records 2 true'), told.join(', '))
  const entries = []
  for await (const block of commons.readEdits(commons.own!.log, 0)) entries.push(block)
  t.same(
    entries.map(({ block }) => block),
    [1],
    'the binding is not an edit',
  )
})
