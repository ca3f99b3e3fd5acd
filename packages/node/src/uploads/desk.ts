import { mkdir, readdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { BeginUploadRequest, UploadInfo } from '../contract-uploads.ts'
import { fail } from '../errors.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import { KEPT_FREE, KEPT_MS, MAX_UPLOADS, RECENT_MS, SWEEP_EVERY_MS } from './limits.ts'
import { planOf, samePlan, type Plan } from './plan.ts'
import { Upload } from './upload.ts'

const ID_BYTES = 16

/** All folders on their way from pages. They lie in the home: on its disk, and for nobody else to read. */
export class UploadDesk {
  readonly #parts: Parts
  readonly #uploads = new Map<string, Upload>()
  #timer: ReturnType<typeof setInterval> | undefined
  #beginning: Promise<unknown> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Takes up what an earlier run left, and clears away what nobody goes on with. */
  async start(): Promise<void> {
    const { home, clock, logger } = this.#parts
    const ids = await readdir(home.uploads).catch(() => [])
    for (const id of ids) {
      const upload = await Upload.load(join(home.uploads, id), id, clock)
      if (upload) this.#uploads.set(id, upload)
      else await rm(join(home.uploads, id), { recursive: true, force: true })
    }
    await this.sweep()
    this.#timer = setInterval(
      () => inBackground(logger, 'clearing away old uploads', this.sweep()),
      SWEEP_EVERY_MS,
    )
    this.#timer.unref()
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.all([...this.#uploads.values()].map((one) => one.work(async () => {}).catch(() => {})))
  }

  async sweep(): Promise<void> {
    for (const upload of this.#uploads.values()) if (upload.idleFor > KEPT_MS) await this.remove(upload)
  }

  /** One after another: the same folder dropped twice at once is one upload. */
  begin(request: BeginUploadRequest): Promise<UploadInfo> {
    const begun = this.#beginning.then(() => this.#begin(planOf(request, process.platform)))
    this.#beginning = begun.catch(() => undefined)
    return begun
  }

  /** Throws UPLOAD_UNKNOWN. */
  find(id: string): Upload {
    const upload = this.#uploads.get(id)
    if (!upload) throw fail('UPLOAD_UNKNOWN')
    return upload
  }

  async remove(upload: Upload): Promise<void> {
    await upload.work(() => upload.remove())
    this.#uploads.delete(upload.id)
  }

  /** Only within `work` of it. */
  async removeNow(upload: Upload): Promise<void> {
    this.#uploads.delete(upload.id)
    await upload.remove()
  }

  /** A page that was closed can't cancel: what rested the longest gives way, unless somebody was at it just now. */
  async #makeRoom(): Promise<void> {
    if (this.#uploads.size < MAX_UPLOADS) return
    const [oldest] = [...this.#uploads.values()].toSorted((a, b) => b.idleFor - a.idleFor)
    if (!oldest || oldest.idleFor < RECENT_MS) throw fail('UPLOAD_WAITING', { found: String(MAX_UPLOADS) })
    await this.remove(oldest)
  }

  async #begin(plan: Plan): Promise<UploadInfo> {
    const { home, clock, random } = this.#parts
    const before = [...this.#uploads.values()].find((one) => samePlan(one.plan, plan))
    if (before) return before.info
    await this.#makeRoom()
    await mkdir(home.uploads, { recursive: true, mode: 0o700 })
    await assertRoom(home.uploads, plan.bytes)
    const id = Buffer.from(random.bytes(ID_BYTES)).toString('hex')
    const upload = await Upload.make(join(home.uploads, id), id, plan, clock)
    this.#uploads.set(id, upload)
    return upload.info
  }
}

/** Twice: put aside, and in the store once it is shared. */
async function assertRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const free = Math.max(0, bavail * bsize - KEPT_FREE)
  if (2 * bytes > free) throw fail('UPLOAD_ROOM', { expected: `${2 * bytes} bytes`, found: `${free} bytes` })
}
