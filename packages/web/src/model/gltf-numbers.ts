import type { GltfFile } from './gltf-file.ts'
import { ModelError } from './model.ts'

type Kind = {
  readonly bytes: number
  readonly read: (view: DataView, at: number) => number
  readonly largest: number
}

const KINDS: Readonly<Record<number, Kind>> = {
  5120: { bytes: 1, read: (view, at) => view.getInt8(at), largest: 127 },
  5121: { bytes: 1, read: (view, at) => view.getUint8(at), largest: 255 },
  5122: { bytes: 2, read: (view, at) => view.getInt16(at, true), largest: 32_767 },
  5123: { bytes: 2, read: (view, at) => view.getUint16(at, true), largest: 65_535 },
  5125: { bytes: 4, read: (view, at) => view.getUint32(at, true), largest: 1 },
  5126: { bytes: 4, read: (view, at) => view.getFloat32(at, true), largest: 1 },
}
const TYPES: Readonly<Record<string, number>> = { SCALAR: 1, VEC3: 3 }

/** The numbers of an accessor, in groups. All bounds are checked once, before the first is read. */
export class Numbers {
  readonly count: number
  readonly #view: DataView
  readonly #kind: Kind
  readonly #stride: number
  readonly #normalized: boolean

  constructor({ json, buffers }: GltfFile, index: number, group: 1 | 3, compression?: string) {
    const accessor = json.accessors?.[index]
    const kind = KINDS[accessor?.componentType ?? 0]
    if (!accessor || !kind || TYPES[accessor.type ?? ''] !== group)
      throw new ModelError('malformed', `the numbers ${index} are of no kind that fits`)
    const view = json.bufferViews?.[accessor.bufferView ?? -1]
    const buffer = buffers[view?.buffer ?? -1]
    // Without bytes of its own it is all zeros or compressed; with a list of exceptions it is for movement.
    if (!view || !buffer || accessor.sparse !== undefined)
      throw compression === undefined
        ? new ModelError('malformed', `the numbers ${index} stand nowhere`)
        : new ModelError('compressed', compression)
    this.count = natural(accessor.count)
    this.#kind = kind
    this.#stride = view.byteStride === undefined ? kind.bytes * group : natural(view.byteStride)
    this.#normalized = accessor.normalized === true
    const from = natural(view.byteOffset ?? 0) + natural(accessor.byteOffset ?? 0)
    const length = this.count === 0 ? 0 : (this.count - 1) * this.#stride + kind.bytes * group
    if (from + length > buffer.length)
      throw new ModelError('cutOff', `numbers up to byte ${from + length} of ${buffer.length}`)
    this.#view = new DataView(buffer.buffer, buffer.byteOffset + from, length)
  }

  at(index: number, part: 0 | 1 | 2): number {
    const { read, bytes, largest } = this.#kind
    const value = read(this.#view, index * this.#stride + part * bytes)
    return this.#normalized ? Math.max(-1, value / largest) : value
  }
}

function natural(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new ModelError('malformed', `a number of ${String(value)}`)
}
