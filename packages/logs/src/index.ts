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
  Prefix,
  ReadBlock,
  ReadEdits,
} from './contract.ts'
export { deriveCommonsKeys } from './keys.ts'
export { openLogs } from './open.ts'
