import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { silentLogger, temporaryFolder, until } from '@allmende/testkit'
import test from 'tape'
import type { TextPatch } from '../src/contract.ts'
import { applyPatches } from '../src/splices.ts'
import { encodeEntry, tagOf } from '../src/entry.ts'
import { EditIndex } from '../src/edit-index.ts'
import { RecentBlocks } from '../src/feed.ts'
import type { Refusal } from '../src/judge.ts'
import { DRAFT_LIMITS } from '../src/limits.ts'
import { OpenDraft } from '../src/open-draft.ts'
import type { Slot, Tenant } from '../src/pool.ts'
import { Rights } from '../src/rights.ts'
import { Saver } from '../src/saver.ts'
import { fail } from '../src/errors.ts'
import { DraftDocument } from '../src/worker/document.ts'
import { TextEngine } from '../src/worker/engine.ts'
import type { Answers, Request } from '../src/worker/protocol.ts'
import { bomb } from './chunk.ts'
import { COMMONS, DRAFT, MemoryLogs, MemoryRecords, otherDraft } from './memory-logs.ts'
import { connect, node } from './node.ts'
import { hashOf, Writer } from './writer.ts'

/** An entry that opens a session of a writer with a change. */
function opening(writer: Writer, change: Uint8Array): Uint8Array {
  return encodeEntry({ kind: 'opening', draft: DRAFT, nonce: writer.nonce, heads: [DRAFT], change })
}

test('D10 an inflating change is kept out and told, while this draft and others go on', async (t) => {
  const anna = await node(t, 'anna')
  const a = await anna.open()
  const other = await anna.drafts.open(COMMONS, otherDraft(3))
  a.splice(0, 0, 'before. ')
  other.splice(0, 0, 'other')
  const mallory = new Writer('mallory')
  anna.logs.put(mallory.author, [opening(mallory, bomb()), Uint8Array.of(9, 9, 9), Uint8Array.of(2, 1)])
  await until(() => anna.refused.length === 3, { what: 'three refusals' })
  t.deepEqual(anna.refused.map(({ code }) => code).sort(), ['CHANGE_INFLATES', 'EDIT_KIND', 'EDIT_MALFORMED'])
  a.splice(8, 0, 'after.')
  await Promise.all([a.flush(), other.flush()])
  t.equal(await a.text(), 'before. after.')
  t.equal(await other.text(), 'other')
})

test('D11 a worker killed at any moment loses no edit, and its drafts go on', async (t) => {
  const anna = await node(t, 'anna')
  const ben = await node(t, 'ben')
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  const other = await anna.drafts.open(COMMONS, otherDraft(3))
  other.splice(0, 0, 'other')
  const slot = anna.drafts.pool.slots[0]!
  const kill = (): Promise<unknown> =>
    slot.call([...slot.tenants.keys()][0]!, { type: 'die' }).catch(() => undefined)
  for (let round = 0; round < 4; round++) {
    a.splice(0, 0, `a${round} `)
    b.splice(0, 0, `b${round} `)
    // In one round before the edit is handed over, in others while it is on its way, or after.
    if (round === 0) await kill()
    const flushed = Promise.all([a.flush(), b.flush()])
    if (round === 1) void kill()
    if (round === 2) await Promise.all([flushed, kill()])
    await flushed
    if (round === 3) await kill()
  }
  await until(async () => (await a.text()) === (await b.text()), { what: 'both agree', deadlineMs: 60_000 })
  const text = await a.text()
  const words = text.trim().split(' ').sort()
  t.deepEqual(words, ['a0', 'a1', 'a2', 'a3', 'b0', 'b1', 'b2', 'b3'], 'every edit once')
  t.equal(await other.text(), 'other', 'the other draft of the same worker too')
  t.equal(anna.refused.length + ben.refused.length, 0)
})

/** A worker that runs in this thread and dies of one change. */
class FragileSlot implements Slot {
  readonly running = true
  readonly culprit: string
  readonly refusals: Refusal[] = []
  deaths = 0
  #document: DraftDocument | null = null
  #tenant: Tenant | null = null

  constructor(culprit: string) {
    this.culprit = culprit
  }

  add(tenant: Tenant): void {
    this.#tenant = tenant
  }

  remove(): void {
    this.#tenant = null
  }

  async call<R extends Request>(_draft: number, request: R): Promise<Answers[R['type']]> {
    await Promise.resolve()
    return this.#handle(request) as Answers[R['type']]
  }

  #handle(request: Request): unknown {
    if (request.type === 'open') {
      const banned = new Map(request.banned) as ConstructorParameters<typeof DraftDocument>[1]
      const told = (): void => undefined
      this.#document = new DraftDocument(request.file, banned, {
        told,
        refused: (all) => this.refusals.push(...all),
      })
      return { positions: this.#document.load(), heads: [] }
    }
    const document = this.#document!
    if (request.type === 'submit') {
      document.submit(request.submissions, request.positions)
      try {
        document.apply()
      } catch (error) {
        this.deaths++
        this.#tenant!.onDeath(true)
        throw fail('DRAFT_WORKER_DIED', { reason: String(error) })
      }
      return null
    }
    if (request.type === 'read') return document.read()
    if (request.type === 'snapshot') return document.snapshot(request.durable)
    return null
  }
}

test('D12 a change that brings the worker down is found, kept out, and remembered', async (t) => {
  const logs = new MemoryLogs('anna')
  const [carla, mallory] = [new Writer('carla'), new Writer('mallory')]
  const [fine, fatal] = [
    carla.write({ at: 0, del: 0, ins: 'fine' }),
    mallory.write({ at: 0, del: 0, ins: 'fatal' }),
  ]
  logs.put(carla.author, [opening(carla, fine)])
  logs.put(mallory.author, [opening(mallory, fatal)])
  const restore = trapOn(fatal)
  t.teardown(restore)
  const dir = temporaryFolder(t)
  mkdirSync(join(dir, 'x'))
  for (const deaths of [2, 0]) {
    const slot = new FragileSlot(hashOf(fatal))
    const draft = openDraft(join(dir, 'x', 'snapshot'), logs, slot)
    await draft.open()
    t.equal((await draft.call({ type: 'read' })).text, 'fine')
    t.equal(
      slot.deaths,
      deaths,
      deaths === 2 ? 'one death to notice, one to know which' : 'after a restart none',
    )
    t.deepEqual(
      slot.refusals.map(({ code }) => code),
      ['CHANGE_TRAPPED'],
    )
  }
})

/** Lets Automerge trap at a change that passes the door; none is known that does. */
function trapOn(
  change: Uint8Array,
  error: () => Error = () => new WebAssembly.RuntimeError('unreachable'),
): () => void {
  const hash = hashOf(change)
  const apply = Reflect.get(TextEngine.prototype, 'apply') as (changes: Uint8Array[]) => TextPatch[]
  const of = TextEngine.of.bind(TextEngine)
  const meet = (changes: readonly Uint8Array[]): void => {
    if (changes.some((one) => hashOf(one) === hash)) throw error()
  }
  TextEngine.prototype.apply = function (changes) {
    meet(changes)
    return apply.call(this, changes)
  }
  TextEngine.of = (changes, actor) => {
    meet(changes)
    return of(changes, actor)
  }
  return () => {
    TextEngine.prototype.apply = apply
    TextEngine.of = of
  }
}

function openDraft(file: string, logs: MemoryLogs, slot: Slot): OpenDraft {
  const records = new MemoryRecords()
  const index = new EditIndex()
  for (const author of logs.authors()) {
    logs.blocks.get(author.log)?.forEach((entries, at) => index.learn(author, at + 1, entries))
  }
  return new OpenDraft({
    commons: COMMONS,
    draft: DRAFT,
    file,
    source: { logs, index, recent: new RecentBlocks(), rights: new Rights(records, DRAFT) },
    records,
    saver: new Saver(logs, () => undefined),
    slot,
    number: 1,
    clock: { now: () => 0 },
    random: { bytes: (count) => new Uint8Array(count) },
    logger: silentLogger,
    limits: DRAFT_LIMITS,
    onRefused: () => undefined,
  })
}

for (const liveFrom of [Infinity, 0]) {
  const way = liveFrom === 0 ? 'behind a live text' : 'without one'
  test(`D13 one bad change in a gathered call is found by halves, and only it and what rests on it is kept out (${way})`, (t) => {
    const writers = ['anna', 'ben', 'carla', 'dora', 'emil'].map((name) => new Writer(name))
    const changes = writers.map((writer, index) => writer.write({ at: 0, del: 0, ins: `${index}` }))
    const follower = new Writer('follower')
    follower.receive(changes[3]!)
    follower.write({ at: 1, del: 0, ins: 'x' })
    const restore = trapOn(changes[3]!, () => new Error('PanicError: assertion failed'))
    const refusals: Refusal[] = []
    let told = ''
    const events = {
      told: ({ patches }: { patches: TextPatch[] }) => (told = applyPatches(told, patches)),
      refused: (all: Refusal[]) => refusals.push(...all),
    }
    const document = new DraftDocument(join(temporaryFolder(t), 'snapshot'), new Map(), events, liveFrom)
    document.join(1)
    document.submit(writers[0]!.log, [])
    document.apply()
    document.submit(
      [...writers.slice(1), follower].flatMap(({ log }) => log),
      [],
    )
    document.apply()
    document.settle()
    restore()
    t.deepEqual(document.read().text.split('').sort(), ['0', '1', '2', '4'])
    t.deepEqual(
      refusals.map(({ code }) => code),
      ['CHANGE_UNREADABLE', 'CHANGE_DEPENDS'],
    )
    t.equal(told, document.read().text, 'those who look are told')
    writers[0]!.write({ at: 1, del: 0, ins: '!' })
    document.submit([writers[0]!.log[1]!], [])
    t.ok(document.read().text.includes('0!'), 'and it goes on')
    t.end()
  })
}

test('D80 what Automerge fails at in a history that is shown already is found once it follows, and told', (t) => {
  const [anna, ben] = [new Writer('anna'), new Writer('ben')]
  for (let count = 0; count < 70; count++) anna.write({ at: 0, del: 0, ins: 'a' })
  const bad = ben.write({ at: 0, del: 0, ins: 'b' })
  ben.write({ at: 1, del: 0, ins: 'c' })
  const restore = trapOn(bad, () => new Error('PanicError: assertion failed'))
  const refusals: Refusal[] = []
  let told = ''
  const document = new DraftDocument(join(temporaryFolder(t), 'snapshot'), new Map(), {
    told: ({ patches }: { patches: TextPatch[] }) => (told = applyPatches(told, patches)),
    refused: (all: Refusal[]) => refusals.push(...all),
  })
  document.join(1)
  document.submit([...ben.log, ...anna.log], [])
  document.apply()
  t.ok(told.includes('bc'), 'shown')
  document.settle()
  restore()
  t.deepEqual(
    refusals.map(({ code }) => code),
    ['CHANGE_UNREADABLE', 'CHANGE_DEPENDS'],
  )
  t.equal(told, 'a'.repeat(70), 'and taken back')
  t.equal(document.read().text, told)
  t.end()
})

test('D11 an edit that cannot be made leaves nothing of itself behind', (t) => {
  for (const liveFrom of [Infinity, 0]) {
    const events = { told: () => undefined, refused: () => undefined }
    const document = new DraftDocument(join(temporaryFolder(t), 'snapshot'), new Map(), events, liveFrom)
    const ben = new Writer('ben')
    ben.write({ at: 0, del: 0, ins: 'there' })
    document.join(1)
    document.submit(ben.log, [])
    document.apply()
    document.editing.become('ab'.repeat(16))
    const good = { at: 0, del: 0, ins: 'good ' }
    t.throws(
      () => document.editing.edit(1, 9, [[good], [good, { at: 99, del: 1, ins: '' }]], 1),
      /outside the text/,
    )
    t.equal(document.read().text, 'there', 'not even the first half')
    t.equal(document.editing.edit(1, 9, [[good]], 1).changes.length, 1)
    t.equal(document.read().text, 'good there')
    t.ok(document.snapshot(1), 'and the count of own changes is right')
  }
  t.end()
})

test('D49 what was kept out is still known after a restart, and a flood by one covers nothing of others', async (t) => {
  const dir = temporaryFolder(t)
  const [mallory, eve] = [new Writer('mallory'), new Writer('eve')]
  const logs = new MemoryLogs('anna')
  const first = await node(t, 'anna', { dir, logs })
  logs.put(eve.author, [opening(eve, bomb())])
  mallory.write({ at: 0, del: 0, ins: 'x' })
  const good = mallory.log[0]!.change
  logs.put(mallory.author, [opening(mallory, good)])
  for (let round = 0; round < 150; round++)
    logs.put(mallory.author, [encodeEntry({ kind: 'edit', tag: tagOf(mallory.nonce), change: noise(round) })])
  const draft = await first.open()
  await until(() => first.refused.length === 151, { what: 'all refusals' })
  await draft.close()
  await first.drafts.close()
  const again = await node(t, 'anna', { dir, logs })
  const kept = again.drafts.refusals(COMMONS, DRAFT)
  t.equal(kept.filter(({ log }) => log === mallory.author.log).length, 100)
  t.deepEqual(
    kept.filter(({ log }) => log === eve.author.log).map(({ code, person }) => [code, person]),
    [['CHANGE_INFLATES', eve.author.person]],
  )
  const text = await (await again.open()).text()
  t.equal(text, 'x')
  t.equal(again.drafts.refusals(COMMONS, DRAFT).length, 101, 'and nothing is counted twice')
})

/** Nothing, in many forms. */
function noise(round: number): Uint8Array {
  return Uint8Array.of(1, 2, 3, round)
}
