import type { Place } from './blob-writer.ts'
import { fail } from './errors.ts'
import { MAX_BLOCK_BYTES } from './limits.ts'

/**
 * Holds the numbers of a blob against each other, before anything is fetched or allocated by them: no block is empty,
 * none is larger than the wire carries, and nothing lies beyond what a number can count. Throws `LIST_MALFORMED`.
 */
export function checkPlace(path: string, { blockOffset, blockLength, byteOffset, bytes }: Place): void {
  for (const number of [
    blockOffset,
    blockLength,
    byteOffset,
    bytes,
    blockOffset + blockLength,
    byteOffset + bytes,
  ]) {
    if (!Number.isSafeInteger(number) || number < 0) {
      throw fail('LIST_MALFORMED', { path, expected: 'whole numbers', found: String(number) })
    }
  }
  const fewest = Math.ceil(bytes / MAX_BLOCK_BYTES)
  if (blockLength >= fewest && blockLength <= bytes) return
  throw fail('LIST_MALFORMED', {
    path,
    expected: `${fewest} to ${bytes} blocks for ${bytes} bytes`,
    found: `${blockLength} blocks`,
  })
}

/** Mean size of the blocks of a blob, for the bounds of memory; each block is judged by its real size when it comes. */
export function blockBytes({ bytes, blockLength }: Place): number {
  return blockLength === 0 ? 0 : Math.ceil(bytes / blockLength)
}
