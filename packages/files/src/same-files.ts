import type { ListedFile, Preview } from './contract.ts'
import { PROGRESS_EVERY_MS } from './limits.ts'
import { paced } from './rate.ts'
import { SourceReader } from './read-source.ts'

export type SameFilesOptions = {
  readonly signal?: AbortSignal
  readonly onProgress?: (bytesDone: number) => void
}

/**
 * Whether the files of a preview are exactly those of a list: the paths, which may be run, and the content by its hashes. A file is
 * read only while everything else is the same, so a folder in which one was added or grew costs nothing here.
 */
export async function sameFiles(
  preview: Preview,
  listed: readonly ListedFile[],
  { signal, onProgress }: SameFilesOptions = {},
): Promise<boolean> {
  const before = new Map(listed.map((file) => [file.path, file]))
  const alike = preview.files.every(({ path, bytes, executable }) => {
    const was = before.get(path)
    return was?.bytes === bytes && was.executable === executable
  })
  if (!alike || preview.files.length !== before.size) return false
  let done = 0
  const report = paced(PROGRESS_EVERY_MS, performance.now.bind(performance), () => onProgress?.(done))
  for (const file of preview.files) {
    const reader = new SourceReader(file)
    for await (const piece of reader.pieces(signal)) {
      done += piece.length
      report()
    }
    const { hash } = reader.result()
    if (Buffer.compare(hash, before.get(file.path)?.hash ?? new Uint8Array()) !== 0) return false
  }
  return true
}
