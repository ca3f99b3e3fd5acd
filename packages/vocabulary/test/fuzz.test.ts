import test from 'tape'
import { seeded } from '@allmende/testkit'
import {
  decodeBlock,
  decodeRecord,
  encodeBlock,
  encodeCbor,
  encodeRecord,
  isAllmendeError,
  validate,
} from '../src/index.ts'
import { ALL, key, mutate } from './samples.ts'

const ROUNDS = 10_000

/** Counts outcomes; anything but a value or one of our errors, with all its blanks filled in, ends the test. */
function outcomes() {
  const counts = new Map<string, number>()
  const run = (work: () => string): string | null => {
    let outcome: string
    try {
      outcome = work()
    } catch (error) {
      if (!isAllmendeError(error)) return `not ours: ${String(error)}`
      if (/\{\w+\}/.test(`${error.message} ${error.hint ?? ''}`)) return `a blank left open: ${error.message}`
      outcome = error.code
    }
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
    return null
  }
  return { counts, run }
}

test('V10 no bytes make anything of decodeRecord and validate but a record, issues or one of our errors', (t) => {
  const seed = 'record-fuzz-1'
  const random = seeded(seed)
  const samples = ALL.map(encodeRecord)
  const { counts, run } = outcomes()
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = mutate(random.pick(samples), random)
    const fault = run(() => {
      const { record, known } = decodeRecord(bytes)
      return !known ? 'unknown' : validate(record).length > 0 ? 'invalid' : 'valid'
    })
    if (fault) t.fail(`seed ${seed}, round ${round}: ${fault}`)
  }
  t.comment([...counts].map(([outcome, count]) => `${outcome} ${count}`).join(', '))
  for (const outcome of [
    'valid',
    'invalid',
    'unknown',
    'CBOR_MALFORMED',
    'CBOR_UNSUPPORTED',
    'RECORD_CLOCK',
    'RECORD_KIND',
  ]) {
    t.ok(counts.has(outcome), `the fuzz came to ${outcome}`)
  }
  t.end()
})

test('V10 well-formed CBOR of any shape is no danger either', (t) => {
  const seed = 'shape-fuzz-1'
  const random = seeded(seed)
  const names = [
    'kind',
    'v',
    'clock',
    'of',
    'after',
    'body',
    'files',
    'entries',
    'cores',
    'title',
    '__proto__',
    'x',
  ]
  const value = (depth: number): unknown => {
    switch (random.int(depth > 4 ? 6 : 8)) {
      case 0:
        return random.pick([0, 1, -1, 0.5, 2 ** 40])
      case 1:
        return random.pick([true, false, null])
      case 2:
        return random.pick(['', 'good', 'device', '\0', 'x'.repeat(300)])
      case 3:
        return key(random.int(9))
      case 4:
        return [key(1), random.int(3), 0]
      case 5:
        return random.bytes(random.int(40))
      case 6:
        return Array.from({ length: random.int(6) }, () => value(depth + 1))
      default:
        return Object.fromEntries(
          Array.from({ length: random.int(6) }, () => [random.pick(names), value(depth + 1)]),
        )
    }
  }
  const { counts, run } = outcomes()
  for (let round = 0; round < ROUNDS / 2; round++) {
    const record = random.pick(ALL)
    const body: [string, unknown][] = Object.entries(record.body)
    body.push([random.pick(body)[0], value(0)], [random.pick(names), value(0)])
    const frame = {
      kind: record.kind,
      v: 1,
      clock: [1, 0],
      of: random.pick([undefined, [key(1), 1, 0]]),
      body: Object.fromEntries(body),
    }
    const fault = run(() => {
      const { record: read } = decodeRecord(encodeCbor(random.chance(0.1) ? value(0) : frame))
      return validate(read).length > 0 ? 'invalid' : 'valid'
    })
    if (fault) t.fail(`seed ${seed}, round ${round}: ${fault}`)
  }
  t.comment([...counts].map(([outcome, count]) => `${outcome} ${count}`).join(', '))
  t.ok((counts.get('invalid') ?? 0) > 500 && (counts.get('RECORD_NOT_MAP') ?? 0) > 30)
  t.end()
})

test('V10 no bytes make anything of decodeBlock but items or one of our errors', (t) => {
  const seed = 'block-fuzz-1'
  const random = seeded(seed)
  const block = encodeBlock(ALL.map(encodeRecord))
  const { counts, run } = outcomes()
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = mutate(
      random.chance(0.5) ? block : encodeBlock([random.bytes(1 + random.int(300))]),
      random,
    )
    const fault = run(() => {
      const items = decodeBlock(bytes)
      return items.every((item) => item.length > 0) ? 'items' : 'an empty item'
    })
    if (fault) t.fail(`seed ${seed}, round ${round}: ${fault}`)
  }
  t.comment([...counts].map(([outcome, count]) => `${outcome} ${count}`).join(', '))
  t.ok(
    counts.has('items') &&
      counts.has('BLOCK_ITEM') &&
      counts.has('BLOCK_MAGIC') &&
      counts.has('BLOCK_VERSION'),
  )
  t.notOk(counts.has('an empty item'))
  t.end()
})
