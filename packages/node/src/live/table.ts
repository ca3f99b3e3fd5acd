import { rebaseUpdates, type Update } from '@codemirror/collab'
import { ChangeSet, type Text } from '@codemirror/state'
import type { DraftHandle } from '@allmende/drafts'
import type { LiveEvent, LiveUpdate, PushLive } from '../contract-live.ts'
import { fail } from '../errors.ts'
import { changesFrom, changesOf, stepOf, stringOf, textOf } from './changes.ts'

/** Steps kept for editors that come back after a lost connection: some minutes of five people typing. */
const KEPT_STEPS = 5_000

export type Reader = (event: LiveEvent) => void

/**
 * One view of a draft, as a row of numbered steps that editors in browsers follow. What one of them sends was made on an earlier
 * version: it is moved past the steps since then here, and the editor moves those past its own, by one rule (`@codemirror/collab`).
 * All of it happens in one turn, so the text here and the one the handle shows are always the same.
 */
export class LiveTable {
  /** Another one when the text had to be begun anew. */
  id: string
  readonly title: string
  readonly handle: DraftHandle
  #doc: Text
  /** The version of the first step that is kept. */
  #first = 0
  #steps: Update[] = []
  readonly #readers = new Set<Reader>()
  readonly #onStep: (step: ChangeSet, client: string) => void
  readonly #off: () => void
  readonly #id: string
  #anew = 0
  #recovering: Promise<void> | null = null

  /** `text`: what the handle shows now. */
  constructor(
    ids: { id: string; title: string },
    handle: DraftHandle,
    text: string,
    onStep: (step: ChangeSet, client: string) => void,
  ) {
    this.id = this.#id = ids.id
    this.title = ids.title
    this.handle = handle
    this.#doc = textOf(text)
    this.#onStep = onStep
    this.#off = handle.on('changed', ({ patches, parts }) => {
      if (this.#recovering) return
      if (patches.length > 0) this.#take('', stepOf(this.#doc, patches))
      if (parts) this.tell({ type: 'beside', version: this.version })
    })
  }

  get version(): number {
    return this.#first + this.#steps.length
  }

  get length(): number {
    return this.#doc.length
  }

  get used(): boolean {
    return this.#readers.size > 0
  }

  /** Tells what this reader lacks, and everything from now on. */
  join(reader: Reader, at: { table?: string; version?: number }): () => void {
    const { version = -1 } = at
    const known = at.table === this.id && version >= this.#first && version <= this.version
    if (known) reader(this.#since(version))
    else {
      const { id, title } = this
      reader({ type: 'text', table: id, version: this.version, title, text: stringOf(this.#doc) })
    }
    this.#readers.add(reader)
    return () => this.#readers.delete(reader)
  }

  /** Takes an editor's updates, except those it has from this client already. Throws LIVE_TABLE_GONE, LIVE_INVALID. */
  push({ client, table, version, updates }: Omit<PushLive, 'draft'>): void {
    if (this.#recovering || table !== this.id || version < this.#first) throw fail('LIVE_TABLE_GONE')
    if (version > this.version)
      throw fail('LIVE_INVALID', { reason: `version ${version} of ${this.version}` })
    const over = this.#steps.slice(version - this.#first)
    const growth = over.reduce((sum, { changes }) => sum + changes.newLength - changes.length, 0)
    const sent = changesFrom(updates, this.#doc.length - growth)
    const moved = rebaseUpdates(
      sent.map((changes) => ({ changes, clientID: client })),
      over,
    )
    for (const { changes } of moved) {
      this.#write(changes)
      this.#take(client, changes)
    }
  }

  /** From the end, so that the positions of the others hold. What the draft has no room for is refused in the middle. */
  #write(changes: ChangeSet): void {
    try {
      for (const { from, to, insert } of changesOf(changes).toReversed())
        this.handle.splice(from, to - from, insert)
    } catch (error) {
      this.#recovering = this.#recover().finally(() => (this.#recovering = null))
      this.#recovering.catch(() => undefined)
      throw error
    }
  }

  /** Everybody begins anew with the text that the handle shows. */
  async #recover(): Promise<void> {
    const text = await this.handle.text()
    this.#anew++
    this.id = `${this.#id}.${this.#anew}`
    this.#first = 0
    this.#steps = []
    this.#doc = textOf(text)
    const { id, title } = this
    this.tell({ type: 'text', table: id, version: 0, title, text })
  }

  /** A position of an earlier version as of now. */
  placed(position: number, version: number): number {
    if (version < this.#first || version > this.version) return Math.min(position, this.length)
    const steps = this.#steps.slice(version - this.#first)
    const length = steps[0]?.changes.length ?? this.length
    return steps.reduce((at, { changes }) => changes.mapPos(at, 1), Math.min(position, length))
  }

  tell(event: LiveEvent): void {
    for (const reader of this.#readers) reader(event)
  }

  close(): Promise<void> {
    this.#off()
    this.#readers.clear()
    return this.handle.close()
  }

  #take(client: string, changes: ChangeSet): void {
    const version = this.version
    this.#doc = changes.apply(this.#doc)
    this.#steps.push({ changes, clientID: client })
    if (this.#steps.length > KEPT_STEPS) {
      this.#steps = this.#steps.slice(KEPT_STEPS / 2)
      this.#first += KEPT_STEPS / 2
    }
    this.#onStep(changes, client)
    this.tell({ type: 'updates', version, updates: [{ client, changes: changesOf(changes) }] })
  }

  #since(version: number): LiveEvent {
    const updates = this.#steps
      .slice(version - this.#first)
      .map(({ clientID, changes }): LiveUpdate => ({ client: clientID, changes: changesOf(changes) }))
    return { type: 'updates', version, updates }
  }
}
