import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'

const READ_BYTES = 256 * 1024

/** The bytes of an open file from `start` up to `end`. A stream of Node's own would close the file when it is destroyed. */
export function readRange(file: FileHandle, start: number, end: number): Readable {
  return Readable.from(pieces(file, start, end), { objectMode: false })
}

async function* pieces(file: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end;) {
    const length = Math.min(READ_BYTES, end - at)
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, at)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}
