import type { PreviewFile } from '@allmende/files'
import { readText } from './read-text.ts'

const HEAD = 'version https://git-lfs.github.com/spec/v1'
const SIZE = /^size (\d{1,15})$/m
/** A pointer has some 130 bytes; by its own specification less than 1,024. */
const FEWEST = 100
const MOST = 1024

export type Pointer = { readonly file: PreviewFile; readonly bytes: number }

/** Files of which only the pointer of git-LFS is there: a checkout without LFS, or an archive that a forge made. */
export async function pointersAmong(files: readonly PreviewFile[]): Promise<Pointer[]> {
  const found: Pointer[] = []
  for (const file of files) {
    if (file.bytes < FEWEST || file.bytes >= MOST) continue
    const text = await readText(file)
    const size = text.startsWith(HEAD) ? SIZE.exec(text)?.[1] : undefined
    if (size !== undefined) found.push({ file, bytes: Number(size) })
  }
  return found
}
