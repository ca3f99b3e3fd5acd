/** What is read of a good: a copy of it, or one file. Plain data. */
import type { ActionContext } from './contract.ts'

export type CopyRequest = {
  /** A link, or the id of a good that this node knows. */
  readonly from: string
  /** The folder the files go into. */
  readonly to?: string
  /** Without `to`: a folder named after the good is made in this one. */
  readonly into?: string
  readonly force?: boolean
  /** Wait for somebody who holds it instead of giving up. */
  readonly wait?: boolean
  readonly version?: string
  /** False: don't write the texts of its licences beside the files. */
  readonly licenceTexts?: boolean
}

export type CopyResult = {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly licence: string
  readonly path: string
  readonly files: number
  readonly bytes: number
  /** Bytes of content that came over the network in this run. */
  readonly fetched: number
  /** Texts of licences that were written beside the files, which the good itself doesn't bring. */
  readonly licenceTexts: readonly string[]
}

/** One file of a good, read without copying the good. */
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
