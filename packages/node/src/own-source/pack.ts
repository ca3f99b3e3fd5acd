import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import tar from 'tar-stream'
import { SOURCE_LIST, sourceFiles, type SourceFile } from './list.ts'

/** The same for every file: the same source makes the same archive, whoever packs it. */
const MTIME = new Date('2000-01-01T00:00:00Z')

/** Packs the source of a checkout into a new file `NAME.tar.gz`; false where it can't be told which files are the source. */
export async function packSource(root: string, into: string, name: string): Promise<boolean> {
  const files = await sourceFiles(root)
  if (!files) return false
  const pack = tar.pack()
  const written = pipeline(
    pack,
    createGzip({ level: 9 }),
    createWriteStream(join(into, `${name}.tar.gz`), { flags: 'wx' }),
  )
  await Promise.all([written, fill(pack, files, name)])
  return true
}

async function fill(pack: tar.Pack, files: readonly SourceFile[], name: string): Promise<void> {
  const add = (path: string, content: Uint8Array, mode: number) =>
    pack.entry({ name: `${name}/${path}`, mode, mtime: MTIME }, Buffer.from(content))
  const list = files.map(({ path }) => path).filter((path) => path !== SOURCE_LIST)
  add(SOURCE_LIST, Buffer.from(list.map((path) => `${path}\n`).join('')), 0o644)
  for (const { path, file, executable } of files)
    if (path !== SOURCE_LIST) add(path, await readFile(file), executable ? 0o755 : 0o644)
  pack.finalize()
}
