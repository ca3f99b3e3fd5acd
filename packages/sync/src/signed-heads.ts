import { coreKeyOf, encodeZ32, type CoreKey } from '@allmende/vocabulary'
import type { CarriedLogs } from '@allmende/logs'
import type { Logger } from '@allmende/transports'
import { MAX_SIGNED_HEADS } from './limits.ts'
import type { Session } from './session.ts'
import { concerns } from './teller.ts'
import type { Head, SignedHead } from './wire/message.ts'

/**
 * Heads that contradict ours, or are ahead of a log we write. What a peer says proves nothing; what the author has signed
 * does: it is asked for, and `logs` judges it.
 */
export class SignedHeads {
  readonly #logs: CarriedLogs
  readonly #logger: Logger
  /** An own log turned out to be longer elsewhere: it is fetched as any other now. */
  readonly #onSealed: (session: Session, head: Head) => void
  readonly #asked = new WeakMap<Session, Set<string>>()

  constructor(logs: CarriedLogs, logger: Logger, onSealed: (session: Session, head: Head) => void) {
    this.#logs = logs
    this.#logger = logger
    this.#onSealed = onSealed
  }

  ask(session: Session, head: Head): void {
    if (!this.#logs.owner(coreKeyOf(head.key))) return
    if (!session.contradicts()) return session.refuse('unproven-head', 'too many contradictions')
    const asked = this.#asked.get(session) ?? new Set<string>()
    this.#asked.set(session, asked)
    if (asked.size >= MAX_SIGNED_HEADS) return
    asked.add(encodeZ32(head.key))
    session.send({ type: 'ask-signed', keys: [head.key] })
  }

  answer(session: Session, keys: readonly Uint8Array[]): void {
    const heads = keys.flatMap((key): SignedHead[] => {
      const head = this.#logs.head(coreKeyOf(key))
      if (!head?.signature || !concerns(session, coreKeyOf(key))) return []
      const { length, fork, rootHash: root, signature } = head
      return [{ key, length, fork, root, signature }]
    })
    session.send({ type: 'signed', heads })
  }

  /** Only what was asked for is looked at: each costs a signature to check. */
  async judge(session: Session, head: SignedHead): Promise<void> {
    if (!this.#asked.get(session)?.delete(encodeZ32(head.key))) return
    const { length, fork, root, signature } = head
    // A copy: the message it came in is gone by the time the judgement is there.
    const key = Uint8Array.from(head.key)
    const core = coreKeyOf(key)
    const { node } = session.link
    const verdict = await this.#logs
      .reportHead(core, { length, fork, rootHash: root, signature }, node)
      .catch((error: unknown) => String(error))
    this.#logger.info('a head that contradicts ours was checked', { core, node, verdict })
    if (verdict === 'invalid') return session.refuse('unproven-head', `${core}: the signature is wrong`)
    if (verdict !== 'sealed' || !session.open) return
    const which = this.#logs.owner(core)?.which === 'edits' ? 'edits' : 'records'
    this.#onSealed(session, { key, which, length, fork, held: length, root })
  }

  /**
   * A peer has one of our own cores exactly as it is here. After an unclean stop `logs` writes to a log again only when
   * somebody has said so.
   */
  confirmOwn(session: Session, key: CoreKey, { length, fork, root }: Head): void {
    const owner = this.#logs.owner(key)
    if (!owner || !this.#logs.log(owner.log)?.own) return
    const head = { length, fork, rootHash: root, signature: null }
    this.#logs.reportHead(key, head, session.link.node).catch((error: unknown) => {
      this.#logger.warn('a confirmed head was not taken', { core: key, error: String(error) })
    })
  }
}
