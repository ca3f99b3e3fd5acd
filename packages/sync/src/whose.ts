import { keyBytes, logKeyOf, type LogKey } from '@allmende/vocabulary'
import type { CarriedLogs } from '@allmende/logs'
import type { Carriage } from './carriage.ts'
import { isOverdue, type Mark, markOf } from './decide/overdue.ts'
import { MAX_FIRST_BLOCK_BYTES, WHOSE_KEYS } from './limits.ts'
import type { Session } from './session.ts'
import { concerns } from './teller.ts'
import type { FirstBlock } from './wire/message.ts'

const NONE = new Uint8Array(0)

type Asked = { since: Mark; resolve: (known: boolean) => void }

/**
 * Finds out who writes logs that there is no room for, by their first block alone: it is signed by itself, so nothing of
 * the log has to be kept to believe it. Without this a flood of newcomers would hide the new device of a friend.
 */
export class Whose {
  readonly #logs: CarriedLogs
  readonly #carriage: Carriage
  readonly #asked = new Map<Session, Map<LogKey, Asked>>()
  readonly #asking = new Map<Session, LogKey[]>()
  /** Given up; an answer may still come. */
  readonly #late = new Map<Session, Set<LogKey>>()

  constructor(logs: CarriedLogs, carriage: Carriage) {
    this.#logs = logs
    this.#carriage = carriage
  }

  /** False when enough is asked of this peer already. `known` is told once: whether it was proved. */
  ask(session: Session, log: LogKey, known: (known: boolean) => void): boolean {
    const asked = this.#asked.get(session) ?? new Map<LogKey, Asked>()
    this.#asked.set(session, asked)
    // Asked twice, it would be answered twice; and the second answer is one to nothing that was asked.
    if (!session.open || asked.has(log) || asked.size >= WHOSE_KEYS) return false
    const late = this.#late.get(session)
    const isLate = late?.delete(log) === true
    if (late && late.size >= WHOSE_KEYS) {
      // As much was left unanswered: what waited for this peer as well would hold up nobody but us.
      setImmediate(() => known(false))
      return true
    }
    asked.set(log, { since: markOf(session.link), resolve: known })
    if (isLate) return true
    const asking = this.#asking.get(session)
    if (asking) asking.push(log)
    else {
      this.#asking.set(session, [log])
      // What is asked in this turn goes in one message.
      setImmediate(() => this.#send(session))
    }
    return true
  }

  /** Only what was asked for is looked at: each costs signatures to check. */
  onBlocks(session: Session, blocks: readonly FirstBlock[]): void {
    for (const { key, block } of blocks) {
      const log = logKeyOf(key)
      const asked = this.#asked.get(session)?.get(log)
      const isLate = this.#late.get(session)?.delete(log) === true
      if (!asked && !isLate) return session.refuse('malformed', 'a first block that was not asked for')
      this.#asked.get(session)?.delete(log)
      const person = block.length > 0 ? this.#logs.whose(log, block) : null
      if (block.length > 0 && !person) session.refuse('bad-prefix', `${log}: the first block proves nothing`)
      if (person) this.#carriage.authorIs(log, person)
      asked?.resolve(person !== null)
    }
  }

  async answer(session: Session, keys: readonly Uint8Array[]): Promise<void> {
    const blocks = await Promise.all(
      keys.map(async (key): Promise<FirstBlock> => {
        const log = logKeyOf(key)
        const block = concerns(session, log) ? await this.#logs.firstBlock(log).catch(() => null) : null
        return { key, block: block && block.length <= MAX_FIRST_BLOCK_BYTES ? block : NONE }
      }),
    )
    session.send({ type: 'whose', blocks })
  }

  /** Gives up on what a peer hasn't answered for so long, on a busy line later: others may know. */
  giveUp(now: number, ms: number): void {
    for (const [session, asked] of this.#asked)
      for (const [log, { since, resolve }] of asked) {
        if (!isOverdue(since, session.link, now, ms)) continue
        asked.delete(log)
        const late = this.#late.get(session) ?? new Set()
        this.#late.set(session, late.add(log))
        resolve(false)
      }
  }

  ended(session: Session): void {
    const asked = this.#asked.get(session)
    this.#asked.delete(session)
    this.#late.delete(session)
    this.#asking.delete(session)
    for (const { resolve } of asked?.values() ?? []) resolve(false)
  }

  #send(session: Session): void {
    const logs = this.#asking.get(session)
    this.#asking.delete(session)
    if (logs) session.send({ type: 'ask-whose', keys: logs.map((log) => keyBytes(log)) })
  }
}
