import { createHash } from 'node:crypto'
import type { RecordId } from '@allmende/vocabulary'

/** WARNING: signed. Tells two sets of records apart, whatever the order they are given in. */
export function digestOf(ids: readonly RecordId[]): Uint8Array {
  const hash = createHash('sha256')
  for (const id of [...ids].sort()) hash.update(`${id}\n`)
  return new Uint8Array(hash.digest())
}
