import { collectingLogger, silentLogger, temporaryFolder, until } from '@allmende/testkit'
import { once, EventEmitter } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import test from 'tape'
import type { Worker } from 'node:worker_threads'
import { openViews } from '../src/index.ts'
import { MAX_QUEUED_BYTES } from '../src/limits.ts'
import { openViewsWith } from '../src/open.ts'
import { createRoom } from '../src/room.ts'
import { spawnWorker } from '../src/worker-link.ts'
import { AT, blocks, commons, good, idOf, log, record, temporaryViews } from './records.ts'

const anna = log(1)
const bert = log(2)

test('W19 what was folded before is skipped, and the position is the first block that is missing', async (t) => {
  const { views } = await temporaryViews(t)
  const all = blocks([[good('a')], [good('b'), good('c')], [good('d')], [good('e')]])
  const give = (...numbers: number[]) => views.ingest({ ...anna, blocks: numbers.map((at) => all[at]!) })
  t.equal(await views.position(commons, anna.log), 0, 'of a log nobody has seen')
  await give(0, 3)
  t.equal(await views.position(commons, anna.log), 1, 'before the gap')
  await give(0, 1, 3)
  t.equal(await views.position(commons, anna.log), 2)
  await give(2)
  t.deepEqual([...(await views.positions(commons))], [[anna.log, 4]], 'over all that was there')
  t.deepEqual((await views.counts(commons)).things, { good: 5 })
  t.equal((await views.counts(commons)).records, 5)
  await views.ingest({ ...anna, person: bert.person, blocks: all }).then(
    () => t.fail('a log of somebody else'),
    (error: { code: string }) => t.equal(error.code, 'VIEWS_LOG_OWNER'),
  )
  await give(0)
  t.equal((await views.find({ words: 'a' })).total, 1, 'and nothing was rolled back by it')
})

test('W20 what was folded is there after closing and opening', async (t) => {
  const file = join(temporaryFolder(t), 'views.db')
  const first = await openViews({ file, logger: silentLogger })
  await first.ingest({ ...anna, blocks: blocks([[good('Lamp')]]) })
  const dump = await first.dump()
  await first.close()
  await first.find({ words: 'x' }).then(
    () => t.fail('closed'),
    (error: { code: string }) => t.equal(error.code, 'VIEWS_CLOSED'),
  )
  const second = await openViews({ file, logger: silentLogger })
  t.equal(await second.dump(), dump)
  t.equal(await second.position(commons, anna.log), 1)
  await second.ingest({ ...anna, blocks: blocks([[good('Bike')]], 1) })
  t.equal((await second.find({ words: '' })).total, 2, 'numbers go on where they were')
  await second.close()
})

test('W21 a file of another version, or a damaged one, is begun anew, and that is said', async (t) => {
  const file = join(temporaryFolder(t), 'views.db')
  const spoil: [string, () => void][] = [
    ['another schema', () => change(file, 'PRAGMA user_version = 999')],
    ['another fold', () => change(file, `UPDATE settings SET value = 999 WHERE name = 'fold'`)],
    ['no database', () => writeFileSync(file, 'this is no database, but it is a text')],
    ['other tables', () => change(file, 'DROP TABLE settings')],
  ]
  for (const [what, how] of spoil) {
    const before = await openViews({ file, logger: silentLogger })
    await before.ingest({ ...anna, blocks: blocks([[good('Lamp')]]) })
    await before.close()
    how()
    const logger = collectingLogger()
    const views = await openViews({ file, logger })
    t.equal(await views.position(commons, anna.log), 0, what)
    t.equal(logger.entries.filter(({ level }) => level === 'warn').length, 1, 'it is logged')
    await views.ingest({ ...anna, blocks: blocks([[good('Lamp')]]) })
    t.equal((await views.find({ words: 'lamp' })).total, 1, 'and it can be filled again')
    await views.close()
  }
})

function change(file: string, sql: string): void {
  const db = new DatabaseSync(file)
  db.exec(sql)
  db.close()
}

test('W22 a second process, or a second opening, is told that the file is in use', async (t) => {
  const { file } = await temporaryViews(t)
  await openViews({ file, logger: silentLogger }).then(
    () => t.fail('opened twice'),
    (error: { code: string }) => t.equal(error.code, 'VIEWS_LOCKED'),
  )
  const nowhere = join(temporaryFolder(t), 'not', 'there')
  await openViews({ file: nowhere, logger: silentLogger }).then(
    () => t.fail('opened nowhere'),
    (error: { code: string }) => t.equal(error.code, 'VIEWS_OPEN'),
  )
})

test('W23 a worker that dies is started again once: questions are asked again, what was ingested is from the position', async (t) => {
  const file = join(temporaryFolder(t), 'views.db')
  const workers: Worker[] = []
  const spawn = (path: string) => {
    const worker = spawnWorker(path)
    workers.push(worker)
    return worker
  }
  const views = await openViewsWith({ file, logger: silentLogger }, spawn)
  const events = new EventEmitter()
  views.on('restarted', (event) => events.emit('restarted', event))
  await views.ingest({ ...anna, blocks: blocks([[good('Lamp')]]) })
  const restarted = once(events, 'restarted')
  const ended = workers[0]!.terminate()
  const interrupted = views.ingest({ ...anna, blocks: blocks([[good('Bike')]], 1) })
  const asked = views.counts(commons)
  await interrupted.then(
    () => t.fail('its buffers are gone'),
    (error: { code: string }) => t.equal(error.code, 'VIEWS_INTERRUPTED'),
  )
  await Promise.all([restarted, ended])
  const { records } = await asked
  t.equal(records, await views.position(commons, anna.log), 'rows and positions agree, whatever was lost')
  const from = await views.position(commons, anna.log)
  await views.ingest({ ...anna, blocks: blocks([[good('Lamp')], [good('Bike')]]).slice(from) })
  t.equal((await views.find({})).total, 2)
  await workers[1]!.terminate()
  const stopped = await until(
    () =>
      views.find({}).then(
        () => null,
        (error: { code: string }) => error,
      ),
    { what: 'the end' },
  )
  t.equal(stopped?.code, 'VIEWS_STOPPED', 'and not a third time')
  await views.close()
})

test('W24 a crash takes back rows and positions alike', async (t) => {
  const file = join(temporaryFolder(t), 'views.db')
  for (let round = 0; round < 3; round++) {
    const workers: Worker[] = []
    const views = await openViewsWith({ file, logger: silentLogger }, (path) => {
      workers.push(spawnWorker(path))
      return workers.at(-1)!
    })
    const from = await views.position(commons, anna.log)
    const lists = Array.from({ length: 40 }, (_, at) => [
      good(`Lamp ${from + at}`, {}, { clock: [AT, 0] }),
      record('x', {}),
    ])
    await views.ingest({ ...anna, blocks: blocks(lists, from) })
    if (round === 1) await views.check()
    await Promise.all([workers[0]!.terminate(), once(workers[0]!, 'exit')])
    const position = await views.position(commons, anna.log)
    const { things, records, unknown, blocks: held } = await views.counts(commons)
    t.deepEqual([records, unknown, held, things['good'] ?? 0], [position * 2, position, position, position])
    t.deepEqual(await views.check(), { ok: true, problems: [] })
    await views.close()
  }
})

test('W25 the caller waits while much is under way, is overtaken by nobody, and keeps its buffers', async (t) => {
  const room = createRoom(10)
  const order: string[] = []
  await room.enter(8)
  const large = room.enter(20).then(() => order.push('large'))
  const small = room.enter(1).then(() => order.push('small'))
  await Promise.resolve()
  t.deepEqual(order, [], 'even what would fit waits for its turn')
  room.leave(8)
  await large
  room.leave(20)
  await small
  t.deepEqual(order, ['large', 'small'])

  const { views } = await temporaryViews(t)
  const bytes = good('Lamp', { description: 'x'.repeat(20_000) })
  const lists = Array.from({ length: Math.ceil((MAX_QUEUED_BYTES * 1.5) / bytes.length / 3) }, () => [
    bytes,
    bytes,
    bytes,
  ])
  await views.ingest({ ...anna, blocks: blocks(lists) })
  t.equal((await views.counts(commons)).records, lists.length * 3)
  t.equal(bytes.length > 20_000 && bytes[0] !== undefined, true, 'the buffer was not handed over')
})

test('W26 rebuilding folds the kept blocks again, and questions are answered meanwhile', async (t) => {
  const { views, file } = await temporaryViews(t)
  await views.ingest({
    ...anna,
    blocks: blocks(Array.from({ length: 100 }, (_, at) => [good(`Lamp ${at}`)])),
  })
  const dump = await views.dump()
  const rebuilding = views.rebuild()
  const meanwhile = await views.record(idOf(anna, 3))
  t.ok(meanwhile, 'the records are there all the time')
  await views.ingest({ ...bert, blocks: blocks([[good('Bike')]]) })
  t.deepEqual(await rebuilding, { complete: true, records: 100 })
  t.equal((await views.find({})).total, 101, 'what came meanwhile is folded after it')
  t.notEqual(await views.dump(), dump)
  await views.close()
  change(
    file,
    `DELETE FROM search WHERE rowid IN (SELECT id FROM things LIMIT 7); UPDATE logs SET next = 99 WHERE next = 100`,
  )
  const damaged = await openViews({ file, logger: silentLogger })
  const { ok, problems } = await damaged.check()
  t.equal(ok, false)
  t.equal(problems.length, 2, problems.join(' | '))
  await damaged.close()
})

test('W41 blocks that are cut are gone from what is found, and a stop in between leaves no half of them', async (t) => {
  const { views, file } = await temporaryViews(t)
  await views.ingest({ ...anna, blocks: blocks([[good('Lamp')], [good('Chair')], [good('Table')]]) })
  await views.ingest({ ...bert, blocks: blocks([[good('Bike')]]) })
  t.equal(await views.cut([{ log: anna.log, blocks: 1 }]), true)
  t.deepEqual((await views.find({})).results.map(({ title }) => title).toSorted(), ['Bike', 'Lamp'])
  t.equal(await views.position(commons, anna.log), 1)
  t.equal(await views.cut([{ log: anna.log, blocks: 1 }]), false, 'nothing more to cut')
  await views.close()
  change(file, `UPDATE settings SET value = 0 WHERE name = 'fold'`)
  const logger = collectingLogger()
  const again = await openViews({ file, logger })
  t.equal(await again.position(commons, bert.log), 0, 'stopped while folding again: the file is begun anew')
  await again.close()
})

test('W27 changes are told with the things they touched, gathered', async (t) => {
  const { views } = await temporaryViews(t)
  const events = new EventEmitter()
  views.on('changed', (event) => events.emit('changed', event))
  const told = once(events, 'changed')
  await views.ingest({ ...anna, blocks: blocks([[good('Lamp'), record('profile', { name: 'Anna' })]]) })
  t.deepEqual(await told, [{ commons, kinds: ['good', 'profile'], things: [idOf(anna, 0)], more: false }])
  const many = once(events, 'changed')
  await views.ingest({
    ...anna,
    blocks: blocks([Array.from({ length: 300 }, (_, at) => good(`Lamp ${at}`))], 1),
  })
  const [event] = (await many) as [{ things: string[]; more: boolean }]
  t.deepEqual([event.things.length, event.more], [100, true])
})
