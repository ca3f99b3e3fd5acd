import { decodeCbor, encodeCbor } from './cbor.ts'
import { type Stamp, readStamp } from './clock.ts'
import { describe } from './describe.ts'
import { fail } from './errors.ts'
import { type CompactRecordId, type RecordId, compactRecordId, readCompactRecordId } from './ids.ts'
import { kindOf } from './kinds/index.ts'
import { MAX_AFTER, MAX_KIND_LENGTH, MAX_RECORD_BYTES } from './limits.ts'
import type { AnyRecord, DecodedRecord, Fields } from './record.ts'
import { upgrade } from './upgrade.ts'
import { validate } from './validate.ts'

const KIND_FORM = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/

/**
 * Writes a record as CBOR. A record of a known kind is validated first: nothing invalid is ever signed.
 * Throws `RECORD_INVALID`, `RECORD_TOO_LARGE`, and what `readFrame` throws for a frame that could not be read back.
 */
export function encodeRecord(record: AnyRecord): Uint8Array {
  const issue = validate(record)[0]
  if (issue) throw fail('RECORD_INVALID', { kind: record.kind, ...issue })
  const kind = kindOf(record)
  const body = kind?.pack ? kind.pack(record.body) : record.body
  const bytes = encodeCbor({ ...record, of: compact(record.of), after: record.after?.map(compact), body })
  checkSize(bytes)
  readFrame(decodeCbor(bytes))
  return bytes
}

/**
 * Reads a record, and brings it up to the newest version of its kind. Unknown kinds, and unknown fields anywhere, stay
 * in `record`; `bytes` is what was given, untouched, and is what must be kept and passed on.
 * The frame is checked here, the body by `validate`.
 * Throws `RECORD_TOO_LARGE`, `CBOR_…`, and one `RECORD_…` code for each condition of the frame.
 */
export function decodeRecord(bytes: Uint8Array): DecodedRecord {
  checkSize(bytes)
  const record = readFrame(decodeCbor(bytes))
  const kind = kindOf(record)
  if (!kind) return { record, bytes, known: false }
  kind.unpack?.(record.body)
  return { record: record.v < kind.version ? upgrade(record, kind) : record, bytes, known: true }
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.length <= MAX_RECORD_BYTES) return
  throw fail('RECORD_TOO_LARGE', {
    expected: `at most ${MAX_RECORD_BYTES} bytes`,
    found: `${bytes.length} bytes`,
  })
}

/** Checks what all records have in common, and turns compact ids into texts, in place. */
function readFrame(value: unknown): AnyRecord {
  if (!isFields(value)) throw fail('RECORD_NOT_MAP', { found: describe(value) })
  const { kind, v, body } = value
  if (typeof kind !== 'string' || kind.length > MAX_KIND_LENGTH || !KIND_FORM.test(kind)) {
    throw fail('RECORD_KIND', {
      expected: `a word of at most ${MAX_KIND_LENGTH} characters`,
      found: describe(kind),
    })
  }
  if (!Number.isSafeInteger(v) || (v as number) < 1) {
    throw fail('RECORD_VERSION', { expected: 'a whole number from 1', found: describe(v) })
  }
  const clock = readClock(value['clock'])
  if (!isFields(body)) throw fail('RECORD_BODY', { found: describe(body) })
  value['clock'] = clock
  if (Object.hasOwn(value, 'of')) value['of'] = readOf(value['of'])
  if (Object.hasOwn(value, 'after')) value['after'] = readAfter(value['after'])
  return value as AnyRecord
}

function readClock(value: unknown): Stamp {
  const stamp = readStamp(value)
  if (!stamp) throw fail('RECORD_CLOCK', { expected: '[milliseconds, counter]', found: describe(value) })
  return stamp
}

function readOf(value: unknown): RecordId {
  const id = readCompactRecordId(value)
  if (id === null) throw fail('RECORD_OF', { found: describe(value) })
  return id
}

function readAfter(value: unknown): RecordId[] {
  const expected = `at most ${MAX_AFTER} record ids`
  if (!Array.isArray(value) || value.length > MAX_AFTER)
    throw fail('RECORD_AFTER', { expected, found: describe(value) })
  return value.map((entry: unknown) => {
    const id = readCompactRecordId(entry)
    if (id === null) throw fail('RECORD_AFTER', { expected, found: describe(entry) })
    return id
  })
}

function compact(id: RecordId): CompactRecordId
function compact(id: RecordId | undefined): CompactRecordId | undefined
function compact(id: RecordId | undefined): CompactRecordId | undefined {
  return id === undefined ? undefined : compactRecordId(id)
}

function isFields(value: unknown): value is Fields {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  )
}
