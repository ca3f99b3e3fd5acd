import test from 'tape'
import {
  type AnyRecord,
  MAX_AFTER,
  MAX_DESCRIPTION,
  MAX_RECORD_BYTES,
  decodeRecord,
  encodeRecord,
  isAllmendeError,
  isKind,
  recordId,
  validate,
} from '../src/index.ts'
import { FINE, codeOf } from './code-of.ts'
import { rawCbor } from './raw-cbor.ts'
import { ON_DRAFTS } from './draft-samples.ts'
import { ALL, LOG, THING, good, key, withBody } from './samples.ts'

test('V1 a record of every kind comes back from its bytes as it was', (t) => {
  t.deepEqual([...new Set(ALL.map(({ kind }) => kind))].sort(), [
    'build',
    'comment',
    'device',
    'draft',
    'epoch',
    'exclude',
    'good',
    'keeper',
    'node',
    'outside-use',
    'parts',
    'profile',
    'retire',
    'retraction',
    'suggestion',
    'vouch',
  ])
  for (const record of [...ALL, ...ON_DRAFTS]) {
    const bytes = encodeRecord(record)
    const decoded = decodeRecord(bytes)
    t.deepEqual(decoded.record, record, record.kind)
    t.deepEqual(validate(decoded.record), [], `${record.kind} is valid`)
    t.ok(decoded.known, `${record.kind} is known`)
    t.equal(decoded.bytes, bytes, 'the bytes are those that were given')
  }
  const { record } = decodeRecord(encodeRecord(good))
  t.equal(isKind(record, 'good') && record.body.title, 'Lamp', 'a kind narrows the type')
  t.notOk(isKind(record, 'draft'))
  t.end()
})

test('V2 equal records have equal bytes, in whatever order their fields were set', (t) => {
  const turned = (value: object): object =>
    Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, entry]) => [name, name === 'body' ? turned(entry as object) : entry]),
    )
  for (const record of ALL) {
    t.deepEqual(encodeRecord(turned(record) as AnyRecord), encodeRecord(record), record.kind)
  }
  t.end()
})

test('V3 a record of an unknown kind is kept byte for byte, and found valid', (t) => {
  const frame = {
    kind: 'tool.loan',
    v: 3,
    clock: [5, 1],
    of: [key(1), 1, 0],
    after: [],
    mood: 'good',
    body: { x: [key(2), 1.5, null] },
  }
  const bytes = rawCbor(frame)
  const decoded = decodeRecord(bytes)
  t.notOk(decoded.known)
  t.deepEqual(decoded.bytes, bytes)
  t.deepEqual(decoded.record, { ...frame, of: THING })
  t.deepEqual(validate(decoded.record), [])
  t.deepEqual(encodeRecord(decoded.record), bytes, 'even written anew it is the same')
  t.end()
})

test('V4 unknown fields, beside the known ones and in the body, are kept', (t) => {
  for (const record of ALL) {
    const richer = {
      ...record,
      extra: { deep: [1, 'two', key(3)] },
      body: { ...record.body, later: { field: true } },
    }
    const bytes = encodeRecord(richer)
    const decoded = decodeRecord(bytes)
    t.deepEqual(decoded.record, richer, record.kind)
    t.deepEqual(validate(decoded.record), [], `${record.kind} is still valid`)
    t.deepEqual(encodeRecord(decoded.record), bytes)
  }
  const inside = withBody(good, {
    files: {
      ...good.body.files,
      seal: 7,
      entries: [{ ...good.body.files!.entries![0]!, mode: 5 }],
      count: 1,
      bytes: 10,
    },
  })
  t.deepEqual(decodeRecord(encodeRecord(inside)).record, inside, 'also deep inside a file list')
  t.end()
})

test('V5 names such as __proto__ and constructor do no harm', (t) => {
  const names = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '__defineGetter__',
  ]
  for (const name of names) {
    const poison = Object.fromEntries([[name, { polluted: true }]])
    const body = { ...poison, ...good.body }
    const bytes = rawCbor({
      ...poison,
      kind: 'good',
      v: 1,
      clock: [1, 0],
      body: { ...body, files: undefined, derivedFrom: undefined },
    })
    const { record } = decodeRecord(bytes)
    t.deepEqual(validate(record), [], `${name} as a field`)
    t.equal(Object.getPrototypeOf(record), Object.prototype)
    t.equal(Object.getPrototypeOf(record.body), Object.prototype)
    t.ok(Object.hasOwn(record.body, name) && Object.hasOwn(record, name), 'kept as a field of its own')
    t.equal(({} as { polluted?: boolean }).polluted, undefined)
    t.deepEqual(encodeRecord(record), bytes)
  }
  for (const kind of ['constructor', 'valueof', 'tostring']) {
    t.notOk(
      decodeRecord(rawCbor({ kind, v: 1, clock: [1, 0], body: {} })).known,
      `${kind} as a kind is an unknown one`,
    )
  }
  const missing = decodeRecord(
    rawCbor({
      kind: 'profile',
      v: 1,
      clock: [1, 0],
      body: Object.fromEntries([['__proto__', { name: 'Eve' }]]),
    }),
  )
  t.equal(validate(missing.record)[0]?.code, 'FIELD_MISSING', 'a field in a foreign prototype is no field')
  t.end()
})

test('V6 every condition of the frame has a code of its own', (t) => {
  const frame = { kind: 'profile', v: 1, clock: [1, 0], body: { name: 'Ada' } }
  const id = [key(1), 1, 0]
  const wrong: [string, unknown][] = [
    ['RECORD_NOT_MAP', [frame]],
    ['RECORD_NOT_MAP', 'profile'],
    ['RECORD_NOT_MAP', null],
    ['RECORD_NOT_MAP', key(1)],
    ['RECORD_KIND', { ...frame, kind: undefined }],
    ['RECORD_KIND', { ...frame, kind: 7 }],
    ['RECORD_KIND', { ...frame, kind: '' }],
    ['RECORD_KIND', { ...frame, kind: 'Profile' }],
    ['RECORD_KIND', { ...frame, kind: 'two words' }],
    ['RECORD_KIND', { ...frame, kind: 'x'.repeat(65) }],
    ['RECORD_VERSION', { ...frame, v: undefined }],
    ['RECORD_VERSION', { ...frame, v: 0 }],
    ['RECORD_VERSION', { ...frame, v: 1.5 }],
    ['RECORD_VERSION', { ...frame, v: '1' }],
    ['RECORD_CLOCK', { ...frame, clock: undefined }],
    ['RECORD_CLOCK', { ...frame, clock: 5 }],
    ['RECORD_CLOCK', { ...frame, clock: [1] }],
    ['RECORD_CLOCK', { ...frame, clock: [-1, 0] }],
    ['RECORD_CLOCK', { ...frame, clock: [1.5, 0] }],
    ['RECORD_CLOCK', { ...frame, clock: [1, 70_000] }],
    ['RECORD_CLOCK', { ...frame, clock: [253_402_300_800_000, 0] }],
    ['RECORD_OF', { ...frame, of: 'x' }],
    ['RECORD_OF', { ...frame, of: [key(1), 1] }],
    ['RECORD_OF', { ...frame, of: [key(1).subarray(1), 1, 0] }],
    ['RECORD_OF', { ...frame, of: [key(1), -1, 0] }],
    ['RECORD_OF', { ...frame, of: [key(1), 1, 40_000] }],
    ['RECORD_AFTER', { ...frame, after: id }],
    ['RECORD_AFTER', { ...frame, after: [id, 5] }],
    ['RECORD_AFTER', { ...frame, after: Array.from({ length: MAX_AFTER + 1 }, () => id) }],
    ['RECORD_BODY', { ...frame, body: undefined }],
    ['RECORD_BODY', { ...frame, body: [] }],
    ['RECORD_BODY', { ...frame, body: key(1) }],
  ]
  for (const [code, value] of wrong) {
    const bytes = rawCbor(value)
    t.equal(
      codeOf(() => decodeRecord(bytes)),
      code,
      JSON.stringify(value)?.slice(0, 70),
    )
  }
  t.equal(
    codeOf(() => decodeRecord(rawCbor(frame))),
    FINE,
    'the frame itself is right',
  )
  t.end()
})

test('V8 a record may have 32 KiB and not a byte more', (t) => {
  const filled = (length: number) =>
    rawCbor({ kind: 'later', v: 1, clock: [1, 0], body: { x: 'x'.repeat(length) } })
  const room = MAX_RECORD_BYTES - filled(20_000).length + 20_000
  t.equal(filled(room).length, MAX_RECORD_BYTES)
  t.equal(
    codeOf(() => decodeRecord(filled(room))),
    FINE,
  )
  t.equal(
    codeOf(() => decodeRecord(filled(room + 1))),
    'RECORD_TOO_LARGE',
  )
  const wide = withBody(good, { description: '水'.repeat(MAX_DESCRIPTION) })
  t.equal(
    codeOf(() => encodeRecord(wide)),
    'RECORD_TOO_LARGE',
    'what is too large is not written either',
  )
  t.equal(
    codeOf(() => encodeRecord(withBody(good, { description: 'x'.repeat(MAX_DESCRIPTION) }))),
    FINE,
  )
  t.end()
})

test('V9 a newer version of a known kind is an unknown one', (t) => {
  const bytes = rawCbor({ kind: 'good', v: 99, clock: [1, 0], body: { name: { all: 'different' } } })
  const decoded = decodeRecord(bytes)
  t.notOk(decoded.known)
  t.deepEqual(validate(decoded.record), [])
  t.deepEqual(decoded.bytes, bytes)
  t.end()
})

test('V11 nothing invalid is ever written', (t) => {
  t.equal(
    codeOf(() => encodeRecord(withBody(good, { title: undefined }))),
    'RECORD_INVALID',
  )
  t.equal(
    codeOf(() => encodeRecord({ ...good, kind: 'Good' })),
    'RECORD_KIND',
  )
  t.equal(
    codeOf(() => encodeRecord({ ...good, clock: [-1, 0] })),
    'RECORD_CLOCK',
  )
  t.equal(
    codeOf(() => encodeRecord({ ...good, of: 'nonsense' as never })),
    'ID_RECORD',
  )
  t.equal(
    codeOf(() => encodeRecord({ ...good, after: ['nonsense' as never] })),
    'ID_RECORD',
  )
  t.equal(
    codeOf(() => encodeRecord(withBody(good, { extra: Number.NaN }))),
    'CBOR_UNSUPPORTED',
  )
  t.equal(
    codeOf(() => encodeRecord(withBody(good, { extra: () => 1 }))),
    'CBOR_VALUE',
  )
  try {
    encodeRecord(withBody(good, { title: '' }))
    t.fail('a good without a title was written')
  } catch (error) {
    t.ok(isAllmendeError(error) && error.message.includes('body.title'), 'the message says where')
    t.equal(isAllmendeError(error) && error.expected, 'a text that is not blank')
  }
  t.equal(
    codeOf(() => recordId(LOG, -1, 0)),
    'ID_RECORD',
  )
  t.end()
})
