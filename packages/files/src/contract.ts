import type { FileHandle } from 'node:fs/promises'
import type { CoreKey } from '@allmende/vocabulary'
import type Hypercore from 'hypercore'
import type { LeftOutCode } from './left-out.ts'
import type { Collision } from './path-set.ts'
import type { PathIssue } from './safe-path.ts'

/** Opens an encrypted reading session of a `files` core and attaches it to whoever has it. */
export type OpenCore = (key: CoreKey) => Promise<Hypercore>

/** What is needed of the logs' writer: the own `files` core, and the barrier after which it survives a power cut. */
export interface FilesWriter {
  core: Hypercore
  key: CoreKey
  sync(): Promise<void>
}

/** A file of a file list with its core resolved: what `readFileList` gives and `copyOut` takes. */
export interface ListedFile {
  path: string
  bytes: number
  /** SHA-256 of the content. */
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
  /** A folder ends in `/`. */
  path: string
  /** Why, for programs. */
  code: LeftOutCode
  /** Why, in words a person understands. */
  reason: string
  /** The ignore file whose rule it is, with `named`. */
  from?: string
}

/** All that a preview can find. */
export type PreviewProblemCode =
  | PathIssue['code']
  | Collision['code']
  | 'SHARE_LINK_OUTSIDE'
  | 'SHARE_UNREADABLE'
  | 'SHARE_TOO_MANY'
  | 'SHARE_TOO_DEEP'
  | 'SHARE_RENAMED'

export interface PreviewProblem {
  /** With an error the folder can't be shared; a warning tells what will be different. */
  severity: 'error' | 'warning'
  code: PreviewProblemCode
  path: string
  message: string
  /** What the message names, safe to show: for who says it in another language. */
  values: Readonly<Record<string, string>>
  hint?: string
}

/** What the names alone suggest; judging it is the business of rules. */
export interface PreviewHints {
  /** From the name of the folder or file. */
  title: string
  /** Paths that look like licence texts. */
  licenceFiles: string[]
  /** SPDX ids: from REUSE file names (`LICENSES/CC-BY-SA-4.0.txt`) and `SPDX-License-Identifier` lines of licence files. */
  licences: string[]
  /** Files and bytes per lower-case extension, without the dot. */
  extensions: Record<string, { files: number; bytes: number }>
}

export interface Preview {
  /** The folder, or the folder of the single file: absolute, links resolved. */
  root: string
  single: boolean
  files: PreviewFile[]
  bytes: number
  leftOut: LeftOut[]
  problems: PreviewProblem[]
  hints: PreviewHints
}

export interface PreviewOptions {
  /** Folders of ours (a node's home): never shared, whatever a rule says. */
  homes?: string[]
  signal?: AbortSignal
}

export interface ImportProgress {
  files: number
  filesDone: number
  bytes: number
  bytesDone: number
  /** Bytes a second, smoothed over the last seconds. */
  rate: number
  /** The file at work. */
  path: string
}

export interface ImportOptions extends PreviewOptions {
  path: string
  /** What `previewShare` gave for this path; made anew when absent. */
  preview?: Preview
  writer: FilesWriter
  /** An earlier version: what is the same there and held here isn't stored twice. */
  previous?: { files: ListedFile[]; openCore: OpenCore }
  /** Files of an earlier version that stay in the list, but for those whose path is imported anew. */
  keep?: ListedFile[]
  onProgress?: (progress: ImportProgress) => void
  /**
   * The folder of the own store. Given, a share that can't fit is refused before anything is written: a disk filled to
   * its last byte would keep the store from opening.
   */
  store?: string
  /** ms, for the rate. */
  now?: () => number
  disk?: Disk
}

export interface CopyProgress {
  files: number
  filesDone: number
  bytes: number
  bytesDone: number
  /** Bytes that came over the network in this run. */
  fetched: number
  /** Bytes a second, smoothed over the last seconds. */
  rate: number
}

/** The disk under `copyOut`; a parameter so that tests can fill it up. */
export interface Disk {
  /** Bytes that may still be written under the folder. */
  free(folder: string): Promise<number>
  write(file: FileHandle, blocks: Uint8Array[], position: number): Promise<void>
}

export interface CopyOutOptions {
  entries: ListedFile[]
  openCore: OpenCore
  /** A folder; made when absent. */
  target: string
  /**
   * The folder of the own store, where fetched blocks are kept as well. Given, a full disk there is told as such: the
   * store itself keeps silent about it, and nothing more comes.
   */
  store?: string
  /** Replace existing files that differ. */
  force?: boolean
  /** Fail with `COPY_NO_HOLDER` when nothing has come for so many ms; without it, wait on. */
  giveUpAfter?: number
  /** Asked again and again while nothing comes, with the ms since something last came; false fails in the same way. */
  waitsOn?: (quiet: number) => boolean
  onProgress?: (progress: CopyProgress) => void
  signal?: AbortSignal
  /** ms, for the rate. */
  now?: () => number
  disk?: Disk
}

export interface CopyResult {
  files: number
  bytes: number
  /** Bytes that came over the network in this run. */
  fetched: number
  /** Files that were there already, identical. */
  kept: number
}
