import { fail } from '../errors.ts'
import { CHANGE_ACTORS, CHANGE_DEPENDENCIES, OPERATION_COUNTER } from '../limits.ts'
import { ByteReader, malformed } from './bytes.ts'
import { openChunk } from './chunk.ts'
import { type OperationListener, type Operations, readOperations } from './operations.ts'

/** A change as far as it can be judged by itself, without any document. */
export type Change = Operations & {
  hash: string
  actor: string
  seq: number
  startOp: number
  /** The author's label, in seconds since the epoch. */
  time: number
  deps: string[]
  /** What the columns call 0, 1, …: the author first. */
  actors: string[]
}

/**
 * Reads a change without applying it, and holds it to what a draft may contain: text put into, and taken out of,
 * the one text object that `genesis.ts` makes, marks on it, and scalars in the maps beside it. Everything that a change can be wrong in by itself is found here, so
 * that the verdict is the same on every node. Throws the `CHANGE_…` errors; `listener` may have heard operations by then.
 */
export function parseChange(bytes: Uint8Array, listener?: OperationListener): Change {
  const { body, hash } = openChunk(bytes)
  const reader = new ByteReader(body)
  const deps = many(reader, CHANGE_DEPENDENCIES, () => hex(reader.take(32)))
  if (!isSorted(deps)) throw malformed('what it rests on is not in order')
  const actor = hex(reader.take(reader.uint()))
  const seq = reader.uint()
  const startOp = reader.uint()
  const time = reader.int()
  if (reader.uint() > 0) throw fail('CHANGE_UNSUPPORTED', { reason: 'a message' })
  const others = many(reader, CHANGE_ACTORS, () => hex(reader.take(reader.uint())))
  if (seq < 1 || startOp < 1 || startOp >= OPERATION_COUNTER) throw malformed('a counter is out of range')
  if (!isSorted(others) || others.includes(actor)) throw malformed('its actors are not in order')
  const actors = [actor, ...others]
  const operations = readOperations(reader, actors, startOp, listener)
  return { hash, actor, seq, startOp, time, deps, actors, ...operations }
}

function many<T>(reader: ByteReader, limit: number, read: () => T): T[] {
  const count = reader.uint()
  if (count > limit) throw malformed(`a list of ${count}, at most ${limit} count`)
  return Array.from({ length: count }, read)
}

/** Each more than the one before: Automerge writes lists in this order and nothing twice. */
function isSorted(list: readonly string[]): boolean {
  return list.every((item, index) => index === 0 || item > list[index - 1]!)
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
