import { type Model, ModelError } from './model.ts'
import { type Corner, Triangles } from './triangles.ts'

const HEAD_BYTES = 84
const TRIANGLE_BYTES = 50
/** Where a text one must have named its first triangle. */
const BEGINNING = 4_096

/**
 * STL, as text or bytes. That it begins with "solid" says nothing: many programs write that before bytes too. So the
 * length decides first, then whether triangles are named at its beginning.
 */
export function readStl(bytes: Uint8Array): Model {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const said = bytes.length >= HEAD_BYTES ? view.getUint32(80, true) : 0
  const fits = bytes.length >= HEAD_BYTES && bytes.length === HEAD_BYTES + said * TRIANGLE_BYTES
  if (!fits && isText(bytes)) return readText(bytes)
  if (bytes.length < HEAD_BYTES) throw new ModelError('cutOff', `${bytes.length} bytes`)
  const room = Math.floor((bytes.length - HEAD_BYTES) / TRIANGLE_BYTES)
  // What stands behind the last triangle is another program's own, and no harm.
  if (said > room) throw new ModelError('cutOff', `${said} triangles said, room for ${room}`)
  return readBytes(view, said)
}

function isText(bytes: Uint8Array): boolean {
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, BEGINNING)).trimStart().toLowerCase()
  return (
    beginning.startsWith('solid') &&
    (/\bfacet\b/.test(beginning) || /^solid[^\0]*\bendsolid\b/.test(beginning))
  )
}

function readBytes(view: DataView, count: number): Model {
  const triangles = new Triangles(count)
  const corner = (at: number): Corner => [
    view.getFloat32(at, true),
    view.getFloat32(at + 4, true),
    view.getFloat32(at + 8, true),
  ]
  for (let index = 0; index < count; index++) {
    // The first twelve bytes are the normal, which the corners say as well.
    const at = HEAD_BYTES + index * TRIANGLE_BYTES + 12
    triangles.add(corner(at), corner(at + 12), corner(at + 24))
  }
  return triangles.finish(false)
}

const VERTEX = new TextEncoder().encode('vertex')
const V = VERTEX[0] ?? 0

function readText(bytes: Uint8Array): Model {
  const triangles = new Triangles()
  const corners: Corner[] = []
  for (let at = bytes.indexOf(V); at !== -1; at = bytes.indexOf(V, at + 1)) {
    if (!isVertex(bytes, at)) continue
    const { numbers, end } = threeNumbers(bytes, at + VERTEX.length)
    if (!numbers) throw new ModelError('cutOff', `a corner at byte ${at}`)
    corners.push(numbers)
    if (corners.length === 3) {
      const [a, b, c] = corners.splice(0) as [Corner, Corner, Corner]
      triangles.add(a, b, c)
    }
    at = end - 1
  }
  if (corners.length > 0) throw new ModelError('cutOff', `a triangle of ${corners.length} corners`)
  return triangles.finish(false)
}

function isVertex(bytes: Uint8Array, at: number): boolean {
  return VERTEX.every((letter, index) => bytes[at + index] === letter)
}

const SPACE = 0x20
/** Longer than any number that a program writes. */
const MOST_DIGITS = 64

/** The three numbers behind a byte; none when something else stands there. */
function threeNumbers(bytes: Uint8Array, from: number): { numbers: Corner | null; end: number } {
  const numbers: number[] = []
  let at = from
  while (numbers.length < 3) {
    while (at < bytes.length && (bytes[at] ?? 0) <= SPACE) at++
    const begin = at
    while (at < bytes.length && (bytes[at] ?? 0) > SPACE && at - begin < MOST_DIGITS) at++
    if (at === begin) return { numbers: null, end: at }
    const word = String.fromCharCode(...bytes.subarray(begin, at))
    const value = Number(word)
    // "nan" is written by programs and leaves that triangle out; any other word means that a number is missing.
    if (Number.isNaN(value) && !/^[+-]?(?:nan|inf)/i.test(word)) return { numbers: null, end: at }
    numbers.push(value)
  }
  return { numbers: numbers as unknown as Corner, end: at }
}
