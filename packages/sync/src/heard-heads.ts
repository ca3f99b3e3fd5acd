import { coreKeyOf, type CoreKey } from '@allmende/vocabulary'
import type { CarriedLogs } from '@allmende/logs'
import type { Logger } from '@allmende/transports'
import { compareHeads } from './decide/compare.ts'
import type { HeadSet } from './decide/heads.ts'
import type { Fetcher } from './fetcher.ts'
import { Parked } from './parked.ts'
import type { Session } from './session.ts'
import { SignedHeads } from './signed-heads.ts'
import type { Head, SignedHead } from './wire/message.ts'

export type HeardHeadsOptions = {
  logs: CarriedLogs
  heads: HeadSet
  fetcher: Fetcher
  logger: Logger
  /** Keys of the only logs wanted, for a reader. */
  only: readonly Uint8Array[]
}

/**
 * What it means for this node when a peer says how far it has a core: to fetch what is missing, to ask for the author's
 * signature where it contradicts what is here, or to wait until it is known whose the core is.
 */
export class HeardHeads {
  readonly #options: HeardHeadsOptions
  readonly #unresolved = new Parked()
  readonly #signed: SignedHeads

  constructor(options: HeardHeadsOptions) {
    const { logs, logger, fetcher } = options
    this.#options = options
    this.#signed = new SignedHeads(logs, logger, (session, head) => {
      fetcher.want(session, head)
      fetcher.pump()
    })
  }

  hear(session: Session, heads: readonly Head[], isLive: boolean): void {
    for (const head of heads) this.#onHead(session, head, isLive)
    this.#options.fetcher.pump()
  }

  /** A log has shown whose it is, and so which edits core is its own: what was told of that one counts from now on. */
  bound(edits: CoreKey): void {
    for (const [session, head] of this.#unresolved.take(edits)) if (session.open) this.#onHead(session, head)
    this.#options.fetcher.pump()
  }

  /** The own logs that a finished comparison has shown to lie at the other side as they are here. */
  reconciled(session: Session): void {
    const { logs, heads } = this.#options
    for (const key of logs.own ? [logs.own.log, logs.own.edits] : []) {
      const head = heads.get(key)
      if (head && session.agreesOn(head.key)) this.#signed.confirmOwn(session, key, head)
    }
  }

  answerSigned(session: Session, keys: readonly Uint8Array[]): void {
    this.#signed.answer(session, keys)
  }

  hearSigned(session: Session, heads: readonly SignedHead[]): void {
    for (const head of heads) void this.#signed.judge(session, head)
  }

  ended(session: Session): void {
    this.#unresolved.ended(session)
  }

  #onHead(session: Session, head: Head, isLive = false): void {
    const { logs, heads, fetcher, only } = this.#options
    const key = coreKeyOf(head.key)
    if (only.length && !only.some((log) => Buffer.compare(log, head.key) === 0)) return
    if (head.which === 'edits' && !logs.owner(key)) return this.#unresolved.park(session, key, head)
    const here = heads.get(key)
    if (here) session.known.set(key, head.held)
    const compared = compareHeads(here, head)
    if (compared.verdict === 'differs') return this.#signed.ask(session, head)
    if (compared.verdict === 'equal' && here) this.#signed.confirmOwn(session, key, here)
    if (compared.verdict !== 'behind') return
    const owner = logs.owner(key)
    const log = owner && logs.log(owner.log)
    // A log of ours that is longer elsewhere: the store was set back. `logs` decides, by the signature.
    if (log?.own && !log.sealed) return this.#signed.ask(session, head)
    if (!log?.forked) fetcher.want(session, head, isLive)
  }
}
