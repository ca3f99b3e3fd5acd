import { lstat, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Preview, type PreviewFile, removeLeftovers, withFolder } from '@allmende/files'
import type { Home } from './home.ts'
import type { Parts } from './parts.ts'

/**
 * A folder for content on its way, removed in the end. On the disk of the home and not where the system keeps temporary
 * files: that is often memory, and a design may be larger.
 */
export function withWorkFolder<T>(parts: Parts, work: (folder: string) => Promise<T>): Promise<T> {
  return withFolder(parts.home.dir, work)
}

/** Removes what a run left that was killed. Only while the home is this process's alone: then nobody works in any of them. */
export function clearWorkFolders(home: Home): Promise<void> {
  return removeLeftovers(home.dir, true)
}

/** Puts a file where its path says, inside the folder. The path was judged before. */
export async function putFile(folder: string, path: string, content: Uint8Array | string): Promise<void> {
  const file = join(folder, ...path.split('/'))
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}

/**
 * What is to be imported of a work folder: just these files. Not by looking through it, as with a person's folder: no
 * rule about what to leave out applies to what was shared already.
 */
export async function previewOf(
  folder: string,
  files: readonly { path: string; executable: boolean }[],
): Promise<Preview> {
  const found: PreviewFile[] = []
  for (const { path, executable } of files) {
    const source = join(folder, ...path.split('/'))
    const { size, mtimeMs } = await lstat(source)
    found.push({ path, source, bytes: size, executable, modified: mtimeMs })
  }
  return {
    root: folder,
    single: false,
    files: found,
    bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
    leftOut: [],
    problems: [],
    hints: { title: '', licenceFiles: [], licences: [], extensions: {} },
  }
}
