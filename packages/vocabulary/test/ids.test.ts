import test from 'tape'
import { seeded } from '@allmende/testkit'
import {
  type RecordId,
  commonsIdOf,
  compactRecordId,
  compareRecordIds,
  decodeZ32,
  encodeZ32,
  isRecordId,
  keyBytes,
  logKeyOf,
  parseCommonsId,
  parseCoreKey,
  parseDeviceId,
  parseLogKey,
  parseNodeId,
  parsePersonId,
  parseRecordId,
  placeOf,
  readCompactRecordId,
  recordId,
  shortId,
} from '../src/index.ts'
import { codeOf } from './code-of.ts'
import { LOG, THING, key } from './samples.ts'

test('V12 bytes and their z-base-32 text name each other, and no other text does', (t) => {
  t.equal(encodeZ32(new TextEncoder().encode('The quick brown fox')), 'ktwgkedtqiwsg43ycj3g675qrbug66y')
  const random = seeded('z32')
  for (let length = 0; length < 70; length++) {
    const bytes = length === 32 ? key(length) : random.bytes(length)
    t.deepEqual(decodeZ32(encodeZ32(bytes)), bytes, `${length} bytes`)
  }
  for (let round = 0; round < 200; round++) {
    const bytes = random.bytes(32)
    if (Buffer.compare(keyBytes(parseLogKey(logKeyOf(bytes))), bytes) !== 0) t.fail(bytes.join())
  }
  t.equal(
    codeOf(() => decodeZ32('yl')),
    'Z32_CHARACTER',
  )
  t.equal(
    codeOf(() => decodeZ32('YY')),
    'Z32_CHARACTER',
    'upper case is not forgiven here',
  )
  t.equal(
    codeOf(() => decodeZ32('y')),
    'Z32_FORM',
    'five bits are no byte',
  )
  t.equal(
    codeOf(() => decodeZ32('yb')),
    'Z32_FORM',
    'bits are set that nobody reads',
  )
  t.end()
})

test('V13 an id has one spelling; everything else is refused', (t) => {
  const last = LOG.at(-1) === 'y' ? 'b' : 'n'
  const wrong = [
    '',
    LOG.slice(1),
    `${LOG}y`,
    LOG.toUpperCase(),
    LOG.slice(0, -1) + last,
    ` ${LOG}`,
    `l${LOG.slice(1)}`,
    'x'.repeat(9_000),
  ]
  for (const parse of [
    parseLogKey,
    parseCoreKey,
    parsePersonId,
    parseDeviceId,
    parseCommonsId,
    parseNodeId,
  ]) {
    t.equal(parse(LOG), LOG as string)
    for (const text of wrong)
      t.equal(
        codeOf(() => parse(text)),
        'ID_KEY',
        text.slice(0, 60),
      )
  }
  t.equal(
    codeOf(() => commonsIdOf(key(1).subarray(1))),
    'ID_KEY',
    'a key of 31 bytes',
  )
  const ids = [`${LOG}.0.0`, `${LOG}.9007199254740991.32767`]
  for (const id of ids) t.equal(parseRecordId(id), id)
  const broken = [
    LOG,
    `${LOG}.1`,
    `${LOG}.01.0`,
    `${LOG}.1.-1`,
    `${LOG}.1.0 `,
    `${LOG}.1.32768`,
    `${LOG}.9007199254740992.0`,
    `${LOG}.1e3.0`,
    `${LOG}..0`,
  ]
  for (const text of broken) {
    t.equal(
      codeOf(() => parseRecordId(text)),
      'ID_RECORD',
      text.slice(52),
    )
    t.notOk(isRecordId(text))
  }
  t.end()
})

test('V13 a record id comes apart and together again, also in its compact form', (t) => {
  const random = seeded('ids')
  for (let round = 0; round < 200; round++) {
    const id = recordId(logKeyOf(random.bytes(32)), random.int(2 ** 40), random.int(32_768))
    const { log, block, index } = placeOf(id)
    if (recordId(log, block, index) !== id || readCompactRecordId(compactRecordId(id)) !== id) t.fail(id)
  }
  t.equal(readCompactRecordId('x'), null)
  t.equal(readCompactRecordId([key(1), 1]), null)
  t.equal(readCompactRecordId([key(1), 1, 0.5]), null)
  t.equal(shortId(THING), `${LOG.slice(0, 8)}.1.0`)
  t.equal(shortId(LOG), LOG.slice(0, 8))
  t.end()
})

test('V14 records are ordered by log, then by place, as numbers', (t) => {
  const other = logKeyOf(key(200))
  const [low, high] = LOG < other ? [LOG, other] : [other, LOG]
  const sorted: RecordId[] = [
    recordId(low, 2, 0),
    recordId(low, 2, 9),
    recordId(low, 2, 10),
    recordId(low, 10, 0),
    recordId(high, 0, 0),
  ]
  t.deepEqual(seeded(5).shuffle(sorted).sort(compareRecordIds), sorted)
  t.end()
})
