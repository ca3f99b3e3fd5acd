import { type Model, ModelError } from './model.ts'
import { type Corner, Triangles } from './triangles.ts'

/** Longer lines are no faces that somebody draws. */
const MOST_LINE_BYTES = 1_000_000
const LINE_END = 0x0a

/** Wavefront OBJ: its faces, whatever their materials. Up is the second axis in it, as its programs have it. */
export function readObj(bytes: Uint8Array): Model {
  const places: Corner[] = []
  const triangles = new Triangles()
  for (const line of linesOf(bytes)) {
    const [word, ...rest] = line.trim().split(/\s+/)
    if (word === 'v') places.push(placeOf(rest))
    else if (word === 'f') addFace(triangles, places, rest)
  }
  return triangles.finish(false)
}

function placeOf([x, y, z]: readonly string[]): Corner {
  if (z === undefined) throw new ModelError('cutOff', 'a place of fewer than three numbers')
  return [Number(x), -Number(z), Number(y)]
}

/** A face of any number of corners, as a fan. Indices count from 1, or backwards from the newest place. */
function addFace(triangles: Triangles, places: readonly Corner[], words: readonly string[]): void {
  const corners = words.map((word) => {
    const index = Number.parseInt(word, 10)
    const corner = places[index < 0 ? places.length + index : index - 1]
    if (!corner) throw new ModelError('malformed', `a face names the place ${word} of ${places.length}`)
    return corner
  })
  const [first] = corners
  for (let at = 1; at + 1 < corners.length; at++)
    triangles.add(first as Corner, corners[at] as Corner, corners[at + 1] as Corner)
}

/** A line that ends in a backslash goes on in the next. */
function* linesOf(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder('latin1')
  let begun = ''
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(LINE_END, from)
    const to = end === -1 ? bytes.length : end
    if (begun.length + to - from > MOST_LINE_BYTES)
      throw new ModelError('malformed', `a line of ${to - from} bytes`)
    const line = decoder.decode(bytes.subarray(from, to)).trimEnd()
    from = to + 1
    if (line.endsWith('\\')) begun += `${line.slice(0, -1)} `
    else {
      yield begun + line
      begun = ''
    }
  }
  if (begun !== '') yield begun
}
