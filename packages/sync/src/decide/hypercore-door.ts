import { MAX_BLOCKS } from '../limits.ts'

const MAX_FORK = 2 ** 32
const MAX_NODE = MAX_BLOCKS * 2
const MAX_BYTES = MAX_BLOCKS * 2 ** 20

/** The order in which hypercore's replicator declares its messages (11.37). */
const MESSAGES = [
  'sync',
  'request',
  'cancel',
  'data',
  'noData',
  'want',
  'unwant',
  'bitfield',
  'range',
  'extension',
] as const

/** What each number in hypercore's messages may be at most, wherever it stands. Others are ids, which it only looks up. */
const BOUNDS: Readonly<Record<string, number>> = {
  fork: MAX_FORK,
  length: MAX_BLOCKS,
  remoteLength: MAX_BLOCKS,
  start: MAX_BLOCKS,
  index: MAX_NODE,
  nodes: 64,
  bytes: MAX_BYTES,
  size: MAX_BYTES,
  padding: 64,
}

/**
 * Says what is out of bounds in a decoded message of hypercore, or null. Its bitfields grow by what a message claims: one
 * `range` of 2^52 blocks would fill the memory page by page.
 */
export function hypercoreFault(type: number, value: unknown): string | null {
  const name = MESSAGES[type]
  if (!name || typeof value !== 'object' || value === null) return null
  const fault = boundsFault(value as Record<string, unknown>, name)
  if (fault || name !== 'bitfield') return fault
  const { start } = value as { start: number }
  return start % 32 ? `a bitfield that begins at ${start}` : null
}

function boundsFault(fields: Record<string, unknown>, path: string): string | null {
  for (const [field, value] of Object.entries(fields)) {
    if (typeof value === 'number') {
      const bound = BOUNDS[field]
      if (!Number.isSafeInteger(value) || (bound !== undefined && value > bound))
        return `${path}.${field} ${value}`
    } else if (Array.isArray(value)) {
      for (const item of value) {
        const fault = typeof item === 'object' && item ? boundsFault(item, `${path}.${field}`) : null
        if (fault) return fault
      }
    } else if (value && typeof value === 'object' && !ArrayBuffer.isView(value)) {
      const fault = boundsFault(value as Record<string, unknown>, `${path}.${field}`)
      if (fault) return fault
    }
  }
  return null
}
