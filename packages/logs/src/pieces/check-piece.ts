import { keyBytes, MAX_BLOCK_BYTES } from '@allmende/vocabulary'
import Hypercore from 'hypercore'
import type { CheckedPiece, Piece, TreeNode } from '../contract.ts'
import { TreeHasher, widthOf } from '../merkle.ts'
import { MAX_PREFIX_BYTES } from '../prefix.ts'
import { isSigned, readManifest } from '../signed-head.ts'

/** Bytes of the blocks of one piece: it stands in memory as a whole. */
export const MAX_PIECE_BYTES = MAX_PREFIX_BYTES

/** Blocks of one piece: 8 MiB of the smallest ones would be half a million hashes before a signature. */
export const MAX_PIECE_BLOCKS = 16_384

/** Of a block of files. Ours are 256 KiB; on the wire a message has 1 MiB. */
export const MAX_FILES_BLOCK_BYTES = 1024 * 1024

/** Blocks in a core, as far as bitfields are sized for: 4 TiB in blocks of 64 KiB. */
const MAX_CORE_BLOCKS = 2 ** 26

/** Hashes on one side. A cover of the widest subtrees has at most 26; joined at a place in between, twice that. */
const MAX_COVER = 128

/**
 * Verifies a piece from outside by itself, without the store: its author has signed a head of which exactly these blocks
 * are a part. Returns why it is refused otherwise.
 */
export function checkPiece(piece: Piece): CheckedPiece | string {
  const { core, which, length, from, blocks } = piece
  if (!hasAllowedSizes(piece)) return 'a block, or the whole, has a size that is not allowed'
  const manifest = readManifest(piece.manifest, Buffer.from(keyBytes(core)))
  if (manifest === null) return 'the manifest is not that of the core'
  const nodes = new Map<number, TreeNode>()
  const tree = new TreeHasher((node) => nodes.set(node.index, node))
  if (!cover(tree, piece.left, from)) return 'the hashes before the blocks do not fit'
  for (const block of blocks) tree.add(block)
  if (!cover(tree, piece.right, length)) return 'the hashes behind the blocks do not fit'
  const head = { length, fork: 0, rootHash: tree.hash(), signature: piece.signature }
  if (!isSigned(head, manifest)) return 'the author has not signed these blocks'
  return { core, which, manifest, head, from, blocks, nodes }
}

/** Adds subtrees until exactly `to` blocks are covered. Each must begin where a subtree of its width can. */
function cover(tree: TreeHasher, given: readonly TreeNode[], to: number): boolean {
  if (given.length > MAX_COVER) return false
  for (const { index, size, hash } of given) {
    if (!isCount(index) || !isCount(size) || hash.length !== 32) return false
    const width = widthOf(index)
    const fits = tree.length % width === 0 && index === 2 * tree.length + width - 1
    if (!fits || tree.length + width > to) return false
    tree.addSubtree({ index, size, hash })
  }
  return tree.length === to
}

function hasAllowedSizes({ which, length, from, blocks }: Piece): boolean {
  if (!isCount(length) || !isCount(from) || length > MAX_CORE_BLOCKS) return false
  if (blocks.length === 0 || blocks.length > MAX_PIECE_BLOCKS || from + blocks.length > length) return false
  const { PADDING } = Hypercore.DefaultEncryption
  const largest = which === 'files' ? MAX_FILES_BLOCK_BYTES : MAX_BLOCK_BYTES + PADDING
  let total = 0
  for (const block of blocks) {
    if (block.length <= PADDING || block.length > largest) return false
    total += block.length
  }
  return total <= MAX_PIECE_BYTES
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
