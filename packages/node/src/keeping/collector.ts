import { statfs } from 'node:fs/promises'
import { isAllmendeError, type RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import type { ContentVersion } from './content-of.ts'
import { fetchVersion } from './fetch-version.ts'

/** How long a version that nobody could send is left alone, unless somebody new comes. */
const RETRY_MS = 30_000
/** What changes within so long is looked at together. */
const GATHER_MS = 100
/** Left free on the disk: what is fetched for others must not fill it up. */
const KEEP_FREE_BYTES = 256 * 1024 * 1024

/** A version that shall be here, with all its files. */
export type Wanted = { readonly commons: OpenCommons; readonly version: ContentVersion }

/** Everything that shall be here and isn't, the most urgent first. */
export type Wishes = () => Promise<readonly Wanted[]>

/**
 * Fetches in the background what shall be here, one version after the other. What is wanted is asked for anew each time,
 * and nothing of it is remembered: so it goes on after a restart, and stops when it is wanted no longer.
 */
export class Collector {
  /** Versions that an action fetches itself, and tells what came: not fetched here beside it. */
  readonly byHand = new Set<RecordId>()
  readonly #parts: Parts
  readonly #wishes: Wishes
  readonly #failed = new Map<RecordId, number>()
  readonly #abort = new AbortController()
  #timer: NodeJS.Timeout | null = null
  #retry: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #again = false

  constructor(parts: Parts, wishes: Wishes) {
    this.#parts = parts
    this.#wishes = wishes
  }

  start(): void {
    const { sync, views } = this.#parts
    sync.on('progress', () => this.wake())
    sync.on('holding', ({ version }) => {
      this.#failed.delete(version)
      this.wake()
    })
    sync.on('peer', () => this.#forgive())
    views.on('changed', () => this.wake())
    this.#retry = setInterval(() => this.wake(), RETRY_MS)
    this.#retry.unref()
    this.wake()
  }

  /** Something may be wanted, or may be had, that wasn't. */
  wake(): void {
    if (this.#abort.signal.aborted) return
    this.#again = true
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#begin()
    }, GATHER_MS).unref()
  }

  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#retry) clearInterval(this.#retry)
    this.#abort.abort(new Error('the node is closing'))
    await this.#running?.catch(() => undefined)
  }

  /** Somebody came who may have what nobody could send. */
  #forgive(): void {
    this.#failed.clear()
    this.wake()
  }

  #begin(): void {
    if (this.#running || this.#abort.signal.aborted) return
    this.#running = this.#run().finally(() => (this.#running = null))
    inBackground(this.#parts.logger, 'fetching in the background', this.#running)
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#abort.signal.aborted) {
      this.#again = false
      for (const wanted of await this.#possible()) {
        if (this.#abort.signal.aborted) return
        await this.#fetch(wanted)
      }
    }
  }

  /** Those that somebody who is connected says they hold, and that didn't fail just now: to ask all others costs a long silence each. */
  async #possible(): Promise<Wanted[]> {
    const { sync, network, clock } = this.#parts
    if (!network.online) return []
    return (await this.#wishes()).filter(({ version }) => {
      const failed = this.#failed.get(version.id)
      const resting = failed !== undefined && clock.now() - failed < RETRY_MS
      return !resting && sync.holders(version.id).length > 0
    })
  }

  async #fetch({ commons, version }: Wanted): Promise<void> {
    const { logger, home, clock, holdings } = this.#parts
    // It may be wanted for two reasons, or have been copied meanwhile.
    if (holdings.here(commons.id, version.id) || this.byHand.has(version.id)) return
    try {
      await mustFit(home.dir, version.bytes)
      await fetchVersion(this.#parts, commons, version, { signal: this.#abort.signal })
      this.#again = true
    } catch (error) {
      if (this.#abort.signal.aborted) return
      this.#failed.set(version.id, clock.now())
      const code = isAllmendeError(error) ? error.code : String(error)
      logger.info('could not be fetched now', { version: version.id, code })
    }
  }
}

async function mustFit(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < bytes + KEEP_FREE_BYTES) throw new Error('the disk is nearly full')
}
