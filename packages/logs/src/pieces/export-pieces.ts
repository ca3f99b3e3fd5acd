import type Hypercore from 'hypercore'
import type { Piece, TreeNode } from '../contract.ts'
import type { CoreEntry } from '../core-table.ts'
import { readRaw } from '../reading.ts'
import { encodeManifest } from '../signed-head.ts'
import type { Store } from '../store.ts'
import { MAX_PIECE_BLOCKS, MAX_PIECE_BYTES } from './check-piece.ts'
import { tiles } from './tiles.ts'

/** Blocks read in one call where they are large: a piece has room for 32 of 256 KiB. */
const LARGE_AT_ONCE = 16
const SMALL_AT_ONCE = 1_024

type Signed = Omit<Piece, 'from' | 'blocks' | 'left' | 'right'>

/**
 * Reads the blocks of a core from `from` until before `to` as pieces. It ends at the first block that isn't here.
 * `joint`: how long the core is where the pieces go to, if that is known: then the hashes tie in with it there.
 */
export async function* exportPieces(
  store: Store,
  entry: CoreEntry,
  { from, to, joint }: { from: number; to: number; joint?: number },
): AsyncGenerator<Piece> {
  const { key, which, length, fork, signature, manifest } = entry
  if (fork !== 0 || signature === null || manifest === null) return
  const signed: Signed = { core: key, which, manifest: encodeManifest(manifest), length, signature }
  const storage = await store.blocks(key)
  if (storage === null) return
  try {
    const end = Math.min(to, length)
    for await (const run of runs(storage, from, end, which === 'files' ? LARGE_AT_ONCE : SMALL_AT_ONCE)) {
      const piece = await withHashes(storage, signed, run, joint)
      if (piece === null) return
      yield piece
    }
  } finally {
    await storage.close()
  }
}

type Run = { from: number; blocks: Uint8Array[] }

/** As many blocks together as a piece may hold. */
async function* runs(
  storage: Hypercore.CoreStorage,
  from: number,
  to: number,
  atOnce: number,
): AsyncGenerator<Run> {
  let run: Run = { from, blocks: [] }
  let bytes = 0
  for (let at = from; at < to; at += atOnce) {
    const end = Math.min(to, at + atOnce)
    let read = 0
    for await (const batch of readRaw(storage, at, end)) {
      for (const { block, bytes: value } of batch) {
        if (run.blocks.length >= MAX_PIECE_BLOCKS || bytes + value.length > MAX_PIECE_BYTES) {
          yield run
          run = { from: block, blocks: [] }
          bytes = 0
        }
        run.blocks.push(value)
        bytes += value.length
        read += 1
      }
    }
    if (read < end - at) break
  }
  if (run.blocks.length > 0) yield run
}

/** Null when a hash isn't here: of a core with holes those around a block are, others may not be. */
async function withHashes(
  storage: Hypercore.CoreStorage,
  signed: Signed,
  { from, blocks }: Run,
  joint = 0,
): Promise<Piece | null> {
  const left = await cover(storage, 0, from, joint)
  const right = await cover(storage, from + blocks.length, signed.length, joint)
  return left === null || right === null ? null : { ...signed, from, blocks, left, right }
}

/** With a seam at `joint` where that lies in between and the hashes for it are here. */
async function cover(
  storage: Hypercore.CoreStorage,
  from: number,
  to: number,
  joint: number,
): Promise<TreeNode[] | null> {
  const within = from < joint && joint < to
  const joined = within ? await nodesAt(storage, [...tiles(from, joint), ...tiles(joint, to)]) : null
  return joined ?? nodesAt(storage, tiles(from, to))
}

async function nodesAt(
  storage: Hypercore.CoreStorage,
  indexes: readonly number[],
): Promise<TreeNode[] | null> {
  if (indexes.length === 0) return []
  const reading = storage.read()
  const waiting = indexes.map((index) => reading.getTreeNode(index))
  reading.tryFlush()
  const nodes = (await Promise.all(waiting)).filter((node) => node !== null)
  return nodes.length === indexes.length ? nodes : null
}
