/**
 * Large content: a folder becomes blobs in the writer's `files` core and a file list in a record;
 * a file list becomes a folder again. Every file is known by the SHA-256 of its content.
 */
export type {
  CopyOutOptions,
  CopyProgress,
  CopyResult,
  FileListShape,
  FilesWriter,
  ImportOptions,
  ImportProgress,
  LeftOut,
  ListedFile,
  OpenCore,
  Preview,
  PreviewFile,
  PreviewHints,
  PreviewProblem,
} from './contract.ts'
