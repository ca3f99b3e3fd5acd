/**
 * Signed append-only logs on corestore: identity, devices, durable append, verified read, fork evidence.
 * The rules are numbered in SPEC.md.
 */
export { accountTopic } from './account.ts'
export { attestedBy } from './attest-device.ts'
export { attestAsRoot, isAttestedByRoot } from './attest.ts'
export type {
  AccountKeys,
  Appended,
  CarriedLogs,
  CheckedPiece,
  CheckReport,
  CommonsEvents,
  CommonsKeys,
  CommonsLogs,
  CoreHead,
  CoreRole,
  FilesWriter,
  Finding,
  FindingKind,
  ForkEvidence,
  Head,
  HeadVerdict,
  Hypercore,
  Identity,
  LogState,
  Logs,
  LogsEvents,
  LogsOptions,
  MirrorKeys,
  Piece,
  PieceOutcome,
  Prefix,
  Rest,
  ReadBlock,
  ReadEdits,
  TreeNode,
} from './contract.ts'
export { accountOfWords } from './identity.ts'
export { deriveCommonsKeys, deriveMirrorKeys } from './keys.ts'
export { type MemberKey, memberKeyOf } from './mirror/member-key.ts'
export { type MirrorLogs, openMirrorLogs, type ToldLog } from './mirror/mirror-logs.ts'
export { openLogs } from './open.ts'
export { checkPiece, MAX_FILES_BLOCK_BYTES, MAX_PIECE_BLOCKS, MAX_PIECE_BYTES } from './pieces/check-piece.ts'
export { sealTo, sealToRoot, unsealAsRoot } from './sealed.ts'
export { isSigned, sign, SIGNATURE_BYTES } from './signature.ts'
