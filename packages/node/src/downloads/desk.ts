import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DownloadInfo, FileContent } from '../contract.ts'
import { fail } from '../errors.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'

const ID_BYTES = 16
/** A browser begins to save at once, and may be slow. */
const KEPT_MS = 60 * 60 * 1000
const SWEEP_EVERY_MS = 10 * 60 * 1000
/** Each takes room on the disk. */
const MAX_DOWNLOADS = 8

export type Made = Pick<DownloadInfo, 'name' | 'bundle' | 'export' | 'backup'> & { readonly file: string }

type Kept = {
  readonly info: DownloadInfo
  readonly file: string
  readonly hash: string
  readonly dir: string
  at: number
}

/** What was made and waits to be saved. It lies in the home: on its disk, and for nobody else to read. */
export class DownloadDesk {
  readonly #parts: Parts
  readonly #kept = new Map<string, Kept>()
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** What an earlier run left nobody can ask for any more. */
  async start(): Promise<void> {
    const { home, logger } = this.#parts
    await rm(home.downloads, { recursive: true, force: true })
    this.#timer = setInterval(
      () => inBackground(logger, 'clearing away downloads', this.#sweep()),
      SWEEP_EVERY_MS,
    )
    this.#timer.unref()
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    for (const id of this.#kept.keys()) await this.drop(id)
  }

  /** Has it made in a folder of its own; nothing is left of one that fails. */
  async make(make: (dir: string) => Promise<Made>): Promise<DownloadInfo> {
    const { home, clock, random } = this.#parts
    const id = Buffer.from(random.bytes(ID_BYTES)).toString('hex')
    const dir = join(home.downloads, id)
    await mkdir(dir, { recursive: true, mode: 0o700 })
    try {
      const { file, ...made } = await make(dir)
      const { size } = await stat(file)
      const info = { id, bytes: size, ...made }
      this.#kept.set(id, { info, file, dir, hash: await hashOf(file), at: clock.now() })
      await this.#makeRoom()
      return info
    } catch (error) {
      await rm(dir, { recursive: true, force: true })
      throw error
    }
  }

  /** Throws DOWNLOAD_UNKNOWN. */
  open(id: string): FileContent {
    const { info, file, hash } = this.#find(id)
    return {
      path: info.name,
      bytes: info.bytes,
      hash,
      read: (range) =>
        createReadStream(
          file,
          range && range.end > range.start ? { start: range.start, end: range.end - 1 } : {},
        ),
    }
  }

  async drop(id: string): Promise<DownloadInfo> {
    const { info, dir } = this.#find(id)
    this.#kept.delete(id)
    await rm(dir, { recursive: true, force: true })
    return info
  }

  /** To be asked for is to be wanted. */
  #find(id: string): Kept {
    const found = this.#kept.get(id)
    if (!found) throw fail('DOWNLOAD_UNKNOWN')
    found.at = this.#parts.clock.now()
    return found
  }

  async #makeRoom(): Promise<void> {
    while (this.#kept.size > MAX_DOWNLOADS) {
      const [oldest] = [...this.#kept].toSorted(([, a], [, b]) => a.at - b.at)
      if (oldest) await this.drop(oldest[0])
    }
  }

  async #sweep(): Promise<void> {
    const now = this.#parts.clock.now()
    for (const [id, { at }] of this.#kept) if (Math.abs(now - at) > KEPT_MS) await this.drop(id)
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer)
  return hash.digest('hex')
}
