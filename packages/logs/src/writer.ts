import { encodeBlock, isAllmendeError, type Clock, type CommonsId, type LogKey } from '@allmende/vocabulary'
import type Hypercore from 'hypercore'
import { makeBinding } from './binding.ts'
import type { CommonsKeys, CoreRole } from './contract.ts'
import { fail } from './errors.ts'
import type { Start } from './gather.ts'
import type { Home } from './home.ts'
import { Journal } from './journal.ts'
import type { OwnHead } from './journal-entry.ts'
import { freshCores, ownManifest, ROLES, type Generation, type OwnCore } from './own-logs.ts'

type Open = { generation: Generation; sessions: Record<CoreRole, Hypercore>; era: number }

/**
 * Writes the own logs of one commons. An append is acknowledged, and announced to peers, only after its blocks are in the
 * journal on disk; a log whose head is not exactly the one we have acknowledged last is sealed, not appended to.
 */
export class OwnWriter {
  readonly #home: Home
  readonly #keys: CommonsKeys
  readonly #clock: Clock
  readonly #opened: (generation: Generation) => Promise<void>
  #opening: Promise<Open> | null = null
  #open: Open | null = null

  /** `opened` is called when the three cores of a generation are there, before the first append goes through. */
  constructor(
    home: Home,
    keys: CommonsKeys,
    clock: Clock,
    opened: (generation: Generation) => Promise<void>,
  ) {
    this.#home = home
    this.#keys = keys
    this.#clock = clock
    this.#opened = opened
  }

  get commons(): CommonsId {
    return this.#keys.id
  }

  /** Appends blocks of items; resolves when they are on disk. Errors: STORE_FULL, LOG_APPEND, IDENTITY_MISSING. */
  async append(which: CoreRole, blocks: Uint8Array[][]): Promise<Start> {
    const encoded = blocks.map((items) => encodeBlock(items))
    for (let attempt = 0; ; attempt++) {
      const open = await this.ready()
      const from = await this.#appendTo(open, which, encoded)
      if (from !== null) return { log: open.generation.log, from }
      if (attempt > 0) throw fail('LOG_APPEND', { reason: 'the own log changed while it was written' })
      await this.seal(
        open.generation,
        'it has grown elsewhere: another copy of this folder has written to it',
      )
    }
  }

  /** The generation that may be written, its cores open, block 0 in each. */
  async ready(): Promise<Open> {
    await this.#home.assertWritable()
    if (this.#open !== null && (this.#open.era !== this.#home.era || this.#open.generation.sealed !== null)) {
      await this.release()
    }
    if (this.#open !== null) return this.#open
    this.#opening ??= this.#prepare().finally(() => (this.#opening = null))
    return this.#opening
  }

  async seal(generation: Generation, reason: string): Promise<void> {
    await this.#home.seal([generation], reason)
    await this.release()
  }

  async release(): Promise<void> {
    const open = this.#open
    this.#open = null
    for (const session of Object.values(open?.sessions ?? {})) await session.close().catch(() => undefined)
  }

  async #prepare(): Promise<Open> {
    const { era } = this.#home
    try {
      const generation = await this.#generation()
      await this.#home.beginWriting(generation.log)
      const sessions = this.#sessions(generation)
      for (const which of ROLES) {
        await sessions[which].ready()
        if (sessions[which].length === 0)
          await this.#write(sessions[which], generation.cores[which], [encodeBlock([generation.binding])])
      }
      this.#open = { generation, sessions, era }
      await this.#opened(generation)
      return this.#open
    } catch (error) {
      if (isAllmendeError(error)) throw error
      await this.#home.afterFailure(error, era)
      throw this.#home.failure(error)
    }
  }

  async #generation(): Promise<Generation> {
    if (this.#home.retired !== null) throw fail('IDENTITY_RETIRED')
    const current = this.#home.own.current(this.commons)
    if (current !== null && !this.#home.isDoubtful(current.log)) return current
    if (current !== null) {
      await this.#home.seal(
        [current],
        'the computer stopped while it was written, and no peer has confirmed its end since',
      )
    }
    const { identity } = this.#home
    if (identity === null) throw fail('IDENTITY_MISSING')
    const cores = freshCores()
    const { records, edits, files } = cores
    const log = records.key as LogKey
    const binding = makeBinding(
      identity,
      this.commons,
      { records: log, edits: edits.key, files: files.key },
      this.#clock,
    )
    const generation: Generation = { commons: this.commons, log, cores, binding, sealed: null }
    await this.#home.own.add(generation)
    return generation
  }

  #sessions(generation: Generation): Record<CoreRole, Hypercore> {
    const { encryptionKey } = this.#keys
    const session = (core: OwnCore) =>
      this.#home.store.get({ key: core.key, manifest: ownManifest(core), encryptionKey, active: false })
    const { records, edits, files } = generation.cores
    return { records: session(records), edits: session(edits), files: session(files) }
  }

  /** The first block's number, or null when the log is not at the head we have acknowledged last. */
  async #appendTo(open: Open, which: CoreRole, blocks: Uint8Array[]): Promise<number | null> {
    const core = open.generation.cores[which]
    const session = open.sessions[which]
    const from = this.#home.journal.head(core.key)?.length ?? 0
    if (session.length !== from) return null
    try {
      return (await this.#write(session, core, blocks)) ? from : null
    } catch (error) {
      await this.#home.afterFailure(error, open.era)
      // What reached the database before the failure was taken over when it was opened again: then it is acknowledged.
      if ((this.#home.journal.head(core.key)?.length ?? 0) >= from + blocks.length) return from
      throw this.#home.failure(error)
    }
  }

  async #write(session: Hypercore, core: OwnCore, blocks: Uint8Array[]): Promise<boolean> {
    const from = session.length
    let done = false
    const options = {
      ...keyPairOf(core),
      // A peer's longer history may arrive between our look at the length and the append.
      maxLength: from + blocks.length,
      postappend: async (ciphertext: Uint8Array[]) => {
        const head = headOf(session, core)
        await this.#home.journal.write(
          { type: 'append', at: Journal.stamp(), head, from, blocks: ciphertext },
          true,
        )
        done = true
      },
    }
    await this.#home.appending(core.key, () => session.append(blocks, options))
    return done
  }
}

export function headOf(session: Hypercore, core: OwnCore): OwnHead {
  const { length, signature } = session.state
  if (signature === null) throw fail('LOG_APPEND', { reason: 'it has no signature' })
  return { core: core.key, length, root: session.state.hash(), signature }
}

export function keyPairOf({ publicKey, secretKey }: OwnCore) {
  if (secretKey === null) throw fail('LOG_APPEND', { reason: 'the log is sealed' })
  return { keyPair: { publicKey: Buffer.from(publicKey), secretKey: Buffer.from(secretKey) } }
}
