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
  valuesNamed,
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
export { type BuildFields, OUTCOMES, type Outcome } from './kinds/build.ts'
export type { CommentAnchor, CommentFields } from './kinds/comment.ts'
export type { KindDefinition, UpgradeStep } from './kinds/definition.ts'
export type { Design } from './kinds/design.ts'
export { DEVICE_PURPOSE, type DeviceFields } from './kinds/device.ts'
export { type EpochFields, MAX_EPOCH_KEYS, MAX_EPOCHS } from './kinds/epoch.ts'
export type { ExcludeFields } from './kinds/exclude.ts'
export { MAX_FINAL_HEADS, RETIRE_PURPOSE, type RetireFields } from './kinds/retire.ts'
export { NODE_PURPOSE, type NodeFields } from './kinds/node.ts'
export type { DraftAnswer, DraftFields } from './kinds/draft.ts'
export {
  type BlobPlace,
  type FileEntry,
  type FileList,
  type FileListBlob,
  checkEntries,
} from './kinds/file-list.ts'
export {
  DERIVATIONS,
  type Derivation,
  GOOD_TYPES,
  type GoodFields,
  type GoodType,
  type Settled,
  isVersion,
} from './kinds/good.ts'
export { KINDS, kindOf } from './kinds/index.ts'
export type { KeeperFields } from './kinds/keeper.ts'
export {
  CREDIT_ROLES,
  type Credit,
  FILE_ROLES,
  type FileAndRole,
  type FileRole,
  type Grant,
  type PartLicence,
} from './kinds/mentions.ts'
export { type OutsideUseFields, RETURNS, type Return } from './kinds/outside-use.ts'
export { LINE_ACTIONS, type LineAction, type PartLine, type Parts, type PartsFields } from './kinds/parts.ts'
export { isSafePath } from './kinds/path.ts'
export type { Publication } from './kinds/publication.ts'
export type { ProfileFields } from './kinds/profile.ts'
export type { RetractionFields } from './kinds/retraction.ts'
export type { SuggestionFields } from './kinds/suggestion.ts'
export type { VouchFields } from './kinds/vouch.ts'
export * from './limits.ts'
export {
  type InviteCode,
  MAX_INVITE_NUMBER,
  isLikeInviteCode,
  lettersBetween,
  newInviteCode,
  parseInviteCode,
  writeInviteCode,
} from './invite-code.ts'
export { INVITE_WORDS } from './invite-words.ts'
export {
  type CommonsLink,
  LINK_SCHEME,
  type Link,
  type MirrorLink,
  type ThingLink,
  decodeLink,
  describeLink,
  encodeLink,
} from './link.ts'
export {
  type AnyRecord,
  type BuildRecord,
  type CommentRecord,
  type DecodedRecord,
  type DeviceRecord,
  type DraftRecord,
  type Fields,
  type EpochRecord,
  type ExcludeRecord,
  type GoodRecord,
  type IssueCode,
  type KeeperRecord,
  type Kind,
  type KnownRecord,
  type NodeRecord,
  type OutsideUseRecord,
  type PartsRecord,
  type ProfileRecord,
  type RecordOf,
  type RetireRecord,
  type RetractionRecord,
  type SuggestionRecord,
  type ValidationIssue,
  type VouchRecord,
  isKind,
} from './record.ts'
export { displayText } from './text.ts'
export { upgrade } from './upgrade.ts'
export { validate } from './validate.ts'
export { decodeZ32, encodeZ32 } from './z32.ts'
