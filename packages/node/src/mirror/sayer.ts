import { encodeMirrorHolding, MAX_MIRRORED_LOGS } from '@allmende/rules'
import type { Talk } from '@allmende/sync'
import { type CommonsId, type LogKey, logKeyOf } from '@allmende/vocabulary'
import { signAsNode } from '../node-signature.ts'
import type { Parts } from '../parts.ts'
import type { KeptCommons } from './kept-commons.ts'
import { say } from './talks.ts'

const KEY_BYTES = 32
/** Each answer costs a flush of the database. */
const GATHER_MS = 500

/** Answers members who ask how much of some logs is here, with a statement that the node signs. */
export class HeldSayer {
  readonly #parts: Pick<Parts, 'id' | 'keyPair' | 'clock' | 'logger'>
  readonly #waiting = new Map<Talk, Map<CommonsId, { kept: KeptCommons; logs: LogKey[] }>>()
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> = Promise.resolve()
  #lastAt = 0

  constructor(parts: Pick<Parts, 'id' | 'keyPair' | 'clock' | 'logger'>) {
    this.#parts = parts
  }

  /** Throws for what is no list of logs. The newest question of a member about a commons is answered, soon. */
  asked(talk: Talk, kept: KeptCommons, keys: Uint8Array): void {
    const logs = logsIn(keys)
    const waiting = this.#waiting.get(talk) ?? new Map<CommonsId, { kept: KeptCommons; logs: LogKey[] }>()
    this.#waiting.set(talk, waiting.set(kept.id, { kept, logs }))
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#running = this.#running.then(() => this.#answerAll())
    }, GATHER_MS).unref()
  }

  gone(talk: Talk): void {
    this.#waiting.delete(talk)
  }

  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#waiting.clear()
    await this.#running
  }

  async #answerAll(): Promise<void> {
    const all = [...this.#waiting].flatMap(([talk, asked]) =>
      [...asked.values()].map((one) => ({ talk, ...one })),
    )
    this.#waiting.clear()
    for (const { talk, kept, logs } of all) {
      try {
        await this.#answer(talk, kept, logs)
      } catch (error) {
        this.#parts.logger.warn('what is held here could not be said', { error: String(error) })
      }
    }
  }

  async #answer(talk: Talk, kept: KeptCommons, logs: readonly LogKey[]): Promise<void> {
    const { id, keyPair, clock } = this.#parts
    const cores = await kept.held(logs)
    this.#lastAt = Math.max(clock.now(), this.#lastAt + 1)
    const said = encodeMirrorHolding({ commons: kept.id, node: id, at: this.#lastAt, cores })
    say(talk, { t: 'held', commons: kept.id, said, signature: signAsNode(keyPair, said) })
  }
}

function logsIn(keys: Uint8Array): LogKey[] {
  const count = keys.length / KEY_BYTES
  if (!Number.isInteger(count) || count < 1 || count > MAX_MIRRORED_LOGS) throw new Error('no list of logs')
  return Array.from({ length: count }, (_, at) => logKeyOf(keys.slice(at * KEY_BYTES, (at + 1) * KEY_BYTES)))
}
