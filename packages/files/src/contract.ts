import type { CoreKey, FileList } from '@allmende/vocabulary'
import type Hypercore from 'hypercore'

/** Opens an encrypted reading session of a `files` core and attaches it to whoever has it. */
export type OpenCore = (key: CoreKey) => Promise<Hypercore>

/** Where shared content is written: the own `files` core, and the barrier after which it survives a power cut. */
export interface FilesWriter {
  core: Hypercore
  key: CoreKey
  sync(): Promise<void>
}

/** A file of a file list with its core resolved: what `readFileList` gives and `copyOut` takes. */
export interface ListedFile {
  path: string
  bytes: number
  hash: Uint8Array
  executable: boolean
  core: CoreKey
  blockOffset: number
  blockLength: number
  byteOffset: number
}

export interface PreviewFile {
  /** The path in the good: relative, `/` between parts, NFC, safe on every system. */
  path: string
  /** The path on this disk, absolute. */
  source: string
  bytes: number
  executable: boolean
  /** Modification time when previewed, ms: a file that differs at import was changed in between. */
  modified: number
}

export interface LeftOut {
  path: string
  /** A sentence a person understands. */
  reason: string
}

export interface PreviewProblem {
  severity: 'error' | 'warning'
  code: string
  path: string
  message: string
}

/** What the names alone suggest; judging it is the business of rules. */
export interface PreviewHints {
  title: string
  licenceFiles: string[]
  /** SPDX ids found in REUSE file names (`LICENSES/CC-BY-SA-4.0.txt`) and in `SPDX-License-Identifier` lines. */
  licences: string[]
  /** Files and bytes per lower-case extension. */
  extensions: Record<string, { files: number; bytes: number }>
}

export interface Preview {
  root: string
  single: boolean
  files: PreviewFile[]
  bytes: number
  leftOut: LeftOut[]
  problems: PreviewProblem[]
  hints: PreviewHints
}

export interface ImportProgress {
  files: number
  filesDone: number
  bytes: number
  bytesDone: number
  /** Bytes a second, over the last seconds. */
  rate: number
  path: string
}

export interface ImportOptions {
  path: string
  preview?: Preview
  writer: FilesWriter
  previous?: { list: FileList; openCore: OpenCore }
  onProgress?: (progress: ImportProgress) => void
  signal?: AbortSignal
  /** ms since the epoch; only for the rate. */
  now?: () => number
}

export interface CopyProgress {
  files: number
  filesDone: number
  bytes: number
  bytesDone: number
  /** Bytes that came over the network in this run. */
  fetched: number
  rate: number
}

export interface CopyOutOptions {
  entries: ListedFile[]
  openCore: OpenCore
  target: string
  force?: boolean
  onProgress?: (progress: CopyProgress) => void
  signal?: AbortSignal
  now?: () => number
}

export interface CopyResult {
  files: number
  bytes: number
  fetched: number
  /** Files that were there already, identical. */
  kept: number
}

export type FileListShape = FileList
