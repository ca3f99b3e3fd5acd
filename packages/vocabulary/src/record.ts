import type { Stamp } from './clock.ts'
import type { RecordId } from './ids.ts'
import type { BuildFields } from './kinds/build.ts'
import type { CommentFields } from './kinds/comment.ts'
import type { DeviceFields } from './kinds/device.ts'
import type { DraftFields } from './kinds/draft.ts'
import type { EpochFields } from './kinds/epoch.ts'
import type { ExcludeFields } from './kinds/exclude.ts'
import type { GoodFields } from './kinds/good.ts'
import type { KeeperFields } from './kinds/keeper.ts'
import type { NodeFields } from './kinds/node.ts'
import type { OutsideUseFields } from './kinds/outside-use.ts'
import type { PartsFields } from './kinds/parts.ts'
import type { ProfileFields } from './kinds/profile.ts'
import type { RetractionFields } from './kinds/retraction.ts'
import type { RetireFields } from './kinds/retire.ts'
import type { SuggestionFields } from './kinds/suggestion.ts'
import type { VouchFields } from './kinds/vouch.ts'

/** Fields of a map from somebody else: names and values are not to be trusted before `validate`. */
export type Fields = { [field: string]: unknown }

/** What all records have in common. Author, device and position are not in it: the log they stand in gives them. */
export type RecordOf<Kind extends string, Body> = {
  kind: Kind
  /** The version of the kind that the body is written in. */
  v: number
  /** The author's time: a label and a tie-break. */
  clock: Stamp
  /** The thing that this record changes. Left out, the record makes a thing of its own. */
  of?: RecordId
  /** The newest records about the thing that the author had seen. */
  after?: RecordId[]
  body: Body
}

/** A record whose kind may be unknown and whose body has not been looked at. */
export type AnyRecord = RecordOf<string, Fields>

export type DeviceRecord = RecordOf<'device', DeviceFields>
export type ProfileRecord = RecordOf<'profile', ProfileFields>
export type VouchRecord = RecordOf<'vouch', VouchFields>
/** With `of`, the body has only the fields that change. */
export type GoodRecord = RecordOf<'good', Partial<GoodFields>>
export type PartsRecord = RecordOf<'parts', PartsFields>
export type BuildRecord = RecordOf<'build', Partial<BuildFields>>
export type SuggestionRecord = RecordOf<'suggestion', Partial<SuggestionFields>>
export type OutsideUseRecord = RecordOf<'outside-use', Partial<OutsideUseFields>>
export type DraftRecord = RecordOf<'draft', Partial<DraftFields>>
export type CommentRecord = RecordOf<'comment', Partial<CommentFields>>
export type RetireRecord = RecordOf<'retire', RetireFields>
export type NodeRecord = RecordOf<'node', NodeFields>
export type ExcludeRecord = RecordOf<'exclude', ExcludeFields>
export type EpochRecord = RecordOf<'epoch', EpochFields>
export type KeeperRecord = RecordOf<'keeper', KeeperFields>
export type RetractionRecord = RecordOf<'retraction', RetractionFields>

export type KnownRecord =
  | DeviceRecord
  | ProfileRecord
  | VouchRecord
  | GoodRecord
  | PartsRecord
  | BuildRecord
  | SuggestionRecord
  | OutsideUseRecord
  | DraftRecord
  | CommentRecord
  | NodeRecord
  | RetireRecord
  | ExcludeRecord
  | EpochRecord
  | KeeperRecord
  | RetractionRecord

export type Kind = KnownRecord['kind']

export type DecodedRecord = {
  record: AnyRecord
  /** The bytes as they came: keep, export and pass on these, never a re-encoded form. */
  bytes: Uint8Array
  /** Whether this program knows the kind in this version; if not, `validate` has nothing to say. */
  known: boolean
}

/** One broken condition of a body. */
export type ValidationIssue = {
  code: IssueCode
  /** Where, as `body.files.entries[3].path`. */
  path: string
  expected: string
  found: string
}

export type IssueCode =
  | 'FIELD_MISSING'
  | 'FIELD_TYPE'
  | 'FIELD_EMPTY'
  | 'FIELD_TOO_LONG'
  | 'FIELD_TOO_MANY'
  | 'FIELD_FORM'
  | 'FIELD_CHOICE'
  | 'FIELD_RANGE'
  | 'FRAME_OF'
  | 'FILES_PLACE'
  | 'FILES_COUNT'
  | 'FILES_BYTES'
  | 'FILES_CORE'
  | 'FILES_DUPLICATE'

/** Narrows a record by its kind. To be relied on only after `validate` had nothing to say about it. */
export function isKind<K extends Kind>(
  record: AnyRecord,
  kind: K,
): record is AnyRecord & Extract<KnownRecord, { kind: K }> {
  return record.kind === kind
}
