import { createHash } from 'node:crypto'
import type { CoreKey } from '@allmende/vocabulary'
import type Hypercore from 'hypercore'
import type { ListedFile, OpenCore } from './contract.ts'

export type Held = {
  /** Every block is here: we can serve all of it. */
  held: boolean
  /** Files that are not here in full. */
  missing: number
  bytes: number
  heldBytes: number
  /** With `content`: files whose blocks are here and whose content is not what was listed. */
  corrupt: string[]
}

/**
 * What of a file list is held in the own store, asked without the network. Blocks were verified against the author's
 * signature when they came; `content: true` reads and hashes them again, to find bits that flipped on disk since.
 */
export async function verifyHeld(
  entries: ListedFile[],
  openCore: OpenCore,
  options: { content?: boolean; signal?: AbortSignal } = {},
): Promise<Held> {
  const cores = new Map<CoreKey, Hypercore>()
  const result: Held = { held: true, missing: 0, bytes: 0, heldBytes: 0, corrupt: [] }
  for (const file of entries) {
    options.signal?.throwIfAborted()
    const core = cores.get(file.core) ?? (await openCore(file.core))
    cores.set(file.core, core)
    result.bytes += file.bytes
    if (await hasAll(core, file)) {
      result.heldBytes += file.bytes
      if (options.content === true && !(await isIntact(core, file))) result.corrupt.push(file.path)
    } else result.missing++
  }
  result.held = result.missing === 0 && result.corrupt.length === 0
  return result
}

/** Bytes of the listed files whose blocks are all here. Several entries with one content count once. */
export async function heldBytes(entries: ListedFile[], openCore: OpenCore): Promise<number> {
  const blobs = new Map(entries.map((file) => [`${file.core}.${file.blockOffset}`, file]))
  return (await verifyHeld([...blobs.values()], openCore)).heldBytes
}

async function hasAll(core: Hypercore, { blockOffset, blockLength }: ListedFile): Promise<boolean> {
  return blockLength === 0 || (await core.has(blockOffset, blockOffset + blockLength))
}

async function isIntact(core: Hypercore, file: ListedFile): Promise<boolean> {
  const hash = createHash('sha256')
  for (let at = 0; at < file.blockLength; at++) {
    const block = await core.get(file.blockOffset + at, { wait: false })
    if (!block) return false
    hash.update(block)
  }
  return hash.digest().equals(file.hash)
}
