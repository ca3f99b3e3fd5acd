import { fail } from './errors.ts'

const text = new TextDecoder('utf-8', { fatal: true })

/** Where the walk stands. One object for a whole walk: this runs for every record read. */
type Walk = { bytes: Uint8Array; view: DataView | null; at: number; marked: boolean }

/** What was seen on the way: whether a text begins with U+FEFF, which decoders of text take for a mark and drop. */
export type Shape = { readonly marked: boolean }

/**
 * Walks once over CBOR without building anything, before a decoder that recurses may see it: 32 KiB of "list in a
 * list" would exhaust its stack, at a depth that depends on who called. Also holds what the decoder leaves open:
 * text is UTF-8, no tags, no numbers that JavaScript would round.
 * Throws `CBOR_MALFORMED`, `CBOR_UNSUPPORTED`, `CBOR_DEPTH`.
 */
export function checkShape(bytes: Uint8Array, maxDepth: number): Shape {
  const walk: Walk = { bytes, view: null, at: 0, marked: false }
  const open: number[] = []
  let left = 1
  while (left > 0) {
    left--
    const inside = item(walk)
    if (inside > 0) {
      if (open.length >= maxDepth) throw fail('CBOR_DEPTH', { limit: maxDepth })
      open.push(left)
      left = inside
    }
    while (left === 0 && open.length > 0) left = open.pop()!
  }
  if (walk.at !== bytes.length) throw malformed(`${bytes.length - walk.at} bytes after the end`)
  return walk
}

/** Steps over the head of one item, and its content if that is a string. Returns how many items stand inside it. */
function item(walk: Walk): number {
  if (walk.at >= walk.bytes.length) throw malformed('the end comes too early')
  const head = walk.bytes[walk.at++]!
  const major = head >>> 5
  if (major === 7) return simple(walk, head & 31)
  const value = argument(walk, head & 31)
  switch (major) {
    case 0:
    case 1:
      return 0
    case 2:
    case 3:
      skipString(walk, value, major === 3)
      return 0
    case 4:
      return counted(walk, value, 1)
    case 5:
      return counted(walk, value, 2)
    default:
      throw unsupported(`tag ${value}`)
  }
}

function argument(walk: Walk, minor: number): number {
  if (minor < 24) return minor
  if (minor === 31) throw unsupported('indefinite length')
  if (minor > 27) throw malformed(`reserved length ${minor}`)
  const size = 1 << (minor - 24)
  const view = take(walk, size)
  const at = walk.at - size
  if (size === 1) return view.getUint8(at)
  if (size === 2) return view.getUint16(at)
  if (size === 4) return view.getUint32(at)
  const value = view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4)
  if (value > Number.MAX_SAFE_INTEGER) throw unsupported('a number beyond 2^53')
  return value
}

function simple(walk: Walk, minor: number): number {
  if (minor >= 20 && minor <= 22) return 0
  if (minor < 25 || minor > 27) {
    throw minor > 27 && minor < 31
      ? malformed(`reserved value ${minor}`)
      : unsupported(`simple value ${minor}`)
  }
  const size = 1 << (minor - 24)
  const view = take(walk, size)
  const at = walk.at - size
  if (!isFiniteFloat(view, at, size)) throw unsupported('NaN or Infinity')
  return 0
}

function isFiniteFloat(view: DataView, at: number, size: number): boolean {
  if (size === 2) return (view.getUint16(at) & 0x7c00) !== 0x7c00
  return Number.isFinite(size === 4 ? view.getFloat32(at) : view.getFloat64(at))
}

function skipString(walk: Walk, length: number, isText: boolean): void {
  const { bytes, at } = walk
  const end = at + length
  if (end > bytes.length) throw malformed(`a string of ${length} bytes, ${bytes.length - at} left`)
  walk.at = end
  if (!isText) return
  let i = at
  while (i < end && bytes[i]! < 0x80) i++
  if (i === end) return
  if (i === at && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) walk.marked = true
  try {
    text.decode(bytes.subarray(i, end))
  } catch {
    throw malformed('text that is not UTF-8')
  }
}

/** A list of 2^50 items is a head of nine bytes: nobody may start to count before there is something to count. */
function counted(walk: Walk, count: number, each: number): number {
  if (count * each > walk.bytes.length - walk.at)
    throw malformed(`${count} entries, but the end comes before`)
  return count * each
}

function take(walk: Walk, size: number): DataView {
  const { bytes } = walk
  if (walk.at + size > bytes.length) throw malformed('the end comes too early')
  walk.view ??= new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  walk.at += size
  return walk.view
}

const malformed = (reason: string) => fail('CBOR_MALFORMED', { reason })
const unsupported = (reason: string) => fail('CBOR_UNSUPPORTED', { reason })
