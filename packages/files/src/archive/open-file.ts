import { read } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { readRange } from './read-range.ts'

/** Lets the library read a file that is the caller's: its own reader would close it, and a number that is closed twice is soon another file. */
export class OpenFile extends yauzl.RandomAccessReader {
  readonly #file: FileHandle

  constructor(file: FileHandle) {
    super()
    this.#file = file
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return readRange(this.#file, start, end)
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    // The library looks at how much was read; its types leave that out.
    const told = callback as (error: Error | null, bytesRead: number) => void
    read(this.#file.fd, buffer, offset, length, position, told)
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null)
  }
}
