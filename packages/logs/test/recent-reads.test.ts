import { join } from 'node:path'
import { seeded, temporaryFolder } from '@allmende/testkit'
import Corestore from 'corestore'
import test, { type Test } from 'tape'
import { type Database, keepRecent, type ReadBatch } from '../src/recent-reads.ts'
import { RecentValues } from '../src/recent-values.ts'

const SEED = 'recent reads 1'

/** A store whose database keeps what was written, and how many reads its thread was asked for. */
async function opened(t: Test): Promise<{ store: Corestore; database: Database; asked: () => number }> {
  const store = new Corestore(join(temporaryFolder(t), 'store'))
  await store.ready()
  t.teardown(() => store.close())
  const database = store.storage.db
  const { stats } = database._state
  keepRecent(database)
  return { store, database, asked: () => stats.readBatches }
}

const bytes = (text: string): Buffer => Buffer.from(text)

async function put(database: Database, entries: Record<string, string | null>): Promise<void> {
  const batch = database.write({ autoDestroy: true })
  for (const [key, value] of Object.entries(entries)) {
    if (value === null) batch.tryDelete(bytes(key))
    else batch.tryPut(bytes(key), bytes(value))
  }
  await batch.flush()
}

function get(session: Database, ...keys: string[]): Promise<(string | null)[]> {
  const batch: ReadBatch = session.read({ autoDestroy: true })
  const values = keys.map(async (key) => (await batch.get(bytes(key)))?.toString() ?? null)
  batch.tryFlush()
  return Promise.all(values)
}

test('L72 what was written is read without asking the database, the rest with', async (t) => {
  const { database, asked } = await opened(t)
  await put(database, { a: '1', b: '2' })
  const before = asked()
  t.deepEqual(await get(database, 'a', 'b'), ['1', '2'])
  t.equal(asked(), before, 'from memory')
  t.deepEqual(await get(database, 'a', 'unknown', 'b'), ['1', null, '2'])
  t.equal(asked(), before + 1)
  await put(database, { a: '3', b: null })
  t.deepEqual(await get(database, 'a', 'b'), ['3', null])
})

test('L72 blocks that were appended are read without asking the database', async (t) => {
  const { store, asked } = await opened(t)
  const core = store.get({ name: 'one' })
  await core.ready()
  for (let index = 0; index < 20; index++) await core.append(bytes(`block ${index}`))
  const before = asked()
  for (let index = 0; index < 20; index++)
    t.equal(Buffer.from((await core.get(index))!).toString(), `block ${index}`)
  t.equal(asked(), before, 'hypercore reads through what is kept')
})

test('L72 who changes what was read changes it for nobody else', async (t) => {
  const { database } = await opened(t)
  await put(database, { page: 'bits' })
  const batch = database.read({ autoDestroy: true })
  const reading = batch.get(bytes('page'))
  batch.tryFlush()
  ;(await reading)!.fill(0)
  t.deepEqual(await get(database, 'page'), ['bits'])
})

test('L72 a snapshot stays as it was, a range that was taken out is gone', async (t) => {
  const { database } = await opened(t)
  await put(database, { a: '1', b: '1', c: '1' })
  const snapshot = database.snapshot()
  await put(database, { a: '2' })
  t.deepEqual(await get(snapshot, 'a'), ['1'])
  t.deepEqual(await get(database, 'a'), ['2'])
  await snapshot.close()
  const batch = database.write({ autoDestroy: true })
  batch.tryDeleteRange(bytes('a'), bytes('c'))
  await batch.flush()
  t.deepEqual(await get(database, 'a', 'b', 'c'), [null, null, '1'])
})

test('L72 what could not be written is not read', async (t) => {
  const { database } = await opened(t)
  await put(database, { a: '1' })
  const batch = database.write({ autoDestroy: true })
  batch.tryPut(bytes('a'), bytes('2'))
  // As the database ends a batch for which the disk had no room.
  batch._onwrite(new Error('no space left'))
  t.deepEqual(await get(database, 'a'), ['1'])
})

test('L72 a session that was closed reads nothing, as before', async (t) => {
  const { database } = await opened(t)
  await put(database, { a: '1' })
  const session = database.session()
  const late = session.read({ autoDestroy: true })
  await session.close()
  t.throws(() => session.read({ autoDestroy: true }), /closed/)
  await late.get(bytes('b')).then(
    () => t.fail('a closed session was read'),
    (error: Error) => t.match(error.message, /closed/),
  )
})

test('L72 whatever is written and read at once, nobody reads what was not the last that was written before', async (t) => {
  const random = seeded(SEED)
  const { database } = await opened(t)
  const written = new Map<string, number>()
  const begun = new Map<string, number>()
  const keys = Array.from({ length: 8 }, (_, index) => `key ${index}`)
  let [bad, count] = [0, 0]
  const write = async (): Promise<void> => {
    const chosen = keys.filter((key) => random.chance(0.3) && begun.get(key) === written.get(key))
    const entries = Object.fromEntries(chosen.map((key) => [key, String(++count)]))
    for (const [key, value] of Object.entries(entries)) begun.set(key, Number(value))
    await put(database, entries)
    for (const [key, value] of Object.entries(entries)) written.set(key, Number(value))
  }
  const read = async (): Promise<void> => {
    const chosen = keys.filter(() => random.chance(0.5))
    const least = chosen.map((key) => written.get(key) ?? 0)
    const values = await get(database, ...chosen)
    for (const [index, key] of chosen.entries()) {
      const value = Number(values[index] ?? 0)
      if ((value < least[index]! || value > (begun.get(key) ?? 0)) && bad++ === 0)
        t.fail(`seed ${SEED}: ${key} is ${value}, at least ${least[index]}`)
    }
  }
  for (let round = 0; round < 300; round++) await Promise.all([write(), read(), write(), read(), read()])
  t.equal(bad, 0)
  t.ok(count > 500, `${count} values`)
})

test('L72 what is kept has its bounds: what was looked at longest ago goes, and nothing large comes in', (t) => {
  const recent = new RecentValues(10_000)
  for (let index = 0; index < 30; index++) recent.set(bytes(`${index}`), bytes(`value ${index}`))
  t.ok(recent.get(bytes('0')))
  for (let index = 30; index < 60; index++) recent.set(bytes(`${index}`), bytes(`value ${index}`))
  t.equal(recent.get(bytes('0'))?.toString(), 'value 0', 'it was looked at')
  t.equal(recent.get(bytes('1')), undefined)
  t.equal(recent.get(bytes('59'))?.toString(), 'value 59')
  recent.set(bytes('59'), Buffer.alloc(101))
  t.equal(recent.get(bytes('59')), undefined, 'nor does the old value stay')
  recent.delete(bytes('58'))
  t.equal(recent.get(bytes('58')), undefined)
  recent.clear()
  t.equal(recent.get(bytes('0')), undefined)
  t.end()
})
