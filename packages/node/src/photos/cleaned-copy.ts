import { readFile, stat, writeFile } from 'node:fs/promises'
import type { PreviewFile } from '@allmende/files'

/** A picture is read whole to be cleaned; cameras make none that is larger. */
const MAX_PICTURE_BYTES = 64 * 1024 * 1024

/** Null for what is too large to be a picture. */
export async function wholePicture({ source, bytes }: PreviewFile): Promise<Uint8Array | null> {
  return bytes <= MAX_PICTURE_BYTES ? await readFile(source) : null
}

/** The same file with another content, which lies elsewhere: the person's own stays as it is. */
export async function copyWith(file: PreviewFile, content: Uint8Array, copy: string): Promise<PreviewFile> {
  await writeFile(copy, content, { mode: 0o600 })
  const { mtimeMs: modified } = await stat(copy)
  return { ...file, source: copy, bytes: content.length, modified }
}
