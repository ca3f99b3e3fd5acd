// hypercore's tree over the blocks of a core, computed without a core: a log that is handed over whole is
// verified before anything of it is stored.
import sodium from 'sodium-universal'

/** WARNING: these are hypercore's own (hypercore-crypto: data, parent, tree). */
const LEAF = Uint8Array.of(0)
const PARENT = Uint8Array.of(1)
const ROOT = Uint8Array.of(2)

type Node = { hash: Uint8Array; size: number }
type Root = Node & { index: number }

/** The hash that an author signs for a core of exactly these blocks. */
export function treeHash(blocks: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [ROOT]
  for (const root of roots(blocks)) parts.push(root.hash, uint64(root.index), uint64(root.size))
  return hash(parts)
}

/** The hash over roots that somebody else computed. */
export function treeHashOf(roots: readonly Root[]): Uint8Array {
  return hash([ROOT, ...roots.flatMap((root) => [root.hash, uint64(root.index), uint64(root.size)])])
}

function roots(blocks: readonly Uint8Array[]): Root[] {
  const found: Root[] = []
  let start = 0
  while (start < blocks.length) {
    const width = 2 ** Math.floor(Math.log2(blocks.length - start))
    const node = fold(blocks, start, width)
    // hypercore numbers leaves 0, 2, 4 … and their parents between them ("flat tree").
    found.push({ ...node, index: 2 * start + width - 1 })
    start += width
  }
  return found
}

function fold(blocks: readonly Uint8Array[], start: number, width: number): Node {
  let row: Node[] = []
  for (let at = start; at < start + width; at++) row.push(leaf(blocks[at]!))
  while (row.length > 1) {
    const next: Node[] = []
    for (let at = 0; at < row.length; at += 2) next.push(parent(row[at]!, row[at + 1]!))
    row = next
  }
  return row[0]!
}

function leaf(block: Uint8Array): Node {
  return { size: block.length, hash: hash([LEAF, uint64(block.length), block]) }
}

function parent(left: Node, right: Node): Node {
  const size = left.size + right.size
  return { size, hash: hash([PARENT, uint64(size), left.hash, right.hash]) }
}

function hash(parts: Uint8Array[]): Uint8Array {
  const out = Buffer.allocUnsafe(32)
  sodium.crypto_generichash_batch(out, parts)
  return out
}

function uint64(value: number): Uint8Array {
  const out = Buffer.allocUnsafe(8)
  out.writeUInt32LE(value % 2 ** 32, 0)
  out.writeUInt32LE(Math.floor(value / 2 ** 32), 4)
  return out
}
