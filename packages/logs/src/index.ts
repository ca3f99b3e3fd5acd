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
  Prefix,
  ReadBlock,
  ReadEdits,
} from './contract.ts'
export { deriveCommonsKeys, deriveMirrorKeys } from './keys.ts'
export { isSignedByMember, type MemberKey, memberKeyOf } from './mirror/member-key.ts'
export { type MirrorLogs, openMirrorLogs, type ToldLog } from './mirror/mirror-logs.ts'
export { openLogs } from './open.ts'
