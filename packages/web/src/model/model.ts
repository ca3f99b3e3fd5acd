/** Why a file isn't drawn. The page has a sentence for each. */
export const MODEL_PROBLEMS = [
  'tooLarge',
  'tooMany',
  'cutOff',
  'malformed',
  'empty',
  'compressed',
  'files',
  'slow',
  'noDrawing',
] as const
export type ModelProblem = (typeof MODEL_PROBLEMS)[number]

/** A model that can't be drawn: what is wrong with it, and what was found, for those who mend it. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  readonly problem: ModelProblem
  readonly found: string

  constructor(problem: ModelProblem, found = '') {
    super(found === '' ? problem : `${problem}: ${found}`)
    this.problem = problem
    this.found = found
  }
}

/** A form made of triangles. All of it is in millimetres, as far as the file says its unit, and up is the third axis. */
export type Model = {
  /** Nine numbers for each triangle. */
  readonly corners: Float32Array<ArrayBuffer>
  readonly triangles: number
  readonly from: readonly [number, number, number]
  readonly to: readonly [number, number, number]
  /** Whether the file says its unit. STL and OBJ don't: millimetres are what most mean. */
  readonly unitKnown: boolean
  /** Triangles that had no place, such as one at "not a number". They are left out. */
  readonly leftOut: number
}

/** Width, depth and height. */
export function sizeOf({ from, to }: Pick<Model, 'from' | 'to'>): [number, number, number] {
  return [to[0] - from[0], to[1] - from[1], to[2] - from[2]]
}
