import { Numbers } from './gltf-numbers.ts'
import { type GltfFile, type GltfNode, type GltfPrimitive, readGltfFile } from './gltf-file.ts'
import { after, composed, type Matrix, moved, UNMOVED } from './matrix.ts'
import { type Model, ModelError } from './model.ts'
import { type Corner, Triangles } from './triangles.ts'

/** Metres with the second axis up, to millimetres with the third one up. */
const OURS: Matrix = [1000, 0, 0, 0, 0, 1000, 0, -1000, 0, 0, 0, 0]
const DEEPEST = 64
const MOST_NODES = 100_000
const COMPRESSED = ['KHR_draco_mesh_compression', 'EXT_meshopt_compression']

/** glTF 2.0 and GLB: the triangles of its scene. Materials, bones and movement are left. */
export function readGltf(bytes: Uint8Array, beside: ReadonlyMap<string, Uint8Array> = new Map()): Model {
  const file = readGltfFile(bytes, beside)
  const needed = COMPRESSED.filter((name) => file.json.extensionsRequired?.includes(name))
  if (needed.length > 0) throw new ModelError('compressed', needed.join(', '))
  const walk = { file, triangles: new Triangles(), left: MOST_NODES }
  for (const root of rootsOf(file)) enter(walk, root, OURS, 0)
  return walk.triangles.finish(true)
}

function rootsOf({ json: { scene, scenes, nodes = [] } }: GltfFile): readonly number[] {
  const roots = scenes?.[scene ?? 0]?.nodes
  return Array.isArray(roots) ? roots : nodes.map((_, index) => index)
}

type Walk = { readonly file: GltfFile; readonly triangles: Triangles; left: number }

function enter(walk: Walk, index: number, outer: Matrix, depth: number): void {
  const { nodes, meshes } = walk.file.json
  const node = nodes?.[index]
  if (!node) throw new ModelError('malformed', `node ${index} is missing`)
  if (depth > DEEPEST || walk.left-- <= 0) throw new ModelError('tooMany', 'nodes within nodes')
  const at = after(outer, matrixOf(node))
  if (node.mesh !== undefined) {
    const mesh = meshes?.[node.mesh]
    if (!mesh) throw new ModelError('malformed', `mesh ${node.mesh} is missing`)
    for (const primitive of mesh.primitives ?? []) addPrimitive(walk, primitive, at)
  }
  for (const child of node.children ?? []) enter(walk, child, at, depth + 1)
}

function matrixOf({ matrix: m, translation, rotation, scale }: GltfNode): Matrix {
  if (m?.length === 16)
    return [m[0], m[1], m[2], m[4], m[5], m[6], m[8], m[9], m[10], m[12], m[13], m[14]].map(
      Number,
    ) as unknown as Matrix
  if (!translation && !rotation && !scale) return UNMOVED
  return composed(
    (translation ?? [0, 0, 0]) as unknown as Corner,
    (rotation ?? [0, 0, 0, 1]) as unknown as [number, number, number, number],
    (scale ?? [1, 1, 1]) as unknown as Corner,
  )
}

const TRIANGLES = 4
const STRIP = 5
const FAN = 6

function addPrimitive({ file, triangles }: Walk, primitive: GltfPrimitive, at: Matrix): void {
  const { mode = TRIANGLES, attributes, indices } = primitive
  if (mode < TRIANGLES || attributes?.POSITION === undefined) return
  const found = COMPRESSED.find((name) => primitive.extensions?.[name])
  const places = new Numbers(file, attributes.POSITION, 3, found)
  const order = indices === undefined ? null : new Numbers(file, indices, 1, found)
  const count = order?.count ?? places.count
  const corner = (step: number): Corner => {
    const index = order ? order.at(step, 0) : step
    if (!(index < places.count)) throw new ModelError('malformed', `place ${index} of ${places.count}`)
    return moved([places.at(index, 0), places.at(index, 1), places.at(index, 2)], at)
  }
  if (mode === TRIANGLES)
    for (let step = 0; step + 2 < count; step += 3)
      triangles.add(corner(step), corner(step + 1), corner(step + 2))
  else if (mode === STRIP)
    for (let step = 0; step + 2 < count; step++)
      triangles.add(corner(step), corner(step + 1), corner(step + 2))
  else if (mode === FAN)
    for (let step = 1; step + 1 < count; step++) triangles.add(corner(0), corner(step), corner(step + 1))
}
