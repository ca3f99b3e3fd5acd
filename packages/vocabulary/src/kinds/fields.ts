import Type, { type Static, type TSchema } from 'typebox'
import {
  type CompactRecordId,
  KEY_BYTES,
  KEY_PATTERN,
  type CommonsId,
  type CoreKey,
  type DeviceId,
  type LogKey,
  type NodeId,
  type PersonId,
  RECORD_ID_PATTERN,
  type RecordId,
  compactRecordId,
  keyBytes,
  readCompactRecordId,
} from '../ids.ts'
import { encodeZ32 } from '../z32.ts'

/** A text for people. Half a surrogate pair has no UTF-8, and would come back as another text than was signed. */
export function text(maxLength: number, description: string) {
  return Type.Refine(
    Type.String({ maxLength, description }),
    (value) => value.isWellFormed(),
    () => 'well-formed Unicode',
  )
}

/** A text that must say something: at least one character that is not blank. */
export function words(maxLength: number, description: string) {
  return Type.Refine(
    Type.String({ maxLength, pattern: '\\S', description }),
    (value) => value.isWellFormed(),
    () => 'well-formed Unicode',
  )
}

/** Bytes; in JSON Schema shown as a string with the keyword `bytes`, since JSON has none. */
export function bytes(min: number, max: number, description: string) {
  return Type.Refine(
    Type.Unsafe<Uint8Array>({
      description,
      bytes: min === max ? String(min) : `${min} to ${max}`,
    } as TSchema),
    (value) => value instanceof Uint8Array && value.length >= min && value.length <= max,
    () => (min === max ? `${min} bytes` : `${min} to ${max} bytes`),
  )
}

const id = <Id extends string>(description: string, pattern = KEY_PATTERN) =>
  Type.Unsafe<Id>(Type.String({ pattern, description }))

export const personId = (description: string) => id<PersonId>(description)
export const deviceId = (description: string) => id<DeviceId>(description)
export const nodeId = (description: string) => id<NodeId>(description)
export const commonsId = (description: string) => id<CommonsId>(description)
export const logKey = (description: string) => id<LogKey>(description)
export const coreKey = (description: string) => id<CoreKey>(description)
export const recordIdField = (description: string) => id<RecordId>(description, RECORD_ID_PATTERN)

/** A whole number from 0, exact in JavaScript. */
export const count = (description: string, maximum = Number.MAX_SAFE_INTEGER) =>
  Type.Integer({ minimum: 0, maximum, description })

export const languageTag = (maxLength: number) =>
  Type.String({
    maxLength,
    pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$',
    description: 'Language tag of RFC 5646, such as "de" or "pt-BR".',
  })

export type { Static }

/** A key in a freshly decoded body as its text; anything else as it is, for the validator to name. */
export function keyToText(value: unknown): unknown {
  return value instanceof Uint8Array && value.length === KEY_BYTES ? encodeZ32(value) : value
}

export function recordIdToText(value: unknown): unknown {
  return readCompactRecordId(value) ?? value
}

export function keyToBytes(value: unknown): Uint8Array {
  return keyBytes(value as CoreKey)
}

export function recordIdToCompact(value: unknown): CompactRecordId {
  return compactRecordId(value as RecordId)
}
