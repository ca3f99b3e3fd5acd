import type { ConversationEnd, Talk } from '@allmende/sync'
import type { Logger, NodeId } from '@allmende/vocabulary'
import { inBackground } from '../in-background.ts'
import { type Envelope, readEnvelope } from './envelope.ts'
import type { KeptAccounts } from './kept-accounts.ts'
import { decodeMessage, encodeMessage, type Message } from './messages.ts'
import type { OwnAccount } from './own-account.ts'
import { proveAccount, provesAccount, type Side, tagOf } from './proof.ts'

/** What a conversation about accounts needs of its node. */
export type AccountHost = {
  readonly own: OwnAccount
  readonly kept: KeptAccounts
  readonly logger: Logger
  /** A member of a commons in common: they may give us their document to keep, and we ours to them. */
  isMember(node: NodeId): boolean
  /** Whether this node is among those who shall keep ours. */
  mayKeep(node: NodeId): boolean
  /** The document of this version is kept by a node. */
  onKept(node: NodeId, version: number): void
  /** A peer has answered what it keeps of our account. */
  onAnswered(node: NodeId, found: boolean): void
  /** What is kept of an account is newer: whoever else has it on a connection is told. */
  onNewer(account: Uint8Array): void
}

type Head = { version: number; hash: Uint8Array }

/** The conversation with one node, both ways: we may keep its document, and it ours. */
export class AccountTalk implements ConversationEnd {
  readonly #host: AccountHost
  readonly #talk: Talk
  /** The account that the other side has proved to hold. */
  #holds: Uint8Array | null = null
  #hello: { tag: Uint8Array; signature: Uint8Array } | null = null
  /** What the other side keeps of ours; undefined before it has said so. */
  #theirs: Head | null | undefined
  /** What was given to it last. */
  #given: string | null = null
  #told: string | null = null

  constructor(host: AccountHost, talk: Talk) {
    this.#host = host
    this.#talk = talk
  }

  get node(): NodeId {
    return this.#talk.node
  }

  begin(): void {
    const { keys } = this.#host.own
    if (keys) this.#send({ type: 'hello', ...proveAccount(keys, this.#side(true)) })
  }

  onMessage(bytes: Uint8Array): void {
    const message = decodeMessage(bytes)
    inBackground(this.#host.logger, 'a conversation about accounts', this.#answer(message))
  }

  /** Gives our document, if this node shall keep it and lacks it. Called again whenever one of the two may have changed. */
  offer(): void {
    const { own } = this.#host
    const { envelope } = own
    if (!envelope || this.#theirs === undefined) return
    const name = hex(envelope.hash)
    const has = this.#theirs && hex(this.#theirs.hash) === name
    if (has || this.#given === name || (this.#theirs && !own.knows(this.#theirs.hash))) return
    if (!this.#isOurs() && !(this.#host.isMember(this.node) && this.#host.mayKeep(this.node))) return
    this.#given = name
    this.#send({ type: 'put', envelope: envelope.bytes })
  }

  /** What is kept here of the account has changed: its holder at the other end may want it. */
  tell(account: Uint8Array): void {
    if (!this.#holds || hex(this.#holds) !== hex(account)) return
    const head = this.#headOf(account)
    if (!head || this.#told === hex(head.hash)) return
    this.#told = hex(head.hash)
    this.#send({ type: 'have', version: head.version, hash: head.hash })
  }

  async #answer(message: Message): Promise<void> {
    switch (message.type) {
      case 'hello':
        return this.#onHello(message)
      case 'have':
        return this.#onHave(message)
      case 'none':
        this.#theirs = null
        this.#host.onAnswered(this.node, false)
        return this.offer()
      case 'get':
        return this.#onGet()
      case 'document':
        return this.#onDocument(message.envelope)
      case 'put':
        return this.#onPut(message.envelope)
      case 'kept':
        this.#theirs = message
        this.#host.onKept(this.node, message.version)
        return this.offer()
      case 'full':
        return
    }
  }

  #onHello({ tag, signature }: { tag: Uint8Array; signature: Uint8Array }): void {
    this.#hello = { tag, signature }
    const { own, kept } = this.#host
    const known = [...(own.keys ? [own.keys.publicKey] : []), ...kept.keys()]
    const account = known.find((key) => this.#isProven(key))
    if (!account) return this.#send({ type: 'none' })
    this.#holds = account
    this.#talk.want(true)
    const head = this.#headOf(account)
    if (!head) return this.#send({ type: 'none' })
    this.#told = hex(head.hash)
    this.#send({ type: 'have', version: head.version, hash: head.hash })
  }

  #onHave(head: Head): void {
    this.#theirs = head
    this.#talk.want(true)
    const { own } = this.#host
    if (hex(head.hash) === hex(own.envelope?.hash)) this.#host.onKept(this.node, head.version)
    if (own.knows(head.hash)) {
      this.#host.onAnswered(this.node, true)
      return this.offer()
    }
    this.#send({ type: 'get' })
  }

  async #onGet(): Promise<void> {
    const account = this.#holds
    if (!account) return
    const envelope = this.#isOurs() ? this.#host.own.envelope : await this.#host.kept.read(account)
    if (envelope) this.#send({ type: 'document', envelope: envelope.bytes })
  }

  async #onDocument(bytes: Uint8Array): Promise<void> {
    const { own } = this.#host
    const envelope = readEnvelope(bytes)
    if (!envelope || hex(envelope.account) !== hex(own.keys?.publicKey))
      return this.#talk.refuse('a document that is not of the account')
    await own.take(envelope)
    this.#theirs = envelope
    this.#host.onAnswered(this.node, true)
    this.offer()
  }

  /** Only its holder gives a document, so that nobody puts an old one back or fills us with those of others. */
  async #onPut(bytes: Uint8Array): Promise<void> {
    const envelope = readEnvelope(bytes)
    if (!envelope || !this.#isProven(envelope.account))
      return this.#talk.refuse('a document that is not of the account that was proved')
    this.#holds = envelope.account
    if (this.#isOurs()) return this.#onOurs(envelope)
    if (!this.#host.isMember(this.node)) return this.#send({ type: 'full' })
    const verdict = await this.#host.kept.keep(envelope, this.node)
    if (verdict === 'full') return this.#send({ type: 'full' })
    this.#talk.want(true)
    if (verdict === 'older') return this.tell(envelope.account)
    this.#told = hex(envelope.hash)
    this.#send({ type: 'kept', version: envelope.version, hash: envelope.hash })
    this.#host.onNewer(envelope.account)
  }

  /** Another device of the same person: what it has is united with what is here, and it gets what it lacks. */
  async #onOurs(envelope: Envelope): Promise<void> {
    await this.#host.own.take(envelope)
    this.#theirs = envelope
    this.#send({ type: 'kept', version: envelope.version, hash: envelope.hash })
    this.offer()
  }

  #isOurs(): boolean {
    return this.#holds !== null && hex(this.#holds) === hex(this.#host.own.keys?.publicKey)
  }

  #isProven(account: Uint8Array): boolean {
    const side = this.#side(false)
    if (!this.#hello || hex(tagOf(account, side)) !== hex(this.#hello.tag)) return false
    return provesAccount(account, side, this.#hello.signature)
  }

  #headOf(account: Uint8Array): Head | null {
    return this.#isOurs() ? this.#host.own.envelope : this.#host.kept.head(account)
  }

  #side(ours: boolean): Side {
    const { handshakeHash, isInitiator } = this.#talk
    return { handshakeHash, isInitiator: ours === isInitiator }
  }

  #send(message: Message): void {
    this.#talk.send(encodeMessage(message))
  }
}

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex')
}
