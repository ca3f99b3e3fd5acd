import type { ListedFile } from '@allmende/files'
import type { FileState } from '@allmende/rules'

export function byPath(files: readonly ListedFile[]): Map<string, ListedFile> {
  return new Map(files.map((file) => [file.path, file]))
}

/** Files as `rules` compares them: by what they hold, which nobody has to fetch for that. */
export function statesOf(files: readonly ListedFile[]): FileState[] {
  return files.map(({ path, hash, executable }) => ({
    path,
    hash: Buffer.from(hash).toString('hex'),
    executable,
  }))
}
