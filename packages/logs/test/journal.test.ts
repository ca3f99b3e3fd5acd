import { seeded, temporaryFolder } from '@allmende/testkit'
import { coreKeyOf } from '@allmende/vocabulary'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import type { JournalEntry } from '../src/journal-entry.ts'
import { Journal, openSegments, readJournal, segmentPaths } from '../src/journal.ts'

const CORE = coreKeyOf(new Uint8Array(32).fill(1))

function entry(length: number, bytes: number): JournalEntry {
  const head = { core: CORE, length, root: new Uint8Array(32).fill(length), signature: new Uint8Array(64) }
  return { type: 'append', at: length, head, from: length - 1, blocks: [seeded(length).bytes(bytes)] }
}

async function openJournal(
  folder: string,
  flush: () => Promise<void> = () => Promise.resolve(),
): Promise<Journal> {
  const content = await readJournal(folder)
  const journal = new Journal(await openSegments(folder), content, flush)
  await journal.begin(content.heads)
  return journal
}

test('L3 the journal gives back what was written, over as many turns of its segments as it takes', async (t) => {
  const folder = temporaryFolder(t)
  let flushes = 0
  const journal = await openJournal(folder, () => {
    flushes += 1
    return Promise.resolve()
  })
  for (let length = 1; length <= 30; length++) await journal.write(entry(length, 500_000), true)
  await journal.close()
  const { appends, heads, damaged } = await readJournal(folder)
  t.equal(heads.get(CORE)?.length, 30)
  t.ok(flushes >= 3, `${flushes} times the database was brought to disk`)
  t.notOk(damaged)
  t.equal(appends.at(-1)?.from, 29)
  t.same(appends.at(-1)?.blocks[0], Buffer.from(seeded(30).bytes(500_000)))
  t.same(
    appends.map(({ from }) => from),
    appends.map((_, at) => appends[0]!.from + at),
    'without a gap',
  )
})

test('L3 a segment is not overwritten before the database is on disk', async (t) => {
  const folder = temporaryFolder(t)
  let release = (): void => undefined
  const journal = await openJournal(folder, () => new Promise((resolve) => (release = resolve)))
  const writing = Array.from({ length: 20 }, (_, at) => journal.write(entry(at + 1, 500_000), true))
  await writing[0]
  t.equal(
    (await readJournal(folder)).heads.get(CORE)?.length,
    1,
    'the first is there; the others wait for the database',
  )
  const releasing = setInterval(() => release(), 1)
  await Promise.all(writing)
  clearInterval(releasing)
  const closing = setInterval(() => release(), 1)
  await journal.close()
  clearInterval(closing)
  t.equal((await readJournal(folder)).heads.get(CORE)?.length, 20)
})

test('L3 an entry cut off ends the journal; one damaged in the middle is noticed', async (t) => {
  const folder = temporaryFolder(t)
  const journal = await openJournal(folder)
  for (let length = 1; length <= 5; length++) await journal.write(entry(length, 1_000), true)
  await journal.close()
  const path = join(segmentPaths(folder)[(await readJournal(folder)).current]!)
  const whole = readFileSync(path)
  const end = whole.length - [...whole].toReversed().findIndex((byte) => byte !== 0)

  writeFileSync(path, Buffer.concat([whole.subarray(0, end - 200), Buffer.alloc(whole.length - end + 200)]))
  const cut = await readJournal(folder)
  t.same([cut.heads.get(CORE)?.length, cut.damaged], [4, false])

  const flipped = Buffer.from(whole)
  flipped[end - 2_600]! ^= 1
  writeFileSync(path, flipped)
  const damaged = await readJournal(folder)
  t.same([damaged.heads.get(CORE)?.length, damaged.damaged], [5, true])
})
