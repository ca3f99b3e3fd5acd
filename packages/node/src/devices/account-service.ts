import type { NodeId } from '@allmende/vocabulary'
import { isStarter } from '../commons-file.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import { type AccountHost, AccountTalk } from './account-talk.ts'
import { MAX_ENVELOPE_BYTES } from './envelope.ts'
import { KeptAccounts } from './kept-accounts.ts'
import { ACCOUNT_PROTOCOL } from './messages.ts'
import { OwnAccount } from './own-account.ts'

/** Nodes that are given the document, beside those named as keepers: enough that one is on, few enough to tell each change. */
const KEPT_BY_MEMBERS = 16
/** Of one message: an envelope and the words around it. */
const MAX_MESSAGE_BYTES = MAX_ENVELOPE_BYTES + 1024

/** Whoever keeps our document, with which version and when they said so. */
export type KeptBy = { readonly node: NodeId; readonly version: number; readonly at: number }

type Answer = { readonly node: NodeId; readonly found: boolean }

/** Speaks about accounts with every node that is connected: keeps those of members, gives ours to them, and finds ours. */
export class AccountService implements AccountHost {
  readonly own: OwnAccount
  readonly kept: KeptAccounts
  readonly #parts: Parts
  readonly #talks = new Set<AccountTalk>()
  readonly #keptBy = new Map<NodeId, KeptBy>()
  readonly #answers = new Map<NodeId, Answer>()
  readonly #listeners = new Set<() => void>()
  #met = false
  #stop: () => void = () => undefined

  constructor(parts: Parts) {
    this.#parts = parts
    const { clock, sync, network, logger, home } = parts
    this.own = new OwnAccount(parts)
    this.kept = new KeptAccounts({ folder: home.accounts, clock, sync, network, logger })
  }

  get logger(): Parts['logger'] {
    return this.#parts.logger
  }

  async start(): Promise<void> {
    const { sync, network, findings } = this.#parts
    const damaged = await this.kept.load()
    if (damaged)
      findings.note(
        'notes-damaged',
        `Notes on the accounts kept for others begin anew; the old: ${damaged}`,
        { file: damaged },
      )
    await this.own.start()
    this.own.onChanged(() => {
      this.#meet()
      for (const talk of this.#talks) {
        talk.offer()
        if (this.own.keys) talk.tell(this.own.keys.publicKey)
      }
    })
    this.#stop = sync.converse({
      name: ACCOUNT_PROTOCOL,
      maxBytes: MAX_MESSAGE_BYTES,
      burst: 30,
      perSecond: 2,
      open: (talk) => {
        const spoken = new AccountTalk(this, talk)
        this.#talks.add(spoken)
        // What is said before this returns is not sent.
        queueMicrotask(() => spoken.begin())
        return {
          onMessage: (bytes) => spoken.onMessage(bytes),
          onClose: () => void this.#talks.delete(spoken),
        }
      },
    })
    // Whether a node is a member is proved after the conversation has begun.
    sync.on('progress', () => this.#offerAll())
    network.onOnline(() => this.#meet())
  }

  close(): void {
    this.own.close()
    this.#stop()
  }

  /** There is an account now that wasn't: everybody who is connected is asked for it. */
  begin(): void {
    this.#meet()
    for (const talk of this.#talks) talk.begin()
    this.own.soon()
  }

  /** Nodes that were asked since the start, and whether they had the account. */
  answers(): readonly Answer[] {
    return [...this.#answers.values()]
  }

  /** Who keeps the document now, as they said since the start. */
  keptBy(): readonly KeptBy[] {
    return [...this.#keptBy.values()]
  }

  /** Calls back when somebody has answered. */
  onAnswer(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  isMember(node: NodeId): boolean {
    const peer = this.#parts.sync.peers().find((one) => one.node === node)
    return (peer?.commons ?? []).some((id) => {
      const entry = this.#parts.book.get(id)?.entry
      return entry?.role === 'member' && !isStarter(entry)
    })
  }

  /** Keepers first; then as many members as are enough. */
  mayKeep(node: NodeId): boolean {
    const keepers = this.own.document?.keepers ?? {}
    if (node in keepers || this.#keptBy.has(node)) return true
    return [...this.#keptBy.keys()].filter((one) => !(one in keepers)).length < KEPT_BY_MEMBERS
  }

  onKept(node: NodeId, version: number): void {
    this.#keptBy.set(node, { node, version, at: this.#parts.clock.now() })
  }

  onAnswered(node: NodeId, found: boolean): void {
    this.#answers.set(node, { node, found })
    for (const listener of this.#listeners) listener()
  }

  onNewer(account: Uint8Array): void {
    for (const talk of this.#talks) talk.tell(account)
  }

  #offerAll(): void {
    for (const talk of this.#talks) talk.offer()
  }

  /** The devices of one person find each other by their account, and whoever begins anew finds them. */
  #meet(): void {
    const { keys } = this.own
    const { sync, network, logger } = this.#parts
    if (this.#met || !keys || !network.online) return
    this.#met = true
    inBackground(logger, 'meeting one’s other devices', sync.meet(keys.topic, { server: true, client: true }))
  }
}
