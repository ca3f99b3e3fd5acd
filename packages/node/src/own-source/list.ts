import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Goes along in the archive, so that a copy without git knows as well which of its files are the source. */
export const SOURCE_LIST = 'SOURCE-FILES.txt'

export type SourceFile = { readonly path: string; readonly file: string; readonly executable: boolean }

/**
 * The files that are the project's own source, in order of their paths: those git tracks, else those that the archive
 * named which this copy came from. Never by looking through the folder: what somebody keeps beside it is theirs. Null where neither is there.
 */
export async function sourceFiles(root: string): Promise<SourceFile[] | null> {
  const paths = (await tracked(root)) ?? (await listed(root))
  if (!paths) return null
  const files: SourceFile[] = []
  for (const path of paths.toSorted()) {
    const file = join(root, path)
    const found = await lstat(file).catch(() => null)
    // A file that was removed and not yet committed, or a link: neither can go along.
    if (found?.isFile()) files.push({ path, file, executable: (found.mode & 0o100) !== 0 })
  }
  return files
}

async function tracked(root: string): Promise<string[] | null> {
  if (!existsSync(join(root, '.git'))) return null
  try {
    const { stdout } = await run('git', ['-C', root, 'ls-files', '-z'], { maxBuffer: 64 * 1024 * 1024 })
    return stdout.split('\0').filter((path) => path !== '')
  } catch {
    return null
  }
}

async function listed(root: string): Promise<string[] | null> {
  const text = await readFile(join(root, SOURCE_LIST), 'utf8').catch(() => null)
  const paths = text?.split('\n').filter((path) => path !== '')
  return paths && paths.every(isInside) ? paths : null
}

function isInside(path: string): boolean {
  return (
    !path.startsWith('/') && !path.includes('\\') && path.split('/').every((part) => !/^\.{0,2}$/.test(part))
  )
}
