import { filesOf } from './gltf-file.ts'
import { type ModelKind, MOST_MODEL_BYTES } from './kinds.ts'
import { type Model, ModelError } from './model.ts'
import { read3mf } from './read-3mf.ts'
import { readGltf } from './read-gltf.ts'
import { readObj } from './read-obj.ts'
import { readStl } from './read-stl.ts'

export type ModelFile = {
  readonly kind: ModelKind
  readonly bytes: Uint8Array
  /** For glTF: the files that it names, by the names it has for them. */
  readonly beside?: ReadonlyMap<string, Uint8Array>
}

/**
 * The form in a file that somebody made. Whatever is in it, this ends with a model or with a `ModelError`: the file is hostile
 * until it was read.
 */
export function readModel({ kind, bytes, beside }: ModelFile): Model {
  if (bytes.length > MOST_MODEL_BYTES) throw new ModelError('tooLarge', `${bytes.length} bytes`)
  try {
    switch (kind) {
      case 'stl':
        return readStl(bytes)
      case 'obj':
        return readObj(bytes)
      case '3mf':
        return read3mf(bytes)
      case 'gltf':
      case 'glb':
        return readGltf(bytes, beside)
    }
  } catch (error) {
    if (error instanceof ModelError) throw error
    // A shape that no reader foresaw, such as a text where a list should be.
    throw new ModelError('malformed', error instanceof Error ? error.message : '')
  }
}

/** The files beside it that are needed, too. */
export function neededBeside({ kind, bytes }: Pick<ModelFile, 'kind' | 'bytes'>): string[] {
  return kind === 'gltf' ? filesOf(bytes) : []
}
