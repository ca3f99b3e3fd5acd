import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { seeded, silentLogger, temporaryFolder, until } from '@allmende/testkit'
import test, { type Test } from 'tape'
import { DRAFT_LIMITS } from '../src/limits.ts'
import { WorkerSlot } from '../src/pool.ts'
import { DraftDocument } from '../src/worker/document.ts'
import { readSnapshot, writeWhole } from '../src/worker/snapshot.ts'
import { COMMONS, DRAFT } from './memory-logs.ts'
import { connect, node } from './node.ts'
import { Writer } from './writer.ts'

const SEED = 'snapshot 1'

function document(file: string): DraftDocument {
  return new DraftDocument(file, new Map(), { told: () => undefined, refused: () => undefined })
}

/** A document of one writer, with a whole snapshot, two increments, and edits that wait for something. */
function written(t: Test): { file: string; text: string; writer: Writer; half: number } {
  const file = join(temporaryFolder(t), 'snapshot')
  const writer = new Writer('anna')
  const first = document(file)
  const give = (count: number): void => {
    for (let index = 0; index < count; index++) {
      writer.write({ at: writer.engine.length, del: 0, ins: `word ${index} ` })
      first.submit(writer.log.slice(-1), [[writer.author.log, writer.log.length + 1]])
    }
    first.snapshot(0)
  }
  give(30)
  const half = readFileSync(file).length
  const late = new Writer('late')
  late.receive(...writer.log.map(({ change }) => change))
  const lost = writer.write({ at: 0, del: 0, ins: 'lost' })
  writer.log.pop()
  late.receive(lost)
  late.write({ at: 0, del: 0, ins: 'waits' })
  first.submit(late.log, [[late.author.log, 2]])
  writer.put(lost)
  first.submit(writer.log.slice(-1), [[writer.author.log, writer.log.length + 1]])
  give(5)
  give(5)
  const { text } = first.read()
  first.free()
  return { file, text, writer, half }
}

test('D15 a draft opened from its snapshot is the same, and goes on from the same place in the logs', (t) => {
  const { file, text, writer } = written(t)
  const again = document(file)
  const positions = new Map(again.load())
  t.equal(positions.get(writer.author.log), writer.log.length + 1)
  t.equal(again.read().text, text)
  t.equal(again.history().length, 42)
  writer.engine.apply([])
  again.submit(writer.log, [])
  t.equal(again.read().text, text, 'what is given twice counts once')
  again.free()
  t.end()
})

test('D80 hundreds of changes beside a snapshot are shown before Automerge has them', (t) => {
  const file = join(temporaryFolder(t), 'snapshot')
  const random = seeded(SEED)
  const writer = new Writer('anna')
  const first = document(file)
  const give = (count: number): void => {
    const from = writer.log.length
    for (let index = 0; index < count; index++)
      writer.write({ at: random.int(writer.engine.length + 1), del: 0, ins: `${index} ` })
    first.submit(writer.log.slice(from), [[writer.author.log, writer.log.length + 1]])
    first.snapshot(0)
  }
  give(10)
  give(300)
  first.free()
  const again = document(file)
  again.load()
  t.equal(again.unsettled, 300, 'Automerge has the document that was saved')
  t.equal(again.read().text, writer.engine.text())
  t.equal(again.history().length, 310)
  again.settle()
  t.equal(again.unsettled, 0)
  t.equal(again.read(again.heads).text, writer.engine.text(), 'and comes to the same')
  again.free()
  t.end()
})

/** A document that somebody looks at, with a text of some length that Automerge has, and changes that it has not got yet. */
function behind(t: Test, count: number): { file: string; first: DraftDocument; writer: Writer } {
  const file = join(temporaryFolder(t), 'snapshot')
  const random = seeded(SEED)
  const writer = new Writer('anna')
  const first = document(file)
  first.join(1)
  writer.write({ at: 0, del: 0, ins: 'All that is made in common. '.repeat(200) })
  first.submit(writer.log.slice(-1), [[writer.author.log, 2]])
  first.apply()
  first.settle()
  for (let index = 0; index < count; index++)
    writer.write({ at: random.int(writer.engine.length + 1), del: 0, ins: `${index} ` })
  first.submit(writer.log.slice(1), [[writer.author.log, writer.log.length + 1]])
  first.apply()
  return { file, first, writer }
}

test('D82 who begins to look at a long text has a live text before the first edit comes', (t) => {
  const writer = new Writer('anna')
  const first = document(join(temporaryFolder(t), 'snapshot'))
  const give = (ins: string): void => {
    writer.write({ at: 0, del: 0, ins })
    first.submit(writer.log.slice(-1), [[writer.author.log, writer.log.length + 1]])
    first.apply()
  }
  for (let index = 0; index < 5; index++) give('short, one after the other. '.repeat(40))
  t.equal(first.unsettled, 0, 'Automerge has it all')
  first.prepare()
  give('a')
  t.equal(first.unsettled, 0, 'while nobody looks nothing is prepared')
  first.join(1)
  first.prepare()
  give('b')
  t.equal(first.unsettled, 1, 'the edit did not wait for Automerge')
  t.equal(first.read().text, writer.engine.text())
  first.free()
  t.end()
})

test('D83 a snapshot has what is shown, and what Automerge has not got beside what it has', (t) => {
  const { file, first, writer } = behind(t, 40)
  t.equal(first.unsettled, 40)
  t.ok(first.snapshot(0))
  t.equal(first.unsettled, 40, 'Automerge did not have to catch up')
  const again = document(file)
  again.load()
  t.equal(again.unsettled, 40)
  t.equal(again.read().text, writer.engine.text())
  writer.write({ at: 3, del: 2, ins: 'goes on' })
  again.submit(writer.log.slice(-1), [])
  t.equal(again.read().text, writer.engine.text())
  t.equal(again.unsettled, 41)
  t.ok(again.snapshot(0))
  again.settle()
  t.equal(again.read(again.heads).text, writer.engine.text(), 'and Automerge comes to the same')
  t.ok(again.snapshot(0))
  const third = document(file)
  third.load()
  third.settle()
  t.equal(third.read(third.heads).text, writer.engine.text())
  for (const one of [first, again, third]) one.free()
  t.end()
})

test('D83 a first snapshot for which Automerge has much to catch up with waits for a pause, or for the end', (t) => {
  const { file, first, writer } = behind(t, 2_100)
  t.notOk(first.snapshot(0), 'not while people write')
  t.notOk(existsSync(file))
  t.ok(first.snapshot(0, true), 'on closing')
  t.equal(first.unsettled, 0)
  writer.write({ at: 0, del: 0, ins: 'more' })
  first.submit(writer.log.slice(-1), [])
  t.ok(first.snapshot(0), 'what comes behind it is written at once')
  const again = document(file)
  again.load()
  t.equal(again.read().text, writer.engine.text())
  for (const one of [first, again]) one.free()
  t.end()
})

test('D83 a draft is shown without Automerge, and read from the logs again if Automerge cannot load what it saved', async (t) => {
  const anna = await node(t, 'anna')
  const a = await anna.open()
  a.splice(0, 0, 'All that is made in common. '.repeat(200))
  await a.flush()
  await a.close()
  const folder = join(anna.dir, COMMONS)
  const file = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.snapshot'))!,
  )
  // Read from the logs, a text of such length is shown before Automerge has it.
  rmSync(file)
  const b = await anna.open()
  b.splice(0, 3, 'Everything')
  await b.flush()
  const text = await b.text()
  await b.close()
  await anna.drafts.close()
  const { whole } = readSnapshot(file)!
  t.ok(whole.body.live, 'what is shown is in the snapshot')
  writeWhole(file, { ...whole, body: { ...whole.body, saved: Buffer.from('damaged'), beside: [] } })
  const again = await node(t, 'anna', { logs: anna.logs, dir: anna.dir })
  const k = await again.open()
  t.equal(await k.text(), text)
  await until(async () => (await k.parts().catch(() => null)) !== null, { what: 'Automerge has it' })
  t.equal(await k.text(), text)
  t.equal((await k.history()).length, 2)
})

test('D16 a snapshot without a live text that Automerge cannot load is passed over at once', (t) => {
  const { file, text, writer } = written(t)
  const { whole } = readSnapshot(file)!
  t.equal(whole.body.live, null)
  writeWhole(file, { ...whole, body: { ...whole.body, saved: Buffer.from('damaged') } })
  const again = document(file)
  t.deepEqual(again.load(), [], 'all is to be read from the logs')
  again.submit(writer.log, [])
  const late = new Writer('late')
  late.receive(...writer.log.slice(0, 31).map(({ change }) => change))
  late.write({ at: 0, del: 0, ins: 'waits' })
  again.submit(late.log, [])
  t.equal(again.read().text, text)
  again.free()
  t.end()
})

test('D16 a snapshot cut, altered, of another version or absent is passed over as far as it is bad', (t) => {
  const { file, text, writer, half } = written(t)
  const random = seeded(SEED)
  const whole = readFileSync(file)
  const copy = `${file}.copy`
  let [bad, kept] = [0, 0]
  for (let round = 0; round < 60; round++) {
    copyFileSync(file, copy)
    if (round % 2 === 0) truncateSync(copy, random.int(whole.length))
    else {
      const altered = Buffer.from(whole)
      altered[random.int(altered.length)]! ^= 1 + random.int(255)
      writeFileSync(copy, altered)
    }
    if (round === 0) truncateSync(copy, half + 5)
    const again = document(copy)
    const positions = new Map(again.load())
    const from = positions.get(writer.author.log) ?? 1
    if (from > 1) kept++
    const late = new Writer('late')
    late.receive(...writer.log.slice(0, 31).map(({ change }) => change))
    late.write({ at: 0, del: 0, ins: 'waits' })
    again.submit([...writer.log.slice(from - 1), ...late.log], [])
    if (again.read().text !== text && bad++ === 0) t.fail(`seed ${SEED}, round ${round}`)
    again.snapshot(0)
    const third = document(copy)
    third.load()
    if (third.read().text !== text) bad++
    again.free()
    third.free()
  }
  t.equal(bad, 0, 'the logs give the rest')
  t.ok(kept > 5, `${kept} of 60 kept a good part`)
  t.end()
})

test('D16 with every local file gone, a draft is read from the logs again', async (t) => {
  const anna = await node(t, 'anna')
  const ben = await node(t, 'ben')
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  for (let round = 0; round < 20; round++) {
    a.splice(0, 0, `a${round} `)
    b.splice(0, 0, `b${round} `)
    await Promise.all([a.flush(), b.flush()])
  }
  await until(async () => (await a.text()) === (await b.text()), { what: 'both agree' })
  const text = await a.text()
  const history = await a.history()
  await a.close()
  await anna.drafts.close()
  const kept = await node(t, 'anna', { logs: anna.logs, dir: anna.dir })
  const k = await kept.open()
  t.equal(await k.text(), text, 'from the snapshot')
  t.deepEqual(await k.history(), history)
  await kept.drafts.close()
  writeFileSync(join(anna.dir, COMMONS, 'edits-index'), 'damaged')
  const unindexed = await node(t, 'anna', { logs: anna.logs, dir: anna.dir })
  t.equal(await (await unindexed.open()).text(), text, 'with a damaged index')
  await unindexed.drafts.close()
  rmSync(anna.dir, { recursive: true })
  mkdirSync(anna.dir)
  const bare = await node(t, 'anna', { logs: anna.logs, dir: anna.dir })
  t.equal(await (await bare.open()).text(), text, 'from the logs alone')
  t.deepEqual(bare.drafts.known(COMMONS), [DRAFT])
})

test('D17 a crash between the log and the document loses nothing, and one before the log leaves nothing behind', async (t) => {
  const anna = await node(t, 'anna')
  const a = await anna.open()
  a.splice(0, 0, 'kept ')
  await a.flush()
  anna.logs.failure = new Error('the disk is gone')
  a.splice(5, 0, 'never acknowledged')
  await a.flush().catch(() => undefined)
  // A second program on the same folder is what a restart after a crash sees: nothing was closed.
  anna.logs.failure = null
  const dir = join(temporaryFolder(t), 'after the crash')
  mkdirSync(dir)
  const again = await node(t, 'anna', { logs: anna.logs, dir })
  const b = await again.open()
  t.equal(await b.text(), 'kept ')
  b.splice(5, 0, 'and gone on')
  await b.flush()
  const ben = await node(t, 'ben')
  for (const [, blocks] of anna.logs.blocks)
    for (const entries of blocks) ben.logs.put(anna.logs.own, entries)
  const c = await ben.open()
  await until(async () => (await c.text()) === 'kept and gone on', { what: 'others follow' })
  t.equal(await c.waiting(), 0, 'nothing waits for the lost edit')
  t.equal(ben.refused.length, 0)
})

test('D18 a draft that nobody uses leaves the memory', async (t) => {
  const anna = await node(t, 'anna')
  const slot = anna.drafts.pool.slots[0]!
  const [one, other] = [await anna.open(), await anna.open()]
  one.splice(0, 0, 'text')
  await one.close()
  t.equal(slot.tenants.size, 1, 'still open for the other')
  await other.close()
  t.equal(slot.tenants.size, 0)
  const again = await anna.open()
  t.equal(await again.text(), 'text')
})

test('D18 a worker without drafts ends, and starts again for the next one', async (t) => {
  const slot = new WorkerSlot(silentLogger, 20)
  t.teardown(() => slot.stop())
  const tenant = { number: 1, onMessage: () => undefined, onDeath: () => undefined }
  const file = join(temporaryFolder(t), 'snapshot')
  const request = { type: 'open' as const, file, banned: [], limits: DRAFT_LIMITS }
  for (const round of ['first', 'second']) {
    slot.add(tenant)
    await slot.call(1, request)
    t.ok(slot.running, `the ${round} draft has a worker`)
    await slot.call(1, { type: 'close' })
    slot.remove(tenant)
    await until(() => !slot.running, { what: 'the worker to end' })
  }
})
