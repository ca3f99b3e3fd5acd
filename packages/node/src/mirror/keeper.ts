import { join } from 'node:path'
import { deriveMirrorKeys, isSigned } from '@allmende/logs'
import type { Talk } from '@allmende/sync'
import { type CommonsId, decodeLink, displayText, type MirrorLink } from '@allmende/vocabulary'
import type { KeptInfo, TakenBack } from '../contract-mirror.ts'
import { fail } from '../errors.ts'
import { inBackground } from '../in-background.ts'
import { isSignedBy } from '../node-signature.ts'
import type { Parts } from '../parts.ts'
import { KeptCommons } from './kept-commons.ts'
import { type KeptEntry, KeptFile, type Removed } from './kept-file.ts'
import { type MirrorMessage, removalContent, statementOf } from './messages.ts'
import { unpackRows } from './rows.ts'
import { HeldSayer } from './sayer.ts'
import { type Listener, say } from './talks.ts'

export const DEFAULT_QUOTA = 10_000_000_000
/** Of what a smaller one holds nothing is worth keeping. */
export const MIN_QUOTA = 1_000_000

/** The side of a mirror: what is kept here, and what is heard of it from members. */
export class Keeper implements Listener {
  readonly #parts: Parts
  readonly #file: KeptFile
  readonly #sayer: HeldSayer
  readonly #kept = new Map<CommonsId, KeptCommons>()
  /** To whom of what was said that it is kept here. */
  readonly #said = new Map<Talk, Set<CommonsId>>()

  constructor(parts: Parts) {
    this.#parts = parts
    this.#file = new KeptFile(parts.home.dir)
    this.#sayer = new HeldSayer(parts)
  }

  get removed(): readonly Removed[] {
    return this.#file.removed
  }

  async start(): Promise<void> {
    await this.#file.load()
    for (const entry of this.#file.kept) await this.#open(entry)
  }

  async close(): Promise<void> {
    await this.#sayer.close()
    for (const kept of this.#kept.values()) await kept.close()
    this.#kept.clear()
  }

  /** Begins to keep a commons, or sets its quota. Throws LINK_…, MIRROR_LINK, MIRROR_MEMBER, MIRROR_QUOTA. */
  async keep(text: string, quota?: number): Promise<KeptInfo> {
    const link = decodeLink(text)
    if (link.type !== 'mirror') throw fail('MIRROR_LINK')
    if (quota !== undefined && quota < MIN_QUOTA)
      throw fail('MIRROR_QUOTA', { expected: `${MIN_QUOTA} bytes or more`, found: String(quota) })
    const { id } = deriveMirrorKeys(link.replicateKey, link.public)
    if (this.#parts.book.get(id)) throw fail('MIRROR_MEMBER')
    const before = this.#kept.get(id)
    const entry = entryOf(
      link,
      id,
      before?.entry,
      quota ?? before?.entry.quota ?? DEFAULT_QUOTA,
      this.#parts.clock.now(),
    )
    await this.#file.put(entry)
    if (before) await before.setQuota(entry)
    else await this.#open(entry)
    return this.#info(id)
  }

  /** Deletes what is kept of a commons. Throws MIRROR_UNKNOWN. */
  async drop(named: string, by: string): Promise<TakenBack> {
    const kept = this.#find(named)
    this.#kept.delete(kept.id)
    for (const said of this.#said.values()) said.delete(kept.id)
    const bytes = await kept.destroy()
    const removed = { id: kept.id, name: kept.entry.name, at: this.#parts.clock.now(), bytes, by }
    await this.#file.remove(removed)
    return removed
  }

  list(): KeptInfo[] {
    return [...this.#kept.keys()].map((id) => this.#info(id))
  }

  met(talk: Talk, proven: readonly CommonsId[]): void {
    const said = this.#said.get(talk) ?? new Set()
    this.#said.set(talk, said)
    for (const id of proven) {
      if (said.has(id) || !this.#kept.has(id)) continue
      said.add(id)
      this.#tellState(talk, id)
    }
  }

  gone(talk: Talk): void {
    this.#sayer.gone(talk)
    this.#said.delete(talk)
  }

  heard(talk: Talk, message: MirrorMessage): void {
    if (message.t !== 'tell' && message.t !== 'remove' && message.t !== 'ask') return
    const kept = this.#kept.get(message.commons as CommonsId)
    // Not said to it: for it there is no such commons here.
    if (!kept || !this.#said.get(talk)?.has(kept.id)) return
    if (message.t === 'ask') return this.#sayer.asked(talk, kept, message.logs)
    const content = message.t === 'tell' ? message.rows : removalContent(message.all)
    const statement = statementOf(message.t, talk.handshakeHash, kept.id, content)
    const memberKey = new Uint8Array(Buffer.from(kept.entry.memberKey, 'hex'))
    if (!isSigned(memberKey, statement, message.signature)) throw new Error('not the word of a member')
    if (message.t === 'tell') {
      const rows = unpackRows(message.rows)
      return inBackground(this.#parts.logger, 'taking in what was told', kept.tell(talk.node, rows))
    }
    if (!isSignedBy(talk.node, statement, message.byNode)) throw new Error('not signed by the node')
    inBackground(this.#parts.logger, 'a removal', this.#remove(talk, kept, message.all))
  }

  async #remove(talk: Talk, kept: KeptCommons, all: boolean): Promise<void> {
    const commons = kept.id
    if (!all) return say(talk, { t: 'removed', commons, all, bytes: await kept.withdraw(talk.node) })
    if (talk.node !== kept.entry.giver)
      return say(talk, { t: 'refused', commons, reason: 'only the node that gave the link' })
    const { bytes } = await this.drop(commons, talk.node)
    say(talk, { t: 'removed', commons, all, bytes })
  }

  async #open(entry: KeptEntry): Promise<void> {
    const { home, sync, clock, logger, network } = this.#parts
    const folder = join(home.dir, 'mirrors', entry.id)
    const id = entry.id as CommonsId
    const kept = new KeptCommons(entry, { folder, sync, clock, logger, network }, () => this.#tellAll(id))
    await kept.open()
    this.#kept.set(id, kept)
  }

  #tellAll(id: CommonsId): void {
    for (const [talk, said] of this.#said) if (said.has(id)) this.#tellState(talk, id)
  }

  #tellState(talk: Talk, id: CommonsId): void {
    const kept = this.#kept.get(id)
    if (kept) say(talk, { t: 'mirror', commons: id, told: kept.told(talk.node), ...kept.state() })
  }

  #info(id: CommonsId): KeptInfo {
    const kept = this.#find(id)
    const { name, public: isPublic, giver, since } = kept.entry
    return { id, name, public: isPublic, giver, since, peers: kept.peers, ...kept.state() }
  }

  #find(named: string): KeptCommons {
    const all = [...this.#kept.values()]
    const fitting = all.filter(
      ({ id, entry }) => id === named || entry.name === named || (named.length >= 4 && id.startsWith(named)),
    )
    const [one] = fitting
    if (!one || fitting.length > 1)
      throw fail('MIRROR_UNKNOWN', { found: fitting.length > 1 ? `${named}, which fits several` : named })
    return one
  }
}

function entryOf(
  link: MirrorLink,
  id: CommonsId,
  before: KeptEntry | undefined,
  quota: number,
  now: number,
): KeptEntry {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
  return {
    id,
    name: displayText(link.name, 60).trim() || `commons ${id.slice(0, 8)}`,
    public: link.public,
    replicateKey: hex(link.replicateKey),
    memberKey: hex(link.memberKey),
    // Whoever came first stays the giver: another link for the same commons must not take the right to delete away from them.
    giver: before?.giver ?? link.giver,
    quota,
    since: before?.since ?? now,
  }
}
