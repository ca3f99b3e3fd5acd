/**
 * What a record is: kinds, schemas, canonical bytes, ids, upgrade on read. Floor 0: imports no sibling.
 * The rules, numbered, are in SPEC.md; a page for each kind is in records/.
 */
export {
  AllmendeError,
  type ErrorDetails,
  type ErrorRow,
  errorTable,
  isAllmendeError,
} from './allmende-error.ts'
export type { Clock, LogFields, Logger, Random } from './basics.ts'
export { MAX_ITEM_BYTES, decodeBlock, encodeBlock, packRecords } from './block.ts'
export { decodeCbor, encodeCbor } from './cbor.ts'
export {
  type Stamp,
  ZERO_STAMP,
  checkAhead,
  compareStamps,
  isAhead,
  readStamp,
  receive,
  tick,
} from './clock.ts'
export { ERRORS as VOCABULARY_ERRORS } from './errors.ts'
export { decodeFileEntries, encodeFileEntries } from './file-entries.ts'
export { decodeRecord, encodeRecord } from './frame.ts'
export * from './ids.ts'
export { fromJson, toJson } from './json.ts'
export type { CommentFields } from './kinds/comment.ts'
export type { KindDefinition, UpgradeStep } from './kinds/definition.ts'
export { DEVICE_PURPOSE, type DeviceFields } from './kinds/device.ts'
export type { DraftFields } from './kinds/draft.ts'
export {
  type BlobPlace,
  type FileEntry,
  type FileList,
  type FileListBlob,
  checkEntries,
} from './kinds/file-list.ts'
export { GOOD_TYPES, type GoodFields, type GoodType } from './kinds/good.ts'
export { KINDS, kindOf } from './kinds/index.ts'
export { isSafePath } from './kinds/path.ts'
export type { ProfileFields } from './kinds/profile.ts'
export type { VouchFields } from './kinds/vouch.ts'
export * from './limits.ts'
export {
  type CommonsLink,
  LINK_SCHEME,
  type Link,
  type ThingLink,
  decodeLink,
  describeLink,
  encodeLink,
} from './link.ts'
export {
  type AnyRecord,
  type CommentRecord,
  type DecodedRecord,
  type DeviceRecord,
  type DraftRecord,
  type Fields,
  type GoodRecord,
  type IssueCode,
  type Kind,
  type KnownRecord,
  type ProfileRecord,
  type RecordOf,
  type ValidationIssue,
  type VouchRecord,
  isKind,
} from './record.ts'
export { displayText } from './text.ts'
export { upgrade } from './upgrade.ts'
export { validate } from './validate.ts'
export { decodeZ32, encodeZ32 } from './z32.ts'
