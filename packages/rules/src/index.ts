/**
 * Pure functions: how the records of a thing become the thing, who may change it, how versions merge, which licences are
 * free and fit together, what a parts list comes to, how complete a good is, who is carried.
 * Floor 1: imports vocabulary. No clock, no randomness, no input or output. The rules, numbered, are in SPEC.md.
 */
export type { AddedUp, SettledBy, TakenIn } from './added-up.ts'
export { type Past, asOf } from './as-of.ts'
export {
  type Amount,
  type CarriedAnswer,
  type CarriedQuestion,
  type CarriedReason,
  MAX_NEWCOMERS,
  MAX_NEWCOMER_BYTES,
  NEWCOMER_EDIT_BYTES,
  NEWCOMER_RECORDS,
  isCarried,
} from './carried.ts'
export { type Completeness, completeness } from './complete/completeness.ts'
export type { Divergence } from './diverged.ts'
export { type PieceState, hashText, piecesAnswered, stateOfPieces } from './draft-answers.ts'
export { type DraftState, draftState, mayEdit, mayOffer } from './edit-right.ts'
export { type Epoch, type EpochStatement, type Epochs, type EpochsQuestion, epochs } from './epochs.ts'
export {
  type Exclusion,
  type ExclusionsQuestion,
  type Stays,
  type Vouches,
  exclusions,
  rightOf,
} from './exclusions.ts'
export { type PlacedRecord, orderRecords } from './graph.ts'
export {
  HOLDING_PURPOSE,
  type HeldCore,
  type Holding,
  MAX_HELD_CORES,
  MAX_HOLDING_BYTES,
  MAX_MISSING_NAMED,
  encodeHolding,
  readHolding,
} from './keeping/holding.ts'
export { type KeeperRecordOf, MAX_KEEPERS, type NamedKeeper, namedKeepers } from './keeping/keepers.ts'
export {
  type LackedBlocks,
  type Lacking,
  type Mine,
  type OwnCore,
  type OwnVersion,
  lacking,
} from './keeping/lacking.ts'
export {
  encodeMirrorHolding,
  MAX_MIRRORED_LOGS,
  type MirrorHolding,
  type MirroredMine,
  type MirroredVersion,
  mirrorLacking,
  type Needs,
  readMirrorHolding,
} from './keeping/mirror-holding.ts'
export { type Retraction, type RetractionRecordOf, standingRetractions } from './keeping/retracted.ts'
export {
  KEEPER_WORD_MS,
  type KeeperLack,
  type KeeperSays,
  type KeeperVerdict,
  type SafeCommons,
  type SafeFact,
  type SafeLack,
  type SafeQuestion,
  type SafeVerdict,
  type UnnamedMirror,
  safeToClose,
} from './keeping/safe-to-close.ts'
export type { Authority, FreeLicence, LicenceRefusalCode, LicenceVerdict } from './licences/types.ts'
export { withinShare } from './fair-share.ts'
export { guessType } from './guess-type.ts'
export { checkLicence } from './licences/check.ts'
export { type FitQuestion, compatible } from './licences/compatible.ts'
export type { Fit } from './licences/fit-one.ts'
export { type LicenceAsks, type LicenceTerms, licenceMeaning, licenceTerms } from './licences/meaning.ts'
export { commonFreeLicences, type LicenceSuggestion, suggestLicences } from './licences/suggest.ts'
export { FREE_LICENCES, freeLicence } from './licences/table.ts'
export type { Refusal } from './may-change.ts'
export { type MergedThing, mergeThing } from './merge.ts'
export {
  type Closure,
  type ClosureGood,
  type ClosureLookup,
  type Need,
  type NeedState,
  closure,
} from './parts/closure.ts'
export {
  type Assembly,
  type Circle,
  type ExplodedPart,
  type ExplodedUse,
  type Explosion,
  explodeParts,
} from './parts/explode.ts'
export type { Item } from './parts/item.ts'
export { type KnownGood, PARTS_LIMITS, type PartsLimits, type PartsLookup } from './parts/lookup.ts'
export {
  type MirrorUse,
  MAX_TOLD_BY_ONE,
  MAX_TOLD_LOGS,
  mayFetchFor,
  mayTellMore,
  roomForFiles,
  type Share,
} from './mirror.ts'
export { type Range, rangesLeft } from './marks/range.ts'
export { safeAddress } from './marks/safe-address.ts'
export { MARK_NAMES, markNamed, type MarkName, type TextMark, withMarks } from './marks/with-marks.ts'
export { nodeStatement } from './node-owner.ts'
export {
  DEVICES_FOR_VOTES,
  type FinalHead,
  type FinalHeads,
  RETIRE_VOTES,
  retiredDevices,
  type RetireStatement,
  retireStatement,
} from './retired-devices.ts'
export { type PlaceTold, placeTold } from './pictures/place-told.ts'
export { type Cleaned, type Traces, withoutTraces } from './pictures/without-traces.ts'
export { sameValue } from './same-value.ts'
export { mergeBase } from './three-way/base.ts'
export { type FieldConflict, type MergedFields, OWN_FIELDS, mergeFields } from './three-way/fields.ts'
export { type FileChange, type FileDecision, type FileState, threeWayFiles } from './three-way/files.ts'
export { bothTexts, type Clash, clashes, placeOfClash } from './three-way/clashes.ts'
export { compareFields, type FieldDifference } from './compare/fields.ts'
export { compareFiles, type FileDifference } from './compare/files.ts'
export { compareParts, type PartDifference } from './compare/parts.ts'
export { changedPassages, type Passage } from './compare/passages.ts'
export { type DiffLine, lineDiff } from './three-way/line-diff.ts'
export { type LineConflict, type MergedLines, mergeLines } from './three-way/lines.ts'
export { type MergedText, type SideNames, mergeText } from './three-way/text.ts'
export { type TendState, mayTend, tendState, tendersOf } from './tend-right.ts'
export { MAX_VOUCHES_EACH, MAX_VOUCH_STEPS, type Vouch, type VouchedQuestion, vouchedFor } from './vouched.ts'
export {
  INVITE_MS,
  type InviteCount,
  type InviteState,
  MAX_INVITE_MS,
  MAX_INVITE_USES,
  MAX_SHOWN,
  MAX_WRONG_WORDS,
  inviteState,
  triesLeft,
} from './invite-state.ts'
export {
  bucketOf,
  differingBuckets,
  digestOf,
  isWanted,
  LISTING_BUCKETS,
  type ListingHead,
  newestOfEach,
} from './listings/compare.ts'
export {
  isNewer,
  isTimely,
  type KeptListing,
  LISTING_MS,
  type ListingFacts,
  MAX_LISTINGS,
  MAX_LISTINGS_EACH,
  placeOfListing,
} from './listings/facts.ts'
export { type Admission, admitListing, type KeepOptions, ListingSet, victimAmong } from './listings/keep.ts'
export { type ListedText, plainWords, searchListed } from './listings/search.ts'
export { type Prospect, waitsFor, type WaitsFor, type WaitLimits } from './waits-on.ts'
