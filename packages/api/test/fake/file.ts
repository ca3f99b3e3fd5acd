import type { FileContent } from '@allmende/node'
import { errorTable } from '@allmende/vocabulary'

const fail = errorTable({ FILE_UNKNOWN: { status: 404, message: 'this version has no file "{found}"' } })

export const FILE_TEXT = '<script>alert(1)</script>0123456789'

/** A file in two blocks; one that is cut off in the middle is `torn.bin`. */
export function fakeFile(path: string): FileContent {
  if (path !== 'plan.pdf' && path !== 'torn.bin') throw fail('FILE_UNKNOWN', { found: path })
  const all = new TextEncoder().encode(FILE_TEXT)
  return {
    path,
    bytes: all.length,
    hash: 'ab'.repeat(32),
    read: async function* (range = { start: 0, end: all.length }) {
      const part = all.subarray(range.start, range.end)
      yield part.subarray(0, 4)
      if (path === 'torn.bin') throw new Error('nobody sends the rest')
      yield part.subarray(4)
    },
  }
}
