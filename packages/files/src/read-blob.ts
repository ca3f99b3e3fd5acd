import type { BlockSource } from './block-source.ts'
import type { ListedFile } from './contract.ts'
import { fail } from './errors.ts'
import { WINDOW_BLOCKS } from './limits.ts'

/**
 * A small blob as a whole; its size was bounded by whoever read the numbers. Throws `LIST_CORRUPT` for another size.
 */
export async function readBlob(source: BlockSource, file: ListedFile): Promise<Uint8Array> {
  const blocks: Uint8Array[] = []
  while (blocks.length < file.blockLength) {
    const count = Math.min(WINDOW_BLOCKS, file.blockLength - blocks.length)
    const first = file.blockOffset + blocks.length
    const numbers = Array.from({ length: count }, (_, at) => first + at)
    blocks.push(...(await Promise.all(numbers.map((number) => source.get(file.core, number)))))
  }
  const content = Buffer.concat(blocks)
  if (content.length !== file.bytes) throw fail('LIST_CORRUPT')
  return content
}
