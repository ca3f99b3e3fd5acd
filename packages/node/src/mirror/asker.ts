import { MAX_MIRRORED_LOGS } from '@allmende/rules'
import type { Talk } from '@allmende/sync'
import { type CommonsId, keyBytes, type LogKey } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import type { MirrorMessage } from './messages.ts'
import { type Listener, say } from './talks.ts'

/** What a mirror says of itself in a burst is followed by one question. */
const GATHER_MS = 200
/** How often it is asked when nothing changes, so that "as of" stays near. */
const REPEAT_MS = 5 * 60 * 1000

/**
 * The side of a member: asks mirrors, of each epoch that they carry, how much they hold of what is this person's, and keeps what they
 * sign. A mirror that has got something says so by itself, and is asked then.
 */
export class HeldAsker implements Listener {
  readonly #parts: Parts
  /** Mirrors that are connected, with the epochs they said they carry. */
  readonly #mirrors = new Map<Talk, Set<CommonsId>>()
  readonly #timers = new Map<Talk, NodeJS.Timeout>()
  #repeat: NodeJS.Timeout | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  start(): void {
    this.#repeat = setInterval(() => {
      for (const talk of this.#mirrors.keys()) this.#soon(talk)
    }, REPEAT_MS)
    this.#repeat.unref()
  }

  close(): void {
    if (this.#repeat) clearInterval(this.#repeat)
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  met(): void {}

  gone(talk: Talk): void {
    this.#mirrors.delete(talk)
    clearTimeout(this.#timers.get(talk))
    this.#timers.delete(talk)
  }

  heard(talk: Talk, message: MirrorMessage): void {
    const { keeping, logger, sync } = this.#parts
    const epoch = message.commons as CommonsId
    if (message.t === 'mirror' && sync.hasProven(talk.node, epoch)) {
      const epochs = this.#mirrors.get(talk) ?? new Set()
      this.#mirrors.set(talk, epochs.add(epoch))
      this.#soon(talk)
    }
    // It has deleted what it said it holds.
    if (message.t === 'removed')
      inBackground(logger, 'forgetting what a mirror held', keeping.mirrors.forget(epoch, talk.node))
    // Nobody is believed who wasn't asked: what is kept is bounded by the mirrors that are met.
    if (message.t === 'held' && this.#mirrors.get(talk)?.has(epoch)) {
      const { said, signature } = message
      inBackground(
        logger,
        'noting what a mirror holds',
        keeping.mirrors.take({ commons: epoch, node: talk.node }, said, signature),
      )
    }
  }

  #soon(talk: Talk): void {
    if (this.#timers.has(talk)) return
    const timer = setTimeout(() => {
      this.#timers.delete(talk)
      for (const epoch of this.#mirrors.get(talk) ?? [])
        inBackground(this.#parts.logger, 'asking a mirror what it holds', this.#ask(talk, epoch))
    }, GATHER_MS)
    timer.unref()
    this.#timers.set(talk, timer)
  }

  async #ask(talk: Talk, epoch: CommonsId): Promise<void> {
    const commons = this.#parts.book.members().find(({ logs }) => logs.epoch(epoch))
    if (!commons) return
    const logs = (await this.#logsOf(commons, epoch)).slice(0, MAX_MIRRORED_LOGS)
    if (logs.length === 0 || !this.#mirrors.has(talk)) return
    const keys = Buffer.concat(logs.map((log) => keyBytes(log)))
    say(talk, { t: 'ask', commons: epoch, logs: new Uint8Array(keys) })
  }

  /** This person's own, and those whose files their versions lie in. */
  async #logsOf(commons: OpenCommons, epoch: CommonsId): Promise<LogKey[]> {
    const self = this.#parts.logs.identity?.person
    const logs = commons.logs.epoch(epoch)
    if (!self || !logs) return []
    const wanted = new Set(logs.logs().flatMap(({ key, person }) => (person === self ? [key] : [])))
    for (const { cores } of await this.#parts.keeping.content.of(commons.id, self)) {
      for (const core of cores) {
        const owner = logs.owner(core)
        if (owner) wanted.add(owner.log)
      }
    }
    return [...wanted]
  }
}
