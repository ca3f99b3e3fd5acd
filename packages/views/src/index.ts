/**
 * SQLite tables folded from records, in a worker thread; they can be deleted and rebuilt at any time.
 * May import `vocabulary` and `rules`. The rules this package keeps are numbered in SPEC.md (W…).
 */
export type {
  ChangedEvent,
  CommentView,
  Counts,
  ExportedRecord,
  FindQuery,
  FindResult,
  Found,
  Ingest,
  IngestBlock,
  Listed,
  ListQuery,
  ListResult,
  PersonView,
  RecordView,
  RefusedEvent,
  Thing,
  Version,
  Views,
  ViewsEvents,
  ViewsOptions,
  VouchView,
} from './contract.ts'
export { openViews } from './open.ts'
