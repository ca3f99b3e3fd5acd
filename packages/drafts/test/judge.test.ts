import { join } from 'node:path'
import { seeded, type Seeded, temporaryFolder } from '@allmende/testkit'
import * as Automerge from '@automerge/automerge'
import test, { type Test } from 'tape'
import type { TextPatch } from '../src/contract.ts'
import { applyPatches } from '../src/splices.ts'
import { type Refusal, Judge, type Submission } from '../src/judge.ts'
import { shuffled } from './shuffled.ts'
import { DraftDocument } from '../src/worker/document.ts'
import { TextEngine } from '../src/worker/engine.ts'
import { forge, hashOf, Writer } from './writer.ts'

const SEED = 'judge 1'

function codes(submissions: Submission[]): (string | null)[] {
  const judge = new Judge()
  return submissions.map((submission) => judge.judge(submission).refused[0]?.code ?? null)
}

test('D5 a change under another actor than the one of its log and session is refused', (t) => {
  const anna = new Writer('anna')
  const mallory = new Writer('mallory')
  anna.write({ at: 0, del: 0, ins: 'mine' })
  mallory.put(anna.log[0]!.change)
  t.deepEqual(codes(mallory.log), ['CHANGE_ACTOR'])
  t.deepEqual(
    codes([...mallory.log, ...anna.log]),
    ['CHANGE_ACTOR', null],
    'a copy does not make the original bad',
  )
  t.deepEqual(codes([...anna.log, ...mallory.log]), [null, 'CHANGE_ACTOR'])
  t.end()
})

test('D6 of two changes with one number the first in log order counts, whatever arrives first', (t) => {
  const anna = new Writer('anna')
  const twin = new Writer('anna')
  anna.write({ at: 0, del: 0, ins: 'first' })
  anna.put(twin.write({ at: 0, del: 0, ins: 'other' }))
  anna.write({ at: 5, del: 0, ins: '!' })
  t.deepEqual(codes(anna.log), [null, 'CHANGE_REPEATED', null])
  t.deepEqual(
    codes([...anna.log, ...anna.log]).slice(3),
    [null, null, null],
    'seen again they say nothing new',
  )
  t.end()
})

test('D6 a number left out is refused, and what was refused stays so when it comes again', (t) => {
  const anna = new Writer('anna')
  anna.write({ at: 0, del: 0, ins: 'a' })
  const second = anna.write({ at: 1, del: 0, ins: 'b' })
  anna.write({ at: 2, del: 0, ins: 'c' })
  const [one, , three] = anna.log
  const two = { ...three!, change: second }
  t.deepEqual(codes([one!, three!, two, three!]), [null, 'CHANGE_GAP', null, 'CHANGE_DEPENDS'])
  t.end()
})

test('D7 a change waits for what it rests on, and counts when that arrives', (t) => {
  const anna = new Writer('anna')
  const ben = new Writer('ben')
  const first = anna.write({ at: 0, del: 0, ins: 'hello' })
  ben.receive(first)
  const reply = ben.write({ at: 5, del: 0, ins: ' there' })
  const judge = new Judge()
  t.deepEqual(judge.judge(ben.log[0]!), { accepted: [], refused: [] })
  t.equal(judge.parked, 1)
  const { accepted } = judge.judge(anna.log[0]!)
  t.deepEqual(
    accepted.map(({ hash }) => hash),
    [hashOf(first), hashOf(reply)],
  )
  t.equal(judge.parked, 0)
  t.end()
})

test('D7 what rests on a refused change is refused, before and after', (t) => {
  const mallory = new Writer('mallory')
  const ben = new Writer('ben')
  ben.receive(mallory.write({ at: 0, del: 0, ins: 'hello' }))
  ben.write({ at: 5, del: 0, ins: ' there' })
  ben.write({ at: 5, del: 0, ins: ' you' })
  const barred = mallory.log.map((submission) => ({ ...submission, allowed: false }))
  t.deepEqual(codes([...barred, ...ben.log]), ['EDIT_RIGHT', 'CHANGE_DEPENDS', 'CHANGE_DEPENDS'])
  const judge = new Judge()
  for (const submission of ben.log) judge.judge(submission)
  const { refused } = judge.judge(barred[0]!)
  t.deepEqual(
    refused.map(({ code }) => code),
    ['EDIT_RIGHT', 'CHANGE_DEPENDS', 'CHANGE_DEPENDS'],
  )
  t.end()
})

test('D8 a change that refers to a character it does not rest on is refused, though others have the character', (t) => {
  const { anna, ben, blind } = stranger()
  t.deepEqual(codes([...anna.log, ...ben.log, blind]), [null, null, 'CHANGE_REFERENCE'])
  t.deepEqual(codes([...ben.log, blind, ...anna.log]), [null, 'CHANGE_REFERENCE', null])
  t.end()
})

/** Ben refers to a character of Anna's that his change does not rest on. */
function stranger(): { anna: Writer; ben: Writer; blind: Submission } {
  const anna = new Writer('anna')
  const ben = new Writer('ben')
  anna.write({ at: 0, del: 0, ins: 'hello' })
  ben.write({ at: 0, del: 0, ins: 'x' })
  const second = ben.write({ at: 1, del: 0, ins: 'y' })
  const blind = forge(second, ({ ops }) => Object.assign(ops[0]!, { elemId: `7@${anna.actor}` }))
  const { log } = ben
  return { anna, ben, blind: { ...log.pop()!, change: blind } }
}

test('D8 a change that counts its operations from elsewhere is refused: near the end of the counter it would close the draft', (t) => {
  for (const startOp of [1, 2, 99, 2 ** 31 - 5]) {
    const anna = new Writer('anna')
    anna.write({ at: 0, del: 0, ins: 'a' })
    const change = anna.write({ at: 0, del: 0, ins: 'b' })
    anna.log[1]!.change = forge(change, (decoded) => (decoded.startOp = startOp))
    t.deepEqual(codes(anna.log), [null, 'CHANGE_COUNTER'], String(startOp))
  }
  t.end()
})

test('D8 a change that does not rest on the one before it in its session is refused', (t) => {
  const anna = new Writer('anna')
  const ben = new Writer('ben')
  const bens = ben.write({ at: 0, del: 0, ins: 'b' })
  const first = anna.write({ at: 0, del: 0, ins: 'a' })
  const second = anna.write({ at: 0, del: 0, ins: 'c' })
  anna.log[1]!.change = forge(second, (decoded) => (decoded.deps = [hashOf(bens)]))
  t.deepEqual(codes([...ben.log, ...anna.log]), [null, null, 'CHANGE_PREDECESSOR'])
  t.ok(first.length > 0)
  t.end()
})

/** Several writers at once, some of them hostile, each with a log. */
function crowd(random: Seeded): Submission[][] {
  const names = ['anna', 'ben', 'carla', 'mallory']
  const writers = names.map((name) => new Writer(name))
  const all: { by: number; change: Uint8Array }[] = []
  const seen = writers.map(() => 0)
  for (let round = 0; round < 40; round++) {
    const by = random.int(writers.length)
    const writer = writers[by]!
    if (random.chance(0.6)) {
      const upTo = all.slice(seen[by], all.length)
      writer.receive(...upTo.filter((one) => one.by !== by).map(({ change }) => change))
      seen[by] = all.length
    }
    const { length } = writer.engine
    const at = random.int(length + 1)
    const del = random.chance(0.3) ? random.int(Math.min(4, length - at) + 1) : 0
    const change = writer.write({ at, del, ins: random.pick(['a', 'bc', 'é', 'xyz']) })
    if (by < 3) all.push({ by, change })
    else if (random.chance(0.5)) spoil(random, writer, all)
    else all.push({ by, change })
  }
  return writers.map(({ log }) => log)
}

/** Makes the last entry of a hostile log bad in one of many ways; others may already rest on the good one. */
function spoil(random: Seeded, writer: Writer, all: { by: number; change: Uint8Array }[]): void {
  const last = writer.log[writer.log.length - 1]!
  const good = last.change
  const ways: (() => void)[] = [
    () => (last.allowed = false),
    () => (last.change = forge(good, (decoded) => (decoded.startOp += 1 + random.int(5)))),
    () => (last.change = forge(good, (decoded) => (decoded.seq += random.int(3)))),
    () =>
      (last.change = forge(good, ({ ops }) => Object.assign(ops[0]!, { elemId: `2@${'ab'.repeat(16)}` }))),
    () =>
      (last.change = forge(good, ({ ops }) =>
        Object.assign(ops[0]!, { obj: '_root', key: 'x', elemId: undefined }),
      )),
    () => (last.change = forge(good, (decoded) => (decoded.deps = ['ee'.repeat(32)]))),
    () => (last.change = forge(good, (decoded) => (decoded.time += 1))),
    () => (last.change = random.bytes(80)),
    () => all.push({ by: 3, change: good }),
    () => writer.put(forge(good, (decoded) => (decoded.time += 2))),
    () => writer.put(all.length > 0 ? random.pick(all).change : good),
  ]
  random.pick(ways)()
}

function outcome(
  t: Test,
  submissions: Submission[],
  random: Seeded,
): { text: string; heads: string; refused: string } {
  const refused: Refusal[] = []
  let told = ''
  const events = {
    told: ({ patches }: { patches: TextPatch[] }) => (told = applyPatches(told, patches)),
    refused: (refusals: Refusal[]) => refused.push(...refusals),
  }
  // With the live text from the first change on, or never.
  const liveFrom = random.chance(0.5) ? 0 : Infinity
  const document = new DraftDocument(join(temporaryFolder(t), 'snapshot'), new Map(), events, liveFrom)
  document.join(1)
  while (submissions.length > 0) {
    document.submit(submissions.splice(0, 1 + random.int(6)), [])
    if (random.chance(0.5)) document.apply()
    if (random.chance(0.1)) document.settle()
    if (random.chance(0.1)) document.snapshot(0)
  }
  const { text, heads } = document.read()
  if (told !== text) t.fail(`told ${told}, read ${text}`)
  document.settle()
  if (document.read(heads).text !== text) t.fail('Automerge says something else')
  document.free()
  const codes = refused.map(({ log, block, code }) => `${log} ${block} ${code}`).sort()
  return { text, heads: heads.sort().join(' '), refused: codes.join('\n') }
}

test('D9 any order of arrival gives the same document and the same refusals, with hostile entries among them', (t) => {
  let [bad, refusals] = [0, 0]
  for (let round = 0; round < 40; round++) {
    const random = seeded(`${SEED} ${round}`)
    const logs = crowd(random)
    const first = outcome(t, logs.flat(), random)
    refusals += first.refused === '' ? 0 : first.refused.split('\n').length
    for (let again = 0; again < 4; again++) {
      const other = outcome(t, shuffled(random, logs), random)
      if (JSON.stringify(other) !== JSON.stringify(first) && bad++ === 0) {
        t.fail(`seed ${SEED} ${round}: ${JSON.stringify(other)} / ${JSON.stringify(first)}`)
      }
    }
  }
  t.equal(bad, 0)
  t.ok(refusals > 100, `${refusals} refusals`)
  t.end()
})

test('D9 what passes the door, Automerge applies: mutated changes that count never fail', (t) => {
  const random = seeded(`${SEED} trap`)
  let [counted, failed] = [0, 0]
  for (let round = 0; round < 300; round++) {
    const writer = new Writer('mallory')
    writer.write({ at: 0, del: 0, ins: 'some text to refer to' })
    const second = writer.write({ at: 3, del: 4, ins: 'abc' }, { at: 9, del: 0, ins: 'd' })
    const decoded = Automerge.decodeChange(second)
    const change = forge(second, ({ ops }) => {
      for (let index = 0; index <= random.int(2); index++) mutate(random, random.pick(ops), decoded.actor)
    })
    const judge = new Judge()
    const all = [writer.log[0]!, { ...writer.log[1]!, change }].flatMap((one) => judge.judge(one).accepted)
    if (all.length < 2) continue
    counted++
    try {
      const engine = TextEngine.empty()
      engine.apply(all.map(({ bytes }) => bytes))
      engine.text()
      TextEngine.load(engine.save()).text()
    } catch {
      failed++
    }
  }
  t.ok(counted > 20, `${counted} of 300 counted`)
  t.equal(failed, 0)
  t.end()
})

function mutate(random: Seeded, op: Automerge.DecodedChange['ops'][number], actor: string): void {
  const counter = 1 + random.int(30)
  const id = `${counter}@${random.chance(0.9) ? actor : '00'}`
  if (random.chance(0.7)) Object.assign(op, { elemId: id })
  if (op.pred.length > 0)
    Object.assign(op, { pred: random.chance(0.8) ? [(op as { elemId?: string }).elemId] : [id] })
}

test('D29 a change of somebody not heard counts only where one of somebody else rests on it, with what it rests on itself', (t) => {
  const anna = new Writer('anna')
  const mallory = new Writer('mallory')
  const ben = new Writer('ben')
  const first = anna.write({ at: 0, del: 0, ins: 'hello' })
  mallory.receive(first)
  const one = mallory.write({ at: 5, del: 0, ins: ' a' })
  const two = mallory.write({ at: 7, del: 0, ins: ' b' })
  const last = mallory.write({ at: 9, del: 0, ins: ' c' })
  ben.receive(first, one, two)
  const reply = ben.write({ at: 9, del: 0, ins: '!' })
  const quiet = mallory.log.map((submission) => ({ ...submission, quiet: true as const }))
  const expected = [first, one, two, reply].map(hashOf).toSorted()
  const hashes = (judge: Judge) =>
    judge.graph
      .changes()
      .map(({ hash }) => hash)
      .toSorted()
  const random = seeded('quiet 1')
  for (let round = 0; round < 40; round++) {
    const lanes = [[...anna.log], [...quiet], [...ben.log]]
    let judge = new Judge()
    while (lanes.some((lane) => lane.length > 0)) {
      const submission = random.pick(lanes.filter((lane) => lane.length > 0)).shift()!
      judge.judge(submission)
      if (random.chance(0.3)) judge = Judge.from(structuredClone(judge.state()))
    }
    t.deepEqual(hashes(judge), expected, 'in every order, and taken up from a snapshot')
    const again = mallory.log.flatMap((submission) => judge.judge(submission).accepted)
    t.deepEqual(
      again.map(({ hash }) => hash),
      [hashOf(last)],
      'heard again, the rest counts too',
    )
  }
  const alone = new Judge()
  for (const submission of [...anna.log, ...quiet]) alone.judge(submission)
  t.deepEqual(hashes(alone), [hashOf(first)], 'while nobody rests on them, none counts')
  t.equal(alone.parked, 0, 'and nothing waits')
  t.end()
})
