import type { Design } from '@allmende/vocabulary'
import { isTable } from '../plain.ts'
import { sayForm } from './say.ts'
import type { Section } from './section.ts'

const MAX_MEASURE = 1e9
const GRAMS = new Map<unknown, number>([
  ['g', 1],
  ['kg', 1000],
])
const MILLIMETRES = new Map<unknown, number>([
  ['mm', 1],
  ['cm', 10],
  ['m', 1000],
])

/** A number of grams, or (in the dialects before 2.4) a value with its unit. */
export function readMass(section: Section): number | undefined {
  const value = section.take('mass')
  if (value === undefined) return undefined
  const grams = isTable(value) ? scaled(value['value'], GRAMS.get(value['unit'])) : scaled(value, 1)
  if (grams === undefined) {
    sayForm(section, [...section.path, 'mass'], 'a mass above 0 in grams', value)
    section.leave('mass', value)
  }
  return grams
}

/** Numbers of millimetres, or (before 2.4) an OpenSCAD cube; other shapes stay as they are. */
export function readSize(section: Section): Design['size'] {
  const value = section.take('outer-dimensions')
  if (value === undefined) return undefined
  const size = isTable(value) ? (sizeOf(value) ?? sizeOfCube(value)) : undefined
  const isShape = isTable(value) && typeof value['openSCAD'] === 'string'
  if (!size && !isShape) {
    sayForm(section, [...section.path, 'outer-dimensions'], 'width, depth and height in millimetres', value)
  }
  if (!size) section.leave('outer-dimensions', value)
  return size
}

function sizeOf(value: Record<string, unknown>): Design['size'] {
  const factor = MILLIMETRES.get(value['unit'] ?? 'mm')
  return sizeFrom(['width', 'depth', 'height'].map((key) => scaled(value[key], factor)))
}

/** The brackets of real ones are often not closed. */
const CUBE =
  /^\s*cube\s*\(\s*(?:size\s*=\s*)?\[\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)\s*\]?\s*\)?\s*;?\s*$/i

function sizeOfCube(value: Record<string, unknown>): Design['size'] {
  const shape = value['openSCAD']
  const cube = typeof shape === 'string' ? CUBE.exec(shape) : null
  const factor = MILLIMETRES.get(value['unit'] ?? 'mm')
  return cube ? sizeFrom(cube.slice(1, 4).map((side) => scaled(side, factor))) : undefined
}

function sizeFrom([width, depth, height]: readonly (number | undefined)[]): Design['size'] {
  return width === undefined || depth === undefined || height === undefined
    ? undefined
    : { width, height, depth }
}

function scaled(value: unknown, factor: number | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || factor === undefined || !(number > 0)) return undefined
  // Seven digits are beyond any measure, and take the dust of binary fractions away (0.07 kg are 70 g).
  const result = Number((number * factor).toPrecision(12))
  return result <= MAX_MEASURE ? result : undefined
}
