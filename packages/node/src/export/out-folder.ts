import { lstat, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { displayText } from '@allmende/vocabulary'
import { fail } from '../errors.ts'

/** Where an export goes: a folder that is new or empty. What was there is nobody's to mix with or to write over. */
export class OutFolder {
  readonly path: string
  readonly #written: string[] = []
  #bytes = 0

  private constructor(path: string) {
    this.path = path
  }

  /** Throws EXPORT_EXISTS when something is in it, EXPORT_PLACE when it can't be made. */
  static async make(path: string): Promise<OutFolder> {
    try {
      await mkdir(path, { recursive: true })
      if ((await readdir(path)).length > 0) throw fail('EXPORT_EXISTS', { path: displayText(path) })
      return new OutFolder(path)
    } catch (error) {
      throw placed(error, path)
    }
  }

  get written(): readonly string[] {
    return this.#written
  }

  get bytes(): number {
    return this.#bytes
  }

  /** `path` is ours or was judged: relative, with `/` between its parts. */
  async write(path: string, content: string | Uint8Array): Promise<void> {
    const file = join(this.path, ...path.split('/'))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content, { flag: 'wx' })
    this.wrote(path, Buffer.byteLength(content))
  }

  /** What another part of the program put there. */
  wrote(path: string, bytes: number): void {
    this.#written.push(path)
    this.#bytes += bytes
  }
}

/** Writes a single file, from pieces that need not fit into memory; never over one that is there. A file half written is removed. */
export async function writeOut(
  path: string,
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
): Promise<number> {
  let bytes = 0
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(path, 'wx')
    try {
      for await (const piece of pieces) {
        await file.write(piece as string)
        bytes += Buffer.byteLength(piece)
      }
    } catch (error) {
      await rm(path, { force: true })
      throw error
    } finally {
      await file.close()
    }
    return bytes
  } catch (error) {
    throw placed(error, path)
  }
}

/** A folder that is named as the place of a single file gets a file of the usual name. */
export async function fileAt(path: string, name: string): Promise<string> {
  const found = await lstat(path).catch(() => null)
  return found?.isDirectory() === true ? join(path, name) : path
}

/** What the file system said, in words. */
export function placed(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EEXIST') return fail('EXPORT_EXISTS', { path: displayText(path) })
  if (code === undefined || !/^E[A-Z]+$/.test(code)) return error
  return fail('EXPORT_PLACE', { path: displayText(path), reason: code, cause: error })
}
