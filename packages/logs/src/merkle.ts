// hypercore's tree over the blocks of a core, computed without a core: a log that is handed over whole is
// verified before anything of it is stored.
import sodium from 'sodium-universal'

/** WARNING: these are hypercore's own (hypercore-crypto: data, parent, tree). */
const LEAF = Uint8Array.of(0)
const PARENT = Uint8Array.of(1)
const ROOT = Uint8Array.of(2)

type Node = { hash: Uint8Array; size: number }
export type Root = Node & { index: number }

/** The hash that an author signs for a core of exactly these blocks. */
export function treeHash(blocks: Iterable<Uint8Array>): Uint8Array {
  const tree = new TreeHasher()
  for (const block of blocks) tree.add(block)
  return tree.hash()
}

/** Takes the blocks of a core one by one: of a large core only a few hashes are in memory. */
export class TreeHasher {
  /** Full subtrees from the left, each wider than the next. */
  readonly #roots: (Node & { start: number; width: number })[] = []
  readonly #seen: ((node: Root) => void) | undefined
  #length = 0

  /** `seen` is told every node on the way, inner ones too, numbered in hypercore's way. */
  constructor(seen?: (node: Root) => void) {
    this.#seen = seen
  }

  get length(): number {
    return this.#length
  }

  add(block: Uint8Array): void {
    this.#push(leaf(block), 1)
  }

  /** A whole subtree that somebody else has hashed, numbered in hypercore's way. Whether it is true, the signature says. */
  addSubtree({ index, size, hash: given }: Root): void {
    this.#push({ hash: given, size }, widthOf(index))
  }

  #push(given: Node, width: number): void {
    let node = { ...given, start: this.#length, width }
    this.#tell(node)
    while (this.#roots.at(-1)?.width === node.width) {
      const left = this.#roots.pop()!
      node = { ...parent(left, node), start: left.start, width: 2 * node.width }
      this.#tell(node)
    }
    this.#roots.push(node)
    this.#length += width
  }

  #tell({ start, width, size, hash: given }: Node & { start: number; width: number }): void {
    this.#seen?.({ index: indexOf(start, width), size, hash: given })
  }

  hash(): Uint8Array {
    // hypercore numbers leaves 0, 2, 4 … and their parents between them ("flat tree").
    const parts = this.#roots.map((node) => [
      node.hash,
      uint64(indexOf(node.start, node.width)),
      uint64(node.size),
    ])
    return hash([ROOT, ...parts.flat()])
  }
}

/** How many blocks the subtree of a node covers: a parent's number ends in as many ones as it is high. */
export function widthOf(index: number): number {
  let width = 1
  for (let rest = index; rest % 2 === 1; rest = (rest - 1) / 2) width *= 2
  return width
}

/** The number of the node over `width` blocks from `start`. */
export function indexOf(start: number, width: number): number {
  return 2 * start + width - 1
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
