import { ModelError } from './model.ts'

/** The part of glTF 2.0 that says where triangles are. What stands in it is whatever the file says: checked where it is used. */
export type Gltf = {
  readonly asset?: { readonly version?: unknown }
  readonly extensionsRequired?: readonly unknown[]
  readonly scene?: number
  readonly scenes?: readonly { readonly nodes?: readonly number[] }[]
  readonly nodes?: readonly GltfNode[]
  readonly meshes?: readonly { readonly primitives?: readonly GltfPrimitive[] }[]
  readonly accessors?: readonly GltfAccessor[]
  readonly bufferViews?: readonly GltfBufferView[]
  readonly buffers?: readonly { readonly uri?: string; readonly byteLength?: number }[]
}
export type GltfNode = {
  readonly mesh?: number
  readonly children?: readonly number[]
  readonly matrix?: readonly number[]
  readonly translation?: readonly number[]
  readonly rotation?: readonly number[]
  readonly scale?: readonly number[]
}
export type GltfPrimitive = {
  readonly attributes?: { readonly POSITION?: number }
  readonly indices?: number
  readonly mode?: number
  readonly extensions?: Readonly<Record<string, unknown>>
}
export type GltfAccessor = {
  readonly bufferView?: number
  readonly byteOffset?: number
  readonly componentType?: number
  readonly count?: number
  readonly type?: string
  readonly normalized?: boolean
  readonly sparse?: unknown
}
export type GltfBufferView = {
  readonly buffer?: number
  readonly byteOffset?: number
  readonly byteLength?: number
  readonly byteStride?: number
}

/** A glTF with the files that it names. */
export type GltfFile = { readonly json: Gltf; readonly buffers: readonly Uint8Array[] }

const GLB = 0x46546c67
const JSON_CHUNK = 0x4e4f534a
const BIN_CHUNK = 0x004e4942
const HEAD_BYTES = 12
const MOST_BUFFERS = 64

/** The names of the files beside it that hold its bytes; none for a GLB, and for one that has all in itself. */
export function filesOf(bytes: Uint8Array): string[] {
  const { buffers = [] } = open(bytes).json
  return buffers.slice(0, MOST_BUFFERS).flatMap(({ uri }) => (uri === undefined || isData(uri) ? [] : [uri]))
}

/** `beside` has the files that it names, by the names it has for them. */
export function readGltfFile(bytes: Uint8Array, beside: ReadonlyMap<string, Uint8Array>): GltfFile {
  const { json, binary } = open(bytes)
  const { buffers = [] } = json
  if (buffers.length > MOST_BUFFERS) throw new ModelError('tooMany', `${buffers.length} buffers`)
  return {
    json,
    buffers: buffers.map(({ uri }, index) => {
      const content = uri === undefined ? binary : isData(uri) ? fromData(uri) : beside.get(uri)
      if (!content) throw new ModelError('files', uri ?? `buffer ${index}`)
      return content
    }),
  }
}

function open(bytes: Uint8Array): { json: Gltf; binary: Uint8Array | null } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < HEAD_BYTES || view.getUint32(0, true) !== GLB)
    return { json: parsed(bytes), binary: null }
  let json: Gltf | null = null
  let binary: Uint8Array | null = null
  for (let at = HEAD_BYTES; at + 8 <= bytes.length;) {
    const length = view.getUint32(at, true)
    const type = view.getUint32(at + 4, true)
    if (at + 8 + length > bytes.length)
      throw new ModelError('cutOff', `a piece of ${length} bytes, ${bytes.length - at - 8} are there`)
    const piece = bytes.subarray(at + 8, at + 8 + length)
    if (type === JSON_CHUNK) json ??= parsed(piece)
    if (type === BIN_CHUNK) binary ??= piece
    at += 8 + length
  }
  if (!json) throw new ModelError('cutOff', 'nothing that says what it is')
  return { json, binary }
}

function parsed(bytes: Uint8Array): Gltf {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    throw new ModelError('malformed', error instanceof Error ? error.message.slice(0, 100) : '')
  }
  if (typeof json !== 'object' || json === null) throw new ModelError('malformed', 'no object')
  const gltf = json as Gltf
  const version = gltf.asset?.version
  if (typeof version !== 'string' || !version.startsWith('2.'))
    throw new ModelError('malformed', 'not glTF 2')
  return gltf
}

function isData(uri: string): boolean {
  return uri.startsWith('data:')
}

function fromData(uri: string): Uint8Array {
  const [, text] = /^data:[^,]*;base64,([^]*)$/.exec(uri) ?? []
  if (text === undefined) throw new ModelError('malformed', 'data in another way than base64')
  try {
    const letters = atob(text)
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
  } catch {
    throw new ModelError('malformed', 'data that is no base64')
  }
}
