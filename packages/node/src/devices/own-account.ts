import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AccountKeys } from '@allmende/logs'
import type { PersonId } from '@allmende/vocabulary'
import { writeWhole } from '../home.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import { type AccountDocument, emptyDocument } from './document.ts'
import { type Envelope, openEnvelope, readEnvelope, sealDocument } from './envelope.ts'
import { describeHere, type Noticed } from './describe-here.ts'
import { mergeDocuments, sayTheSame } from './merge-documents.ts'
import { OwnHeads } from './own-heads.ts'

/** What is written in a burst is said together. */
const SOON_MS = 1_000
/** Between two versions: each goes to all who keep it. */
const GAP_MS = 5_000
/** WARNING: stored. */
const FILE = 'own.document'

/**
 * The document of one's own account: kept up to date with what this device has, united with what other devices said, sealed and
 * on disk before anybody is given it.
 */
export class OwnAccount {
  readonly #parts: Parts
  readonly #file: string
  readonly #heads = new OwnHeads()
  readonly #noticed: Noticed = new Map()
  readonly #listeners = new Set<() => void>()
  #document: AccountDocument | null = null
  #envelope: Envelope | null = null
  /** Hashes of envelopes whose content is in the document. */
  readonly #merged = new Set<string>()
  #work: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null
  #updatedAt = 0
  #closed = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#file = join(parts.home.accounts, FILE)
  }

  get keys(): AccountKeys | null {
    return this.#parts.logs.account
  }

  /** Empty until there is an identity. */
  get document(): AccountDocument | null {
    const person = this.#parts.logs.identity?.person
    return this.#document ?? (person ? emptyDocument(person) : null)
  }

  /** As it is given to keepers; null as long as there is nothing to keep. */
  get envelope(): Envelope | null {
    return this.#envelope
  }

  /** Calls back whenever the document is another. */
  onChanged(listener: () => void): void {
    this.#listeners.add(listener)
  }

  /** Takes up what is on disk, and begins to follow what happens here. */
  async start(): Promise<void> {
    await this.#load()
    const { views, book } = this.#parts
    views.on('changed', () => this.soon())
    book.onAdded(() => this.soon())
    this.soon()
  }

  close(): void {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  /** Looks in a moment whether anything is new here. */
  soon(): void {
    if (this.#timer || this.#closed || !this.keys) return
    const wait = Math.max(SOON_MS, this.#updatedAt + GAP_MS - performance.now())
    this.#timer = setTimeout(() => {
      this.#timer = null
      inBackground(this.#parts.logger, 'bringing the account up to date', this.update())
    }, wait)
    this.#timer.unref()
  }

  /** Brings the document up to date with what is here, and `change`s it. Resolves when it is on disk. */
  update(change: (document: AccountDocument) => AccountDocument = (same) => same): Promise<void> {
    return this.#inTurn(async (keys, person) => {
      this.#updatedAt = performance.now()
      const before = this.#document ?? emptyDocument(person)
      const after = change(await describeHere(this.#parts, before, this.#heads, this.#noticed))
      if (!sayTheSame(before, after)) await this.#put(keys, { ...after, version: before.version + 1 })
    })
  }

  /** Whether the content of this envelope is in the document already. */
  knows(hash: Uint8Array): boolean {
    return this.#merged.has(hex(hash))
  }

  /** Unites what somebody kept with what is here. Throws ACCOUNT_UNREADABLE. */
  take(envelope: Envelope): Promise<void> {
    return this.#inTurn(async (keys, person) => {
      if (this.knows(envelope.hash)) return
      const theirs = await openEnvelope(keys, envelope)
      if (theirs.person !== person) return
      const ours = this.#document ?? emptyDocument(person)
      const merged = mergeDocuments(ours, theirs)
      this.#merged.add(hex(envelope.hash))
      // Taken as it is where nothing is to be added: two devices that each sealed the same anew would never come to rest.
      if (sayTheSame(merged, theirs) && theirs.version >= ours.version) await this.#adopt(theirs, envelope)
      else if (!sayTheSame(merged, ours) || theirs.version >= ours.version)
        await this.#put(keys, { ...merged, version: merged.version + 1 })
      await this.#bringHome(merged)
    })
  }

  /** A profile that another device set is this one's too. */
  async #bringHome({ profile }: AccountDocument): Promise<void> {
    if (!profile) return
    const { name, about } = profile
    const here = this.#parts.wanted.get('profile')
    if (here?.name === name && here.about === about) return
    await this.#parts.wanted.set('profile', { name, ...(about === undefined ? {} : { about }) })
  }

  async #load(): Promise<void> {
    const { keys } = this
    const bytes = await readFile(this.#file).catch(() => null)
    const envelope = bytes && readEnvelope(new Uint8Array(bytes))
    if (!keys || !envelope) return
    try {
      this.#document = await openEnvelope(keys, envelope)
      this.#envelope = envelope
      this.#merged.add(hex(envelope.hash))
    } catch (error) {
      // Another person's, from before this home was theirs; or damaged. Those who keep it have it still.
      this.#parts.logger.warn('the list of one’s commons begins anew', { error: String(error) })
    }
  }

  async #put(keys: AccountKeys, document: AccountDocument): Promise<void> {
    await this.#adopt(document, await sealDocument(keys, document, this.#parts.random))
  }

  async #adopt(document: AccountDocument, envelope: Envelope): Promise<void> {
    await writeWhole(this.#file, envelope.bytes)
    this.#document = document
    this.#envelope = envelope
    this.#merged.add(hex(envelope.hash))
    for (const listener of this.#listeners) listener()
  }

  #inTurn(work: (keys: AccountKeys, person: PersonId) => Promise<void>): Promise<void> {
    const done = this.#work.then(async () => {
      const { account, identity } = this.#parts.logs
      if (account && identity && !this.#closed) await work(account, identity.person)
    })
    this.#work = done.catch(() => undefined)
    return done
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
