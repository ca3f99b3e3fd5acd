/** Which files are models, and how large they may be to be drawn in the page. */

export const MODEL_KINDS = ['stl', 'obj', '3mf', 'gltf', 'glb'] as const
export type ModelKind = (typeof MODEL_KINDS)[number]

/**
 * Larger files are downloads. A binary STL of this size has some two million triangles, whose corners fill 72 MB: what an
 * old laptop and a phone can still hold and turn.
 */
export const MOST_MODEL_BYTES = 96_000_000

/** What a file of a name is drawn as; null: not at all. */
export function modelKind(path: string): ModelKind | null {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase()
  return MODEL_KINDS.find((kind) => kind === ending) ?? null
}
