/** One file of a good, read without copying the good. */
import type { ActionContext } from './contract.ts'

export type FileRequest = {
  /** An id, a link, or an unambiguous beginning of an id: of a good, or of a build with pictures. */
  readonly thing: string
  /** As it stands in the list of files. */
  readonly path: string
  /** By number, label or id; the newest when absent. */
  readonly version?: string
}

export type FileContent = {
  readonly path: string
  readonly bytes: number
  /** SHA-256 of the content, in hexadecimal. */
  readonly hash: string
  /** The bytes from `start` to before `end`; all of them when absent. Fetched as they are read. */
  read(range?: { readonly start: number; readonly end: number }): AsyncIterable<Uint8Array>
}

export interface Reading {
  /** One file of a good or of a build, without copying the rest; fetched from whoever holds it where it isn't here. */
  openFile(request: FileRequest, context?: ActionContext): Promise<FileContent>
}
