import { seeded } from '@allmende/testkit'
import * as Automerge from '@automerge/automerge'
import test from 'tape'
import { GENESIS, GENESIS_ACTOR, GENESIS_HASH, GENESIS_PARTS, GENESIS_PARTS_HASH } from '../src/genesis.ts'
import { Judge, type Submission } from '../src/judge.ts'
import { DRAFT_LINES } from '../src/limits.ts'
import { TextEngine } from '../src/worker/engine.ts'
import { forge, hashOf, Writer } from './writer.ts'

const SEED = 'part door 1'

type Op = Record<string, unknown> & { pred: string[] }

function codes(submissions: Submission[]): (string | null)[] {
  const judge = new Judge()
  return submissions.map((submission) => judge.judge(submission).refused[0]?.code ?? null)
}

/** The last change of a writer with other operations. */
function forgeLast(writer: Writer, alter: (ops: Op[]) => unknown): Submission[] {
  const last = writer.log.pop()!
  writer.log.push({ ...last, change: forge(last.change, ({ ops }) => alter(ops as unknown as Op[])) })
  return writer.log
}

/** Anna has a field, a line with a field, a file and a marked text; her last change sets the field again. */
function anna(): Writer {
  const writer = new Writer('anna')
  writer.write({ at: 0, del: 0, ins: 'some text' })
  writer.set(
    { map: 'fields', key: 'title', value: 'A' },
    { addLine: 'one' },
    { line: 'one', key: 'name', value: 'bolt' },
    { map: 'files', key: 'a.png', value: 'ref' },
    { mark: 'bold', from: 2, to: 4, value: true },
  )
  writer.set({ map: 'fields', key: 'title', value: 'B' })
  return writer
}

test('D34 every draft begins with the same two changes, and what rests on the first alone counts as ever', (t) => {
  t.equal(Automerge.decodeChange(GENESIS).hash, GENESIS_HASH)
  t.equal(Automerge.decodeChange(GENESIS_PARTS).hash, GENESIS_PARTS_HASH)
  const old = Automerge.getBackend(Automerge.init({ actor: new Writer('old').actor }))
  old.applyChanges([GENESIS])
  const changes = ['older ', 'text'].map((text) => {
    old.splice(`1@${GENESIS_ACTOR}`, 0, 0, text)
    old.commit(null, 1)
    return old.getLastLocalChange()!
  })
  const writer = new Writer('old')
  for (const change of changes) writer.put(change)
  t.deepEqual(codes(writer.log), [null, null])
  const judge = new Judge()
  for (const submission of writer.log) judge.judge(submission)
  t.deepEqual(judge.graph.heads(), [hashOf(changes[1]!), GENESIS_PARTS_HASH].toSorted())
  t.equal(judge.graph.size, 2)
  const next = new Writer('new')
  next.receive(...changes)
  next.set({ map: 'fields', key: 'title', value: 'old' })
  t.deepEqual(judge.judge(next.log[0]!).refused, [])
  const seen = judge.graph.since([GENESIS_HASH], new Set())
  t.equal(seen?.fresh.length, 3, 'and what was seen before it is found again')
  t.end()
})

test('D35 an edit beside the text that is not as Automerge would write it is refused', (t) => {
  t.deepEqual(codes(anna().log), [null, null, null])
  const line = Automerge.decodeChange(anna().log[1]!.change).startOp + 1
  const cases: [what: string, alter: (ops: Op[], writer: Writer) => unknown, code: string][] = [
    ['nothing taken the place of', ([op]) => (op!.pred = []), 'CHANGE_PART'],
    ['something that does not exist', ([op], { actor }) => (op!.pred = [`99@${actor}`]), 'CHANGE_PART'],
    ['something elsewhere', ([op], { actor }) => (op!.pred = [`${line + 1}@${actor}`]), 'CHANGE_PART'],
    ['another field', ([op]) => (op!['key'] = 'weight'), 'CHANGE_PART'],
    ['no name', ([op]) => (op!['key'] = ''), 'CHANGE_UNSUPPORTED'],
    ['a name of JavaScript', ([op]) => (op!['key'] = '__proto__'), 'CHANGE_UNSUPPORTED'],
    ['a long name', ([op]) => (op!['key'] = 'x'.repeat(257)), 'CHANGE_UNSUPPORTED'],
    ['a long text', ([op]) => (op!['value'] = 'x'.repeat(28_001)), 'CHANGE_UNSUPPORTED'],
    ['nothing', ([op]) => (op!['value'] = null), 'CHANGE_UNSUPPORTED'],
    ['a counter', ([op]) => Object.assign(op!, { datatype: 'counter', value: 1 }), 'CHANGE_UNSUPPORTED'],
    ['a time', ([op]) => Object.assign(op!, { datatype: 'timestamp', value: 1 }), 'CHANGE_UNSUPPORTED'],
    ['no sign', ([op]) => Object.assign(op!, { datatype: 'uint', value: 1 }), 'CHANGE_UNSUPPORTED'],
    ['the root', ([op]) => (op!['obj'] = '_root'), 'CHANGE_UNSUPPORTED'],
    ['the text', ([op]) => (op!['obj'] = '1@00'), 'CHANGE_UNSUPPORTED'],
    ['a line that is none', ([op]) => (op!['obj'] = '3@00'), 'CHANGE_UNSUPPORTED'],
    ['no object', ([op]) => (op!['obj'] = '9@00'), 'CHANGE_UNSUPPORTED'],
    ['an object that is none', ([op], { actor }) => (op!['obj'] = `7@${actor}`), 'CHANGE_PART'],
    ['a map in a field', ([op]) => replace(op!, { action: 'makeMap' }), 'CHANGE_UNSUPPORTED'],
    ['a text in a field', ([op]) => replace(op!, { action: 'makeText' }), 'CHANGE_UNSUPPORTED'],
    ['a list', ([op]) => replace(op!, { action: 'makeList' }), 'CHANGE_UNSUPPORTED'],
    ['a deletion of nothing', ([op]) => replace(op!, { action: 'del', pred: [] }), 'CHANGE_MALFORMED'],
    ['counting', ([op]) => Object.assign(op!, { action: 'inc', value: 1 }), 'CHANGE_UNSUPPORTED'],
    [
      'a line in the place of another',
      ([op]) => replace(op!, { action: 'makeMap', obj: '3@00' }),
      'CHANGE_UNSUPPORTED',
    ],
    [
      'a line twice',
      ([op]) => replace(op!, { action: 'makeMap', obj: '3@00', key: 'one', pred: [] }),
      'CHANGE_PART',
    ],
  ]
  for (const [what, alter, code] of cases) {
    const writer = anna()
    const log = forgeLast(writer, (ops) => alter(ops, writer))
    t.deepEqual(codes(log), [null, null, code], what)
  }
  t.end()
})

function replace(op: Op, fields: Record<string, unknown>): void {
  delete op['value']
  delete op['datatype']
  Object.assign(op, fields)
}

test('D35 what somebody set apart is taken the place of by whoever saw it, and by nobody else', (t) => {
  const [one, other] = [new Writer('anna'), new Writer('ben')]
  const first = one.set({ map: 'fields', key: 'title', value: 'A' })
  const second = other.set({ map: 'fields', key: 'title', value: 'B' })
  t.deepEqual(codes([...one.log, ...other.log]), [null, null])
  one.receive(second)
  const both = one.set({ map: 'fields', key: 'title', value: 'C' })
  t.equal((Automerge.decodeChange(both).ops[0] as unknown as Op).pred.length, 2)
  t.deepEqual(codes([...other.log, ...one.log]), [null, null, null])
  const half = forge(both, ({ ops }) => (ops[0] as unknown as Op).pred.pop())
  t.deepEqual(codes([...other.log, one.log[0]!, { ...one.log[1]!, change: half }]), [
    null,
    null,
    'CHANGE_PART',
  ])
  other.receive(first)
  other.set({ map: 'fields', key: 'title', value: null })
  t.deepEqual(codes([one.log[0]!, ...other.log]), [null, null, null])
  t.end()
})

test('D35 what is shown of several is set anew by taking out the others, as Automerge does', (t) => {
  for (let round = 0; round < 8; round++) {
    const writers = ['anna', 'ben', 'carla'].map((name) => new Writer(name, `${round}`))
    const changes = writers.map((writer, index) => writer.set({ map: 'fields', key: 'title', value: index }))
    const [first] = writers
    first!.receive(...changes.slice(1))
    first!.set({ map: 'fields', key: 'title', value: first!.engine.parts().fields['title']! })
    const logs = writers.toReversed().flatMap(({ log }) => log)
    t.deepEqual(codes(logs), [null, null, null, null])
    const judge = new Judge()
    for (const submission of logs) judge.judge(submission)
    t.deepEqual([...judge.graph.conflicts()], [])
    // All but another one.
    const [shown] = changes
      .map((change) => Automerge.decodeChange(change))
      .toSorted((a, b) => (a.actor < b.actor ? 1 : -1))
    const other = forge(first!.log[1]!.change, ({ ops }) => {
      ;(ops[0] as unknown as Op).pred[0] = `${shown!.startOp}@${shown!.actor}`
    })
    t.equal(codes([...logs.slice(0, 3), { ...first!.log[1]!, change: other }]).at(-1), 'CHANGE_PART')
  }
  t.end()
})

test('D35 a draft has at most so many lines at once, by what the author of one more had', (t) => {
  const writer = new Writer('anna')
  writer.set({ addLine: 'first' })
  for (let from = 1; from < DRAFT_LINES; from += 1_000)
    writer.set(
      ...Array.from({ length: Math.min(1_000, DRAFT_LINES - from) }, (_, index) => ({
        addLine: `l${from + index}`,
      })),
    )
  t.deepEqual(new Set(codes(writer.log)), new Set([null]))
  writer.set({ addLine: 'more' })
  t.equal(codes(writer.log).at(-1), 'CHANGE_FULL')
  writer.log.pop()
  const again = new Writer('anna')
  again.receive(...writer.log.map(({ change }) => change))
  again.log.push(...writer.log)
  again.set({ dropLine: 'l7' }, { addLine: 'more' })
  t.equal(codes(again.log).at(-1), null, 'in the place of another')
  t.end()
})

test('D39 a mark that ends before it begins, has no end, no beginning, or is taken out is refused', (t) => {
  const make = (): Writer => {
    const writer = new Writer('anna')
    writer.write({ at: 0, del: 0, ins: 'some text' })
    writer.set({ mark: 'bold', from: 2, to: 4, value: true })
    return writer
  }
  t.deepEqual(codes(make().log), [null, null])
  const swap = ([begin, end]: Op[]): void => {
    ;[begin!['elemId'], end!['elemId']] = [end!['elemId'], begin!['elemId']]
  }
  const taken = (ops: Op[], { actor }: Writer): unknown =>
    ops.push({ action: 'del', obj: '1@00', elemId: `14@${actor}`, pred: [`14@${actor}`] })
  const cases: [what: string, alter: (ops: Op[], writer: Writer) => unknown, code: string][] = [
    ['the wrong way round', swap, 'CHANGE_MARK'],
    ['at one place', ([begin, end]) => (end!['elemId'] = begin!['elemId']), 'CHANGE_MARK'],
    ['at the beginning', ([, end]) => (end!['elemId'] = '_head'), 'CHANGE_MARK'],
    ['no end', (ops) => ops.pop(), 'CHANGE_MALFORMED'],
    ['no beginning', (ops) => ops.shift(), 'CHANGE_MALFORMED'],
    ['an end too many', (ops) => ops.push({ ...ops[1]! }), 'CHANGE_MALFORMED'],
    ['two beginnings', (ops) => ops.unshift({ ...ops[0]! }), 'CHANGE_MALFORMED'],
    ['a beginning taken out', taken, 'CHANGE_REFERENCE'],
    ['a long name', ([begin]) => (begin!['name'] = 'x'.repeat(65)), 'CHANGE_UNSUPPORTED'],
    ['a long value', ([begin]) => (begin!['value'] = 'x'.repeat(2_049)), 'CHANGE_UNSUPPORTED'],
  ]
  for (const [what, alter, code] of cases) {
    const writer = make()
    const found = codes(forgeLast(writer, (ops) => alter(ops, writer))).at(-1)
    t.equal(found, code, what)
  }
  t.end()
})

test('D39 which of two places in a text is before the other is found without a document', (t) => {
  let [bad, refused] = [0, 0]
  for (let round = 0; round < 6; round++) {
    const random = seeded(`${SEED} ${round}`)
    const writers = ['anna', 'ben', 'carla'].map((name) => new Writer(name))
    const all: { by: Writer; change: Uint8Array }[] = []
    const seen = new Map(writers.map((writer) => [writer, 0]))
    for (let step = 0; step < 60; step++) {
      const writer = random.pick(writers)
      if (random.chance(0.4)) {
        const fresh = all.slice(seen.get(writer)).filter(({ by }) => by !== writer)
        writer.receive(...fresh.map(({ change }) => change))
        seen.set(writer, all.length)
      }
      const { length } = writer.engine
      const at = random.int(length + 1)
      const del = random.chance(0.3) ? random.int(Math.min(3, length - at) + 1) : 0
      const mark = random.chance(0.3) && length > 2
      const from = random.int(Math.max(1, length - 1))
      const change = mark
        ? writer.set({
            mark: 'bold',
            from,
            to: from + 1 + random.int(length - from),
            value: random.chance(0.8) || null,
          })
        : writer.write({ at, del, ins: random.pick(['a', 'bc', 'def']) })
      all.push({ by: writer, change })
    }
    const judge = new Judge()
    for (const { by, change } of all) {
      const submission = by.log.find((one) => one.change === change)!
      if (judge.judge(submission).refused.length > 0 && bad++ === 0)
        t.fail(`seed ${SEED} ${round}: an honest one`)
    }
    // The same marks the other way round, each in a copy of what was judged so far.
    const state = structuredClone(judge.state())
    const late = new Writer('late')
    late.receive(...all.map(({ change }) => change))
    for (let index = 0; index < 20; index++) {
      const mallory = new Writer('late', `${index}`)
      mallory.receive(...all.map(({ change }) => change))
      const { length } = mallory.engine
      const from = random.int(length - 1)
      mallory.set({ mark: 'bold', from, to: from + 1 + random.int(length - from), value: true })
      const log = forgeLast(mallory, ([begin, end]) => {
        ;[begin!['elemId'], end!['elemId']] = [end!['elemId'], begin!['elemId']]
      })
      if (Judge.from(structuredClone(state)).judge(log[0]!).refused[0]?.code === 'CHANGE_MARK') refused++
      else if (bad++ === 0) t.fail(`seed ${SEED} ${round}: ${index}`)
    }
    const engine = TextEngine.empty()
    engine.apply(all.map(({ change }) => change))
    t.equal(TextEngine.load(engine.save()).text(), engine.text())
  }
  t.equal(bad, 0)
  t.equal(refused, 120)
  t.end()
})
