import { createHash } from 'node:crypto'
import type { Test } from 'tape'
import { editsOf } from '@allmende/drafts'
import { type CommonsLogs, openLogs } from '@allmende/logs'
import { createSync } from '@allmende/sync'
import { seeded, silentLogger, until } from '@allmende/testkit'
import { createDirectTransport, nodeKeyPair } from '@allmende/transports'
import { type CoreKey, encodeRecord, parseRecordId, type PersonId, type RecordId } from '@allmende/vocabulary'
import { deriveActor } from '../../packages/drafts/src/actor.ts'
import { decodeEntry, encodeEntry, type OpeningExtras, tagOf } from '../../packages/drafts/src/entry.ts'
import { TextEngine } from '../../packages/drafts/src/worker/engine.ts'
import type { PartStep } from '../../packages/drafts/src/worker/parts.ts'
import { bomb } from '../../packages/drafts/test/chunk.ts'
import { forge, hashOf } from '../../packages/drafts/test/writer.ts'
import { PATIENCE_MS, type Scene } from '../scene.ts'
import { keysOf } from './member.ts'

const clock = { now: () => Date.now() }

/** Somebody with the link of the commons and a log of their own, who writes whatever they like into its edits. */
export class Forger {
  readonly person: PersonId
  readonly #t: Test
  readonly #name: string
  readonly #edits: CoreKey
  readonly commons: CommonsLogs
  /** Of whom anything is fetched: the people of the draft, not the other forgers, so that each brings only their own. */
  readonly #heard: ReadonlySet<string>
  /** What the forger knows, by draft. */
  readonly #known = new Map<string, Uint8Array[]>()
  #sessions = 0

  private constructor(parts: {
    t: Test
    name: string
    person: PersonId
    edits: CoreKey
    commons: CommonsLogs
    heard: ReadonlySet<string>
  }) {
    this.#t = parts.t
    this.#name = parts.name
    this.person = parts.person
    this.#edits = parts.edits
    this.commons = parts.commons
    this.#heard = parts.heard
  }

  static async open(
    t: Test,
    place: Scene,
    of: { name: string; link: string; heard: readonly string[] },
  ): Promise<Forger> {
    const random = seeded(of.name)
    const logs = await openLogs({ dir: place.home(of.name), clock, random, logger: silentLogger })
    t.teardown(() => logs.close())
    const { person } = await logs.createIdentity()
    const commons = await logs.commons(keysOf(of.link))
    const { edits } = await editsOf(commons, () => person).openOwnEdits()
    return new Forger({ t, name: of.name, person, edits, commons, heard: new Set(of.heard) })
  }

  /** Connects to a node until something is so, and goes away. */
  async meet(address: string, what: string, done: () => Promise<unknown>): Promise<void> {
    const keyPair = nodeKeyPair(seeded(`${this.#name} ${address}`).bytes(32))
    const transport = createDirectTransport({ keyPair, host: '127.0.0.1', logger: silentLogger })
    const carried = (question: { person?: PersonId }) => ({
      carry: question.person === undefined || this.#heard.has(question.person),
      reason: 'of the draft',
    })
    const sync = createSync({
      keyPair,
      transports: [transport],
      policy: { carried },
      clock,
      logger: silentLogger,
    })
    this.#t.teardown(() => sync.close())
    await sync.start()
    await sync.join(this.commons)
    await sync.connect(address)
    await until(done, { what, deadlineMs: PATIENCE_MS, everyMs: 30 })
    await sync.close()
  }

  /** Reads the edits of the drafts out of the logs of the others; how many there are. */
  async learn(): Promise<number> {
    this.#known.clear()
    let count = 0
    for (const { key, person } of this.commons.logs()) {
      if (person === this.person) continue
      const drafts = new Map<string, string>()
      for await (const { entries } of this.commons.readEdits(key, 0))
        for (const entry of entries.map(decodeEntry)) {
          if (entry.kind === 'opening') drafts.set(tagOf(entry.nonce), entry.draft)
          const draft = drafts.get(entry.kind === 'opening' ? tagOf(entry.nonce) : entry.tag) ?? ''
          this.#known.set(draft, [...this.known(draft), entry.change])
          count++
        }
    }
    return count
  }

  known(draft: string): Uint8Array[] {
    return this.#known.get(draft) ?? []
  }

  /** A new session on a draft; it knows what the forger knows. */
  session(draft: string, heads: readonly string[] = [draft], extras: OpeningExtras = {}): ForgedSession {
    const nonce = createHash('sha256')
      .update(`${this.#name} ${this.#sessions++}`)
      .digest()
      .subarray(0, 16)
    return new ForgedSession({ draft, heads, extras, nonce, edits: this.#edits, known: this.known(draft) })
  }

  /** Into the log, in this order. */
  async write(...entries: Uint8Array[]): Promise<void> {
    // One by one: a block has room for one huge entry.
    for (const entry of entries) await this.commons.appendEdits([entry])
  }

  /** A record of any kind: a first one, or, with `of`, one more of a thing. Returns its id. */
  async record(
    kind: string,
    body: Record<string, unknown>,
    of?: string,
    after: readonly string[] = [],
  ): Promise<RecordId> {
    const thing = of === undefined ? {} : { of: parseRecordId(of), after: after.map(parseRecordId) }
    const bytes = encodeRecord({ kind, v: 1, clock: [Date.now(), 0], ...thing, body })
    return (await this.commons.append([bytes])).ids[0]!
  }
}

type SessionParts = {
  draft: string
  heads: readonly string[]
  extras: OpeningExtras
  nonce: Uint8Array
  edits: CoreKey
  known: readonly Uint8Array[]
}

/** Changes of one session, good ones to be spoilt; each comes as the entry that brings it. */
export class ForgedSession {
  readonly actor: string
  readonly engine: TextEngine
  readonly #parts: SessionParts
  #opened = false

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.actor = deriveActor(parts.edits, parts.nonce)
    this.engine = TextEngine.empty(this.actor)
    if (parts.known.length > 0) this.engine.apply([...parts.known])
  }

  change(at: number, del: number, ins: string): Uint8Array {
    this.engine.splice({ at, del, ins })
    return this.engine.commit(1_700_000_000)!
  }

  /** A change beside the text. */
  set(...steps: PartStep[]): Uint8Array {
    for (const step of steps) this.engine.perform(step)
    return this.engine.commit(1_700_000_000)!
  }

  entry(change: Uint8Array): Uint8Array {
    const { draft, nonce, heads, extras } = this.#parts
    if (this.#opened) return encodeEntry({ kind: 'edit', tag: tagOf(nonce), change })
    this.#opened = true
    return encodeEntry({
      kind: 'opening',
      draft: parseRecordId(draft),
      nonce,
      ...extras,
      heads: heads.map(parseRecordId),
      change,
    })
  }

  put(at: number, del: number, ins: string): Uint8Array {
    return this.entry(this.change(at, del, ins))
  }
}

export { bomb, forge, hashOf }
