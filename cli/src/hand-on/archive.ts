import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Progress } from '@allmende/api/client'
import tar from 'tar-stream'
import { VERSION } from '../version.ts'
import type { Content } from './contents.ts'
import { installScript } from './install-script.ts'
import { PLATFORM } from './program-folder.ts'
import { readme } from './words.ts'

/** The same program makes the same archive, so that two who compare hashes of theirs see whether they have the same. */
const MTIME = new Date('2000-01-01T00:00:00Z')

/** Of the archive's folder, and of its file with an ending. */
export const NAME = `allmende-${VERSION}-${PLATFORM}`

export type Written = { readonly file: string; readonly bytes: number; readonly sha256: string }

type Context = { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void }

/**
 * Writes the archive: a script that checks and installs, and within it the program, compressed. It has its name only when it is whole.
 */
export async function writeArchive(
  contents: readonly Content[],
  file: string,
  context: Context,
): Promise<Written> {
  const inner = `${file}.program`
  const outer = `${file}.part`
  try {
    const program = await writeProgram(contents, inner, context)
    const written = await writeOuter(program, outer, context.signal)
    await toDisk(outer)
    await rename(outer, file)
    await toDisk(dirname(file))
    return { ...written, file }
  } finally {
    await Promise.all([inner, outer].map((one) => rm(one, { force: true })))
  }
}

async function writeProgram(
  contents: readonly Content[],
  file: string,
  { signal, onProgress }: Context,
): Promise<Written> {
  const total = contents.reduce((sum, { bytes }) => sum + bytes, 0)
  const pack = tar.pack()
  let done = 0
  const fill = async (): Promise<void> => {
    for (const content of contents) {
      await addFile(pack, content)
      done += content.bytes
      onProgress({ phase: 'packing', done, total, unit: 'bytes' })
    }
    pack.finalize()
  }
  const hashed = hashing()
  await Promise.all([
    pipeline(pack, createGzip({ level: 9 }), hashed.stream, createWriteStream(file, { flags: 'wx' }), {
      signal,
    }),
    fill(),
  ])
  return { file, ...hashed.result() }
}

async function writeOuter(program: Written, file: string, signal: AbortSignal): Promise<Written> {
  const pack = tar.pack()
  const fill = async (): Promise<void> => {
    addText(pack, 'install.sh', installScript(program), 0o755)
    addText(pack, 'README.txt', readme(), 0o644)
    const path = `${NAME}/program.tar.gz`
    await addFile(pack, { path, file: program.file, bytes: program.bytes, executable: false })
    pack.finalize()
  }
  const hashed = hashing()
  // What is in it is compressed already.
  const gzip = createGzip({ level: 0 })
  await Promise.all([
    pipeline(pack, gzip, hashed.stream, createWriteStream(file, { flags: 'wx' }), { signal }),
    fill(),
  ])
  return { file, ...hashed.result() }
}

function addText(pack: tar.Pack, name: string, text: string, mode: number): void {
  pack.entry({ name: `${NAME}/${name}`, mode, mtime: MTIME }, text)
}

async function addFile(pack: tar.Pack, { path, file, bytes, executable }: Content): Promise<void> {
  const mode = executable ? 0o755 : 0o644
  const entry = pack.entry({ name: path, size: bytes, mode, mtime: MTIME })
  await pipeline(createReadStream(file), entry)
}

function hashing() {
  const hash = createHash('sha256')
  let bytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  return { stream, result: () => ({ bytes, sha256: hash.digest('hex') }) }
}

async function toDisk(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Whether something is there already. */
export async function exists(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => null)) !== null
}
