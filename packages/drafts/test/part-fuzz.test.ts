import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { seeded, type Seeded, temporaryFolder } from '@allmende/testkit'
import { isAllmendeError } from '@allmende/vocabulary'
import * as Automerge from '@automerge/automerge'
import test, { type Test } from 'tape'
import { encodeChange } from '../src/change/encode.ts'
import { parseChange } from '../src/change/parse.ts'
import type { DraftParts, TextPatch } from '../src/contract.ts'
import { Judge, type Refusal, type Submission } from '../src/judge.ts'
import { applyPatches } from '../src/splices.ts'
import { DraftDocument } from '../src/worker/document.ts'
import { TextEngine } from '../src/worker/engine.ts'
import { LiveText } from '../src/worker/live-text.ts'
import type { PartStep } from '../src/worker/parts.ts'
import { forge, hashOf, Writer } from './writer.ts'
import { shuffled } from './shuffled.ts'

const SEED = 'part fuzz 1'

type Op = Record<string, unknown> & { pred: string[] }

const KEYS = ['title', 'weight', 'a/b.png', 'é']

function value(random: Seeded): string | number | boolean {
  return random.pick<string | number | boolean>(['x', 'ein Text', 7, -300_000, 1.5, true, false, ''])
}

/** Something that is possible in the state a writer has. */
function step(random: Seeded, writer: Writer): PartStep {
  const { fields, lines, files } = writer.engine.parts()
  const ids = Object.keys(lines)
  const kind = random.int(10)
  const { length } = writer.engine
  if (kind < 3 && length > 1) {
    const from = random.int(length)
    const to = from + 1 + random.int(length - from)
    return {
      mark: random.pick(['bold', 'link', 'note']),
      from,
      to,
      value: random.chance(0.7) ? value(random) : null,
    }
  }
  if (kind < 5) {
    const map = random.pick(['fields', 'files'] as const)
    const key = random.pick(KEYS)
    const isThere = Object.hasOwn(map === 'fields' ? fields : files, key)
    return { map, key, value: isThere && random.chance(0.3) ? null : value(random) }
  }
  if (kind < 7 || ids.length === 0) return { addLine: `${random.int(1_000_000)}` }
  const line = random.pick(ids)
  if (kind === 7) return { dropLine: line }
  return { line, key: random.pick(KEYS), value: value(random) }
}

/** Several who write text and set things apart and at once; the last one's log is hostile. */
function crowd(random: Seeded, rounds: number, hostile: boolean): Submission[][] {
  const writers = ['anna', 'ben', 'carla', 'mallory'].map(
    (name) => new Writer(name, `${random.int(1_000_000)}`),
  )
  const all: { by: Writer; change: Uint8Array }[] = []
  const seen = new Map(writers.map((writer) => [writer, 0]))
  for (let round = 0; round < rounds; round++) {
    const writer = random.pick(writers)
    if (random.chance(0.4)) {
      const fresh = all.slice(seen.get(writer)).filter(({ by }) => by !== writer)
      writer.receive(...fresh.map(({ change }) => change))
      seen.set(writer, all.length)
    }
    const count = writer.log.length
    const { length } = writer.engine
    if (random.chance(0.5) || length === 0) {
      const at = random.int(length + 1)
      const del = random.chance(0.3) ? random.int(Math.min(4, length - at) + 1) : 0
      writer.write({ at, del, ins: random.pick(['a', 'bc', 'é', 'xyz']) })
    } else {
      const steps = Array.from({ length: 1 + random.int(2) }, () => step(random, writer))
      // The same line may not be made, or left, twice in one change: they were drawn from one state.
      const chosen = steps.length > 1 && 'dropLine' in steps[0]! ? steps.slice(0, 1) : steps
      for (const one of chosen) writer.engine.perform(one)
      const change = writer.engine.commit(1_700_000_000)
      if (change !== null) writer.put(change)
    }
    if (writer.log.length === count) continue
    const last = writer.log.at(-1)!
    all.push({ by: writer, change: last.change })
    if (hostile && writer === writers[3] && random.chance(0.4)) last.change = spoilt(random, last.change)
  }
  return writers.map(({ log }) => log)
}

/** The change with some operations altered, as far as Automerge can write it. */
function spoilt(random: Seeded, change: Uint8Array): Uint8Array {
  try {
    return forge(change, ({ ops, actor }) => {
      const all = ops as unknown as Op[]
      for (let index = 0; index <= random.int(2); index++) mutate(random, all, actor)
    })
  } catch {
    return change
  }
}

function mutate(random: Seeded, ops: Op[], actor: string): void {
  const op = random.pick(ops)
  const id = `${1 + random.int(40)}@${random.chance(0.8) ? actor : '00'}`
  const ways: (() => unknown)[] = [
    () => (op.pred = [id]),
    () => (op.pred = []),
    () => op.pred.push(id),
    () => (op['obj'] = random.pick([id, '1@00', '2@00', '3@00', '4@00', '5@00', '_root'])),
    () => (op['key'] === undefined ? (op['elemId'] = id) : (op['key'] = random.pick(KEYS))),
    () =>
      (op['action'] = random.pick([
        'set',
        'del',
        'makeMap',
        'makeText',
        'markBegin',
        'markEnd',
        'inc',
        'link',
      ])),
    () => (op['insert'] = !op['insert']),
    () => ops.splice(random.int(ops.length), 1),
    () => ops.splice(random.int(ops.length + 1), 0, { ...random.pick(ops) }),
    () => (op['elemId'] = random.chance(0.5) ? '_head' : id),
  ]
  random.pick(ways)()
  if (ops.length === 0) ops.push(op)
}

function outcome(
  t: Test,
  submissions: Submission[],
  random: Seeded,
): { all: string; parts: DraftParts; text: string; hashes: string[] } {
  const refused: Refusal[] = []
  let told = ''
  const events = {
    told: ({ patches }: { patches: TextPatch[] }) => (told = applyPatches(told, patches)),
    refused: (refusals: Refusal[]) => refused.push(...refusals),
  }
  const file = join(temporaryFolder(t), 'snapshot')
  const live = random.chance(0.5) ? 0 : Infinity
  let document = new DraftDocument(file, new Map(), events, live)
  document.join(1)
  while (submissions.length > 0) {
    document.submit(submissions.splice(0, 1 + random.int(8)), [])
    if (random.chance(0.5)) document.apply()
    if (random.chance(0.1)) document.settle()
    if (random.chance(0.1)) document.snapshot(0)
    if (random.chance(0.05)) {
      // Closed, and opened from the snapshot.
      document.snapshot(0)
      document.free()
      document = new DraftDocument(file, new Map(), events, live)
      document.load()
      document.join(1)
      told = document.read().text
    }
  }
  const parts = document.parts()
  const { text, heads } = document.read()
  if (told !== text) t.fail(`told ${told}, read ${text}`)
  document.settle()
  if (document.read(heads).text !== text) t.fail('Automerge says something else')
  const hashes = document.history().map(({ hash }) => hash)
  document.free()
  const codes = refused.map(({ log, block, code }) => `${log} ${block} ${code}`).sort()
  return { all: JSON.stringify([text, heads.toSorted(), parts, codes, hashes]), parts, text, hashes }
}

test('D9 any order of arrival gives the same parts beside the text, and the same as Automerge alone', (t) => {
  let [bad, refusals, counted] = [0, 0, 0]
  for (let round = 0; round < 16; round++) {
    const random = seeded(`${SEED} ${round}`)
    const logs = crowd(random, 50, round % 2 === 0)
    const first = outcome(t, logs.flat(), random)
    const all = logs.flat()
    counted += first.hashes.length
    refusals += all.length - first.hashes.length
    for (let again = 0; again < 2; again++) {
      const other = outcome(t, shuffled(random, logs), random)
      if (other.all !== first.all && bad++ === 0) t.fail(`seed ${SEED} ${round}: ${other.all} / ${first.all}`)
    }
    const engine = TextEngine.empty()
    const good = new Set(first.hashes)
    engine.apply(all.filter(({ change }) => good.has(hashIfAny(change))).map(({ change }) => change))
    const again = TextEngine.load(engine.save())
    const { fields, marks, lines } = again.parts()
    if (again.text() !== first.text) bad++
    const expected = JSON.stringify([sorted(fields), marks, Object.keys(lines).toSorted()])
    const found = [
      sorted(first.parts.fields),
      first.parts.marks,
      first.parts.lines.map(({ id }) => id).toSorted(),
    ]
    if (JSON.stringify(found) !== expected && bad++ === 0)
      t.fail(`seed ${SEED} ${round}: ${JSON.stringify(found)} / ${expected}`)
  }
  t.equal(bad, 0)
  t.ok(refusals > 20 && counted > 400, `${refusals} refused, ${counted} counted`)
  t.end()
})

function sorted(fields: Record<string, unknown>): [string, unknown][] {
  return Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function hashIfAny(change: Uint8Array): string {
  try {
    return hashOf(change)
  } catch {
    return ''
  }
}

test('D9 what passes the door beside the text, Automerge applies, saves and loads, and goes on from', (t) => {
  const random = seeded(`${SEED} trap`)
  let [counted, failed, refused] = [0, 0, 0]
  for (let round = 0; round < 500; round++) {
    const writer = new Writer('mallory')
    writer.write({ at: 0, del: 0, ins: 'some text' })
    writer.set({ addLine: 'l0' }, { line: 'l0', key: 'a', value: 1 })
    writer.set({ mark: 'bold', from: 1, to: 4, value: true })
    for (let index = 0; index < 4; index++) {
      writer.engine.perform(step(random, writer))
      const change = writer.engine.commit(1)
      if (change !== null) writer.put(change)
    }
    const last = writer.log.at(-1)!
    const change = spoilt(random, last.change)
    if (Buffer.compare(change, last.change) === 0) continue
    writer.log[writer.log.length - 1] = { ...last, change }
    const judge = new Judge()
    const all = writer.log.flatMap((one) => judge.judge(one).accepted)
    if (all.length < writer.log.length) {
      refused++
      continue
    }
    counted++
    try {
      const engine = TextEngine.empty('ab'.repeat(16))
      engine.apply(all.map(({ bytes }) => bytes))
      engine.splice({ at: 2, del: 1, ins: 'new' })
      engine.perform({ addLine: 'new' })
      engine.perform({ mark: 'bold', from: 0, to: 5, value: null })
      engine.commit(1)
      const again = TextEngine.load(engine.save())
      if (again.text() !== engine.text() || JSON.stringify(again.parts()) !== JSON.stringify(engine.parts()))
        failed++
    } catch {
      failed++
    }
  }
  t.ok(counted > 5 && refused > 200, `${counted} counted, ${refused} refused`)
  t.equal(failed, 0)
  t.end()
})

test('D4 mutated bytes of changes beside the text are refused or as good as others: never an exception, never another spelling', (t) => {
  const random = seeded(`${SEED} bytes`)
  const originals = crowd(random, 40, false)
    .flat()
    .map(({ change }) => bodyOf(change))
  let [accepted, refused, bad] = [0, 0, 0]
  for (let round = 0; round < 12_000; round++) {
    const body = Buffer.from(random.pick(originals))
    for (let index = 0; index <= random.int(3); index++) body[random.int(body.length)] = random.int(256)
    const whole = chunk(random.chance(0.9) ? body : body.subarray(0, random.int(body.length)))
    if (!passes(whole)) {
      refused++
      continue
    }
    accepted++
    // Its JavaScript form does not say of which kind a number in a mark is, nor all digits of another.
    const { ops } = Automerge.decodeChange(whole)
    if ((ops as unknown as Op[]).some((op) => typeof op['value'] === 'number')) continue
    if (hashOf(Automerge.encodeChange(Automerge.decodeChange(whole))) !== hashOf(whole) && bad++ === 0)
      t.fail(`seed ${SEED}: ${whole.toString('hex')}`)
  }
  t.equal(bad, 0)
  t.ok(refused > 5_000 && accepted > 100, `${accepted} accepted, ${refused} refused`)
  t.end()
})

function passes(change: Uint8Array): boolean {
  try {
    parseChange(change)
    return true
  } catch (error) {
    if (isAllmendeError(error)) return false
    throw error
  }
}

function bodyOf(change: Uint8Array): Uint8Array {
  const start = change.findIndex((byte, index) => index > 8 && byte < 128) + 1
  return change[8] === 1 ? change.subarray(start) : inflateRawSync(change.subarray(start))
}

/** A chunk around a body, with a true checksum. */
function chunk(body: Uint8Array): Buffer {
  const length = [1]
  let rest = body.length
  for (; rest > 127; rest >>>= 7) length.push((rest & 127) | 128)
  length.push(rest)
  const hash = createHash('sha256').update(Uint8Array.from(length)).update(body).digest()
  return Buffer.concat([
    Uint8Array.of(0x85, 0x6f, 0x4a, 0x83),
    hash.subarray(0, 4),
    Uint8Array.from(length),
    body,
  ])
}

test('D80 a history read from the logs is shown before Automerge has it, with marks and all, as it will show it', (t) => {
  let bad = 0
  for (let round = 0; round < 8; round++) {
    const random = seeded(`${SEED} history ${round}`)
    let shown = ''
    const told = ({ patches }: { patches: TextPatch[] }) => (shown = applyPatches(shown, patches))
    const events = { told, refused: () => undefined }
    const document = new DraftDocument(join(temporaryFolder(t), 'snapshot'), new Map(), events)
    document.join(1)
    const submissions = shuffled(random, crowd(random, 160, false))
    for (const some of [submissions.slice(0, 140), submissions.slice(140)]) {
      document.submit(some, [])
      const { text, heads } = document.read()
      if (document.unsettled === 0) t.fail(`seed ${SEED} ${round}: Automerge was waited for`)
      document.settle()
      if (shown !== text || document.read(heads).text !== text) bad++
    }
    document.free()
  }
  t.equal(bad, 0, `seed ${SEED}`)
  t.end()
})

test('D30 with marks in it the live text shows what Automerge shows, and makes what Automerge would make', (t) => {
  let [bad, compared] = [0, 0]
  for (let round = 0; round < 8; round++) {
    const random = seeded(`${SEED} live ${round}`)
    const live = new LiveText()
    const engine = TextEngine.empty()
    const actor = 'ab'.repeat(16)
    let shown = ''
    let seq = 1
    const judge = new Judge()
    for (const submission of shuffled(random, crowd(random, 60, false)))
      for (const { bytes } of judge.judge(submission).accepted) {
        engine.apply([bytes])
        shown = applyPatches(shown, live.apply(bytes))
        if ((shown !== engine.text() || shown !== live.text()) && bad++ === 0)
          t.fail(`seed ${SEED} ${round}: ${shown}`)
      }
    for (let edit = 0; edit < 25; edit++) {
      const at = random.int(shown.length + 1)
      const del = random.chance(0.4) ? random.int(Math.min(5, shown.length - at) + 1) : 0
      const patch = { at, del, ins: del === 0 || random.chance(0.5) ? random.pick(['q', 'rst']) : '' }
      const copy = TextEngine.load(engine.save(), actor)
      copy.splice(patch)
      const made = copy.commit(1)
      if (made === null) continue
      const decoded = Automerge.decodeChange(made)
      // Automerge puts in first and takes out then, the live text the other way round: it comes to the same.
      const ids = (insert: boolean) =>
        (decoded.ops as unknown as Op[]).filter((op) => (op['insert'] === true) === insert)
      const theirs = [...ids(false), ...ids(true).slice(0, 1)].map((op) => op['elemId'])
      const operations = live.edit(patch, actor, decoded.startOp)
      const first = operations.findIndex(({ text }) => text !== null)
      const told = first < 0 ? operations : operations.slice(0, first + 1)
      const ours = told.map(({ key }) => (key === null ? '_head' : `${key.counter}@${key.actor}`))
      compared++
      if (JSON.stringify(ours) !== JSON.stringify(theirs) && bad++ === 0)
        t.fail(
          `seed ${SEED} ${round}: ${JSON.stringify(patch)} ${JSON.stringify(ours)} / ${JSON.stringify(theirs)}`,
        )
      if (operations.length > 0) {
        const parts = {
          actor,
          seq: seq++,
          startOp: decoded.startOp,
          time: 1,
          deps: engine.heads(),
          operations,
        }
        engine.apply([encodeChange(parts)])
      }
      shown = applyPatches(shown, [patch])
      if (live.text() !== shown || engine.text() !== shown) bad++
    }
  }
  t.equal(bad, 0)
  t.ok(compared > 150, `${compared} compared`)
  t.end()
})
