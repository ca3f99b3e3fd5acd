import { lstat, mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Clock } from '@allmende/vocabulary'
import type { UploadInfo } from '../contract-uploads.ts'
import { fail } from '../errors.ts'
import { readJson, writeWhole } from '../home.ts'
import { MADE_AT_ONCE, WRITE_BYTES } from './limits.ts'
import type { Plan } from './plan.ts'
import { unfit } from './plan.ts'
import { Sink } from './sink.ts'

/** WARNING: these names are on people's disks, for a day. */
const PLAN = 'plan.json'
const COME = 'come.json'
const CONTENT = 'content'

type Come = { readonly have: number; readonly at: number }

/** One folder on its way from a page: its plan, how much of it is on disk, and its files. One at a time works on it. */
export class Upload {
  readonly id: string
  readonly plan: Plan
  readonly #dir: string
  readonly #clock: Clock
  #have: number
  /** When the last byte came. */
  #at: number
  #last: Promise<unknown> = Promise.resolve()
  #working = 0
  #isGone = false

  constructor(dir: string, id: string, plan: Plan, come: Come, clock: Clock) {
    this.#dir = dir
    this.id = id
    this.plan = plan
    this.#have = come.have
    this.#at = come.at
    this.#clock = clock
  }

  /** Makes the files, empty. The plan is written last: without it what lies there is nobody's. */
  static async make(dir: string, id: string, plan: Plan, clock: Clock): Promise<Upload> {
    const come = { have: 0, at: clock.now() }
    await mkdir(dir, { recursive: true, mode: 0o700 })
    try {
      const upload = new Upload(dir, id, plan, come, clock)
      await upload.#makeFiles()
      await writeWhole(join(dir, COME), JSON.stringify(come))
      await writeWhole(join(dir, PLAN), JSON.stringify(plan))
      return upload
    } catch (error) {
      await rm(dir, { recursive: true, force: true })
      throw error
    }
  }

  /** What lies in a folder of an earlier run, or null. */
  static async load(dir: string, id: string, clock: Clock): Promise<Upload | null> {
    const plan = await readJson<Partial<Plan>>(join(dir, PLAN), {}).catch(() => ({}) as Partial<Plan>)
    const come = await readJson<Partial<Come>>(join(dir, COME), {}).catch(() => ({}) as Partial<Come>)
    if (!plan.files || !plan.folders || plan.name === undefined || plan.bytes === undefined) return null
    const whole = { name: plan.name, files: plan.files, folders: plan.folders, bytes: plan.bytes }
    const upload = new Upload(dir, id, whole, { have: 0, at: come.at ?? 0 }, clock)
    upload.#have = Math.min(come.have ?? 0, await upload.#reach())
    return upload
  }

  get info(): UploadInfo {
    const { name, files, bytes } = this.plan
    return { id: this.id, name, files: files.length, bytes, have: this.#have }
  }

  get idleFor(): number {
    return this.#working > 0 ? 0 : Math.abs(this.#clock.now() - this.#at)
  }

  /** What is to be shared: the folder, or the one file that was chosen alone. */
  get root(): string {
    return this.pathOf((this.#isOneFile && this.plan.files[0]?.path) || '')
  }

  get #isOneFile(): boolean {
    const { files, folders } = this.plan
    return files.length === 1 && folders.length === 0 && !files[0]?.path.includes('/')
  }

  pathOf(path: string): string {
    return join(this.#dir, CONTENT, this.plan.name, ...path.split('/'))
  }

  put(at: number, content: AsyncIterable<Uint8Array>): Promise<UploadInfo> {
    return this.work(async () => {
      if (at !== this.#have) throw fail('UPLOAD_AT', { expected: String(this.#have), found: String(at) })
      const sink = new Sink(this.plan.files, at, (path) => this.pathOf(path))
      let left = 0
      try {
        for await (const bytes of gathered(content)) {
          left = (await sink.write(bytes).catch(refuseFull)).length
          if (left > 0) break
        }
      } finally {
        // Also of a part whose connection broke: what came of it needn't come again.
        await sink.flush()
        await this.#note(sink.at)
      }
      if (left > 0) throw fail('UPLOAD_MORE', { expected: String(this.plan.bytes) })
      return this.info
    })
  }

  /** One after another: nothing is shared or removed while bytes come. Throws UPLOAD_UNKNOWN once it is gone. */
  work<T>(what: () => Promise<T>): Promise<T> {
    this.#working++
    const done = this.#last.then(() => {
      if (this.#isGone) throw fail('UPLOAD_UNKNOWN')
      return what()
    })
    this.#last = done.catch(() => undefined).finally(() => this.#working--)
    return done
  }

  mustBeWhole(): void {
    const { bytes } = this.plan
    if (this.#have < bytes) throw fail('UPLOAD_PART', { expected: String(bytes), found: String(this.#have) })
  }

  /** Throws UPLOAD_ONE where a folder was brought. */
  mustBeOneFile(): void {
    if (!this.#isOneFile) throw fail('UPLOAD_ONE', { found: `${this.plan.files.length} in a folder` })
  }

  /** Only within `work`. */
  async remove(): Promise<void> {
    this.#isGone = true
    await rm(this.#dir, { recursive: true, force: true })
  }

  /** Folders first, each once; then files, some at a time: thousands one after another take half a minute on a busy disk. */
  async #makeFiles(): Promise<void> {
    const { files, folders } = this.plan
    const above = files.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/'))))
    for (const folder of new Set(['', ...folders, ...above])) await makeFolder(this.pathOf(folder), folder)
    for (let at = 0; at < files.length; at += MADE_AT_ONCE) {
      const some = files.slice(at, at + MADE_AT_ONCE)
      const made = await Promise.allSettled(some.map(({ path }) => makeFile(this.pathOf(path), path)))
      for (const one of made) if (one.status === 'rejected') throw one.reason
    }
  }

  async #note(have: number): Promise<void> {
    this.#at = this.#clock.now()
    await writeWhole(join(this.#dir, COME), JSON.stringify({ have, at: this.#at }))
    this.#have = have
  }

  /** How far the files reach without a gap: after a power cut a folder may have forgotten one. */
  async #reach(): Promise<number> {
    let reach = 0
    for (const { path, bytes } of this.plan.files) {
      const found = await lstat(this.pathOf(path)).catch(() => null)
      // Made anew, empty: the next bytes are to find it.
      if (!found) {
        await makeFolder(dirname(this.pathOf(path)), path)
        await makeFile(this.pathOf(path), path)
      }
      const size = found?.size ?? 0
      reach += Math.min(size, bytes)
      if (size < bytes) break
    }
    return reach
  }
}

/** Pieces of a connection are small, and each write waits its turn. What came before it broke is handed on too. */
async function* gathered(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const piece of content) {
      pieces.push(piece)
      bytes += piece.length
      if (bytes < WRITE_BYTES) continue
      const together = Buffer.concat(pieces)
      pieces = []
      bytes = 0
      yield together
    }
  } catch (error) {
    if (bytes > 0) yield Buffer.concat(pieces)
    throw error
  }
  if (bytes > 0) yield Buffer.concat(pieces)
}

function refuseFull(error: unknown): never {
  const { code } = error as NodeJS.ErrnoException
  throw code === 'ENOSPC' || code === 'EDQUOT'
    ? fail('UPLOAD_ROOM', { expected: 'room for all of it', found: 'a full disk', cause: error })
    : error
}

async function makeFolder(folder: string, path: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw clash(error, path)
  }
}

async function makeFile(file: string, path: string): Promise<void> {
  try {
    // Never one that is there: where names that differ in case are one file, two would be written into each other.
    await (await open(file, 'wx', 0o600)).close()
  } catch (error) {
    throw clash(error, path)
  }
}

function clash(error: unknown, path: string): unknown {
  const { code = '' } = error as NodeJS.ErrnoException
  if (['EEXIST', 'ENOTDIR', 'EISDIR'].includes(code)) return unfit(path, 'another one has that name here')
  return ['EINVAL', 'ENAMETOOLONG', 'ENOENT'].includes(code)
    ? unfit(path, 'the disk doesn’t take that name')
    : error
}
