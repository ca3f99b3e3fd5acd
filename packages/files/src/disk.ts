import type { FileHandle } from 'node:fs/promises'
import { statfs } from 'node:fs/promises'
import type { Disk } from './contract.ts'

/** The real disk. */
export const disk: Disk = {
  async free(folder) {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  },
  async write(file, blocks, position) {
    let rest = blocks
    let at = position
    while (rest.length > 0) {
      const written = await writeSome(file, rest, at)
      at += written
      rest = after(rest, written)
    }
  },
}

async function writeSome(file: FileHandle, blocks: Uint8Array[], position: number): Promise<number> {
  const [first] = blocks
  if (first && blocks.length === 1) return (await file.write(first, 0, first.length, position)).bytesWritten
  return (await file.writev(blocks, position)).bytesWritten
}

/** A write may be short (a signal, a nearly full disk); the next one then says why. */
function after(blocks: Uint8Array[], written: number): Uint8Array[] {
  let skip = written
  const rest: Uint8Array[] = []
  for (const block of blocks) {
    if (skip < block.length) rest.push(skip > 0 ? block.subarray(skip) : block)
    skip = Math.max(0, skip - block.length)
  }
  return rest
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
