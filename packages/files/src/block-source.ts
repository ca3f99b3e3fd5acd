import type { CoreKey } from '@allmende/vocabulary'
import type Hypercore from 'hypercore'
import type { OpenCore } from './contract.ts'
import { fail } from './errors.ts'

export type Patience = {
  signal?: AbortSignal
  /** Fail with `COPY_NO_HOLDER` when nothing has come for so many ms. */
  giveUpAfter?: number
  /** Asked again and again while nothing comes, with the ms since something last came; false fails in the same way. */
  waitsOn?: (quiet: number) => boolean
}

/** How often it is asked whether to wait on. */
const ASK_MS = 250

type Opened = {
  session: Hypercore
  wanted: Map<number, number>
  count: (index: number, bytes: number) => void
}

/**
 * Blocks of several cores, from the disk or from whoever has them. A block that is asked for before it has come is
 * handed on as it arrives: reading it back from the store instead costs a database read for each.
 */
export class BlockSource {
  /** Bytes of wanted blocks that came over the network. */
  fetched = 0
  /** Told after each block that came over the network. */
  onFetched: () => void = () => undefined
  readonly #openCore: OpenCore
  readonly #patience: Patience
  readonly #bytes: number
  readonly #opening = new Map<CoreKey, Promise<Opened>>()
  readonly #opened = new Map<CoreKey, Opened>()
  readonly #end = Promise.withResolvers<null>()
  readonly #abort = () => this.#stop(this.#patience.signal?.reason)
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopped: { reason: unknown } | null = null
  #done = 0
  /** Blocks that were asked for and haven't come. */
  #asked = 0
  #cameAt = 0
  #listening = false

  /** `bytes`: of the whole work, for the words of an error. */
  constructor(openCore: OpenCore, patience: Patience, bytes: number) {
    this.#openCore = openCore
    this.#patience = patience
    this.#bytes = bytes
  }

  /** Block `index` of a core, decrypted. Throws the reason of the signal, or `COPY_NO_HOLDER`. */
  async get(key: CoreKey, index: number): Promise<Uint8Array> {
    this.#begin()
    this.#asked++
    try {
      return await this.#get(key, index)
    } finally {
      this.#asked--
    }
  }

  async #get(key: CoreKey, index: number): Promise<Uint8Array> {
    const opened = this.#opened.get(key) ?? (await this.#open(key))
    this.check()
    opened.wanted.set(index, (opened.wanted.get(index) ?? 0) + 1)
    try {
      const block = await opened.session.get(index)
      if (!block) throw fail('COPY_NO_HOLDER', { done: this.#done, bytes: this.#bytes })
      this.#done += block.length
      this.#wait()
      return block
    } catch (error) {
      // Closing the sessions is how waiting requests are ended; what they say then is only that.
      this.check()
      throw error
    } finally {
      const others = (opened.wanted.get(index) ?? 1) - 1
      if (others > 0) opened.wanted.set(index, others)
      else opened.wanted.delete(index)
    }
  }

  /** Ends all that waits; a `get` after it fails. */
  async close(): Promise<void> {
    this.#patience.signal?.removeEventListener('abort', this.#abort)
    clearTimeout(this.#timer)
    this.#stopped ??= { reason: new Error('the source of blocks was closed') }
    await this.#closeSessions()
  }

  #begin(): void {
    this.check()
    if (this.#listening) return
    this.#listening = true
    this.#patience.signal?.throwIfAborted()
    this.#patience.signal?.addEventListener('abort', this.#abort, { once: true })
    this.#wait()
  }

  /** Opening may itself wait for a peer, so an abort has to end the wait for it. */
  async #open(key: CoreKey): Promise<Opened> {
    const opening = this.#opening.get(key) ?? this.#openSession(key)
    this.#opening.set(key, opening)
    const opened = await Promise.race([opening, this.#end.promise])
    if (!opened) throw this.#stopped?.reason
    this.#opened.set(key, opened)
    return opened
  }

  /** A session of our own: closing it ends our requests and nobody else's. */
  async #openSession(key: CoreKey): Promise<Opened> {
    const core = await this.#openCore(key)
    const session = core.session()
    await session.ready()
    const wanted = new Map<number, number>()
    const count = (index: number, bytes: number) => {
      if (!wanted.has(index)) return
      this.fetched += bytes
      this.onFetched()
    }
    session.on('download', count)
    return { session, wanted, count }
  }

  #wait(): void {
    const { giveUpAfter, waitsOn } = this.#patience
    if (giveUpAfter === undefined && !waitsOn) return
    this.#cameAt = performance.now()
    // Moving a timer is cheaper than a new one for each of thousands of blocks.
    if (this.#timer) this.#timer.refresh()
    else
      this.#timer = setTimeout(
        () => this.#quiet(),
        Math.min(giveUpAfter ?? Infinity, waitsOn ? ASK_MS : Infinity),
      )
  }

  /** Whoever asks for nothing, since a slow disk is still writing, has nothing to wait for. */
  #quiet(): void {
    const { giveUpAfter = Infinity, waitsOn = () => true } = this.#patience
    const quiet = performance.now() - this.#cameAt
    if (this.#asked === 0) this.#wait()
    else if (quiet + 1 < giveUpAfter && waitsOn(quiet)) this.#timer?.refresh()
    else this.#stop(fail('COPY_NO_HOLDER', { done: this.#done, bytes: this.#bytes }))
  }

  #stop(reason: unknown): void {
    this.#stopped ??= { reason }
    void this.#closeSessions()
  }

  /** Throws why it was stopped, if it was: blocks asked for before may still come in. */
  check(): void {
    if (this.#stopped) throw this.#stopped.reason
  }

  async #closeSessions(): Promise<void> {
    this.#end.resolve(null)
    const closing = [...this.#opening].map(async ([key, opening]) => {
      // One that is still being opened is closed when it comes, and not waited for.
      if (this.#opened.has(key)) return close(await opening)
      void opening.then(close, () => undefined)
    })
    await Promise.all(closing)
  }
}

async function close({ session, count }: Opened): Promise<void> {
  session.off('download', count)
  await session.close()
}
