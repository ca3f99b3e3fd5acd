import { unzipSync } from 'fflate'
import { after, type Matrix, moved, scaled, UNMOVED } from './matrix.ts'
import { type Model, ModelError } from './model.ts'
import { type Corner, Triangles } from './triangles.ts'
import { attributesOf, tagsOf } from './xml-tags.ts'

/** Of all its parts unpacked. A zip may say less than it holds: then what is over is dropped by the library. */
const MOST_UNPACKED_BYTES = 256_000_000
const MOST_PARTS = 1_000
/** Things within things, and how often any is placed: more is no design, but a way to fill the memory. */
const DEEPEST = 16
const MOST_PLACED = 100_000

const MILLIMETRES: Readonly<Record<string, number>> = {
  micron: 0.001,
  millimeter: 1,
  centimeter: 10,
  inch: 25.4,
  foot: 304.8,
  meter: 1000,
}

type Component = { readonly object: string; readonly at: Matrix }
type Solid = { readonly places: Corner[]; readonly faces: number[]; readonly components: Component[] }
type Found = { readonly objects: Map<string, Solid>; readonly items: Component[]; unit: number }

/** 3MF: the meshes of what is to be built, each where it is to be. Colours and materials are left. */
export function read3mf(bytes: Uint8Array): Model {
  const found: Found = { objects: new Map(), items: [], unit: 1 }
  for (const [path, part] of Object.entries(unpacked(bytes))) readPart(found, `/${path}`, part)
  const triangles = new Triangles()
  const placing = { found, triangles, left: MOST_PLACED }
  for (const { object, at } of found.items) place(placing, object, after(scaled(found.unit), at), 0)
  return triangles.finish(true)
}

function unpacked(bytes: Uint8Array): Record<string, Uint8Array> {
  let sum = 0
  let parts = 0
  try {
    return unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (!/\.model$/i.test(name)) return false
        sum += originalSize
        parts++
        if (sum > MOST_UNPACKED_BYTES || parts > MOST_PARTS)
          throw new ModelError('tooLarge', `${sum} bytes in ${parts} parts`)
        return true
      },
    })
  } catch (error) {
    if (error instanceof ModelError) throw error
    throw new ModelError('malformed', error instanceof Error ? error.message : 'no zip')
  }
}

function readPart(found: Found, path: string, part: Uint8Array): void {
  let solid: Solid | null = null
  let unit = 1
  for (const { name, inside } of tagsOf(part)) {
    const said = attributesOf(inside)
    switch (name) {
      case 'model':
        unit = MILLIMETRES[said('unit') ?? 'millimeter'] ?? 1
        break
      case 'object':
        solid = { places: [], faces: [], components: [] }
        found.objects.set(`${path}#${said('id') ?? ''}`, solid)
        break
      case 'vertex':
        solid?.places.push([Number(said('x')), Number(said('y')), Number(said('z'))])
        break
      case 'triangle':
        solid?.faces.push(Number(said('v1')), Number(said('v2')), Number(said('v3')))
        break
      case 'component':
        solid?.components.push(componentOf(path, said))
        break
      case 'item':
        // The part that says what is to be built has the unit of all.
        found.unit = unit
        found.items.push(componentOf(path, said))
        break
      default:
    }
  }
}

function componentOf(path: string, said: (name: string) => string | undefined): Component {
  const object = `${said('path') ?? path}#${said('objectid') ?? ''}`
  const numbers = said('transform')?.trim().split(/\s+/).map(Number)
  if (numbers === undefined) return { object, at: UNMOVED }
  if (numbers.length !== 12) throw new ModelError('malformed', `a transform of ${numbers.length} numbers`)
  return { object, at: numbers as unknown as Matrix }
}

type Placing = { readonly found: Found; readonly triangles: Triangles; left: number }

function place(placing: Placing, name: string, at: Matrix, depth: number): void {
  const solid = placing.found.objects.get(name)
  if (!solid) throw new ModelError('malformed', `the object ${name} is missing`)
  if (depth > DEEPEST || placing.left-- <= 0) throw new ModelError('tooMany', 'things within things')
  const { places, faces, components } = solid
  const there = places.map((corner) => moved(corner, at))
  for (let index = 0; index + 2 < faces.length; index += 3) {
    const [a, b, c] = [0, 1, 2].map((corner) => there[faces[index + corner] ?? -1])
    if (!a || !b || !c)
      throw new ModelError('malformed', `a triangle names a place of ${places.length} that isn't there`)
    placing.triangles.add(a, b, c)
  }
  for (const component of components) place(placing, component.object, after(at, component.at), depth + 1)
}
