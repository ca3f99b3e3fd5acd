import { decodeZ32, encodeZ32, type CoreKey, type LogKey } from '@allmende/vocabulary'
import type { CarriedLogs, Prefix, Rest } from '@allmende/logs'
import { fitsPrefix, prefixBytes, PrefixPacker, wholeBytes } from './decide/prefix.ts'
import { LARGE_PREFIX_BYTES, PREFIX_WINDOW } from './limits.ts'
import type { Session } from './session.ts'
import type { WantRest } from './wire/message.ts'

/** Logs read from the store at once while others are being sent. */
const READ_AHEAD = 16

/** What a peer asked for: a log of which it has nothing, or what a core has from a block on. */
type Asked = { key: CoreKey } | { key: CoreKey; from: number; most: number }

/** Gives whole small logs to peers that have nothing of them, and the rest of cores to those who have the beginning, in the order they asked. */
export class HandOver {
  readonly #logs: CarriedLogs
  readonly #queues = new Map<Session, Asked[]>()

  constructor(logs: CarriedLogs) {
    this.#logs = logs
  }

  /** False when the peer asks for more than it may have open. */
  want(session: Session, wants: readonly ({ key: Uint8Array } | WantRest)[]): boolean {
    const names = wants.map((want): Asked => ({ ...want, key: encodeZ32(want.key) as CoreKey }))
    const queue = this.#queues.get(session)
    if ((queue?.length ?? 0) + names.length > PREFIX_WINDOW * 2) return false
    if (queue) {
      queue.push(...names)
      return true
    }
    this.#queues.set(session, names)
    void this.#run(session, names)
    return true
  }

  ended(session: Session): void {
    this.#queues.delete(session)
  }

  async #run(session: Session, queue: Asked[]): Promise<void> {
    const packer = new PrefixPacker()
    const late: Asked[] = []
    while (queue.length + late.length > 0 && session.open) {
      const isLate = queue.length === 0
      const asked = isLate ? late.splice(0, 1) : queue.splice(0, READ_AHEAD)
      const prefixes = await Promise.all(asked.map((one) => this.#export(one)))
      for (const [i, prefix] of prefixes.entries()) {
        const one = asked[i] as Asked
        const { key } = one
        if (!prefix) session.send({ type: 'no-prefix', keys: [decodeZ32(key)] })
        // Read once more when its turn comes: eight megabytes each are not kept meanwhile.
        else if (!isLate && prefixBytes(prefix.blocks) > LARGE_PREFIX_BYTES) late.push(one)
        else for (const message of packer.add(decodeZ32(key), prefix)) await sendPaced(session, message)
      }
      // Not kept back until a message is full: on a slow line it would be full after seconds.
      for (const message of packer.flush()) await sendPaced(session, message)
    }
    if (this.#queues.get(session) === queue) this.#queues.delete(session)
  }

  /** Null for what isn't small, or not whole here: the peer then fetches it as any other core. */
  async #export(asked: Asked): Promise<Prefix | Rest | null> {
    const { key } = asked
    if ('from' in asked) {
      const rest = await this.#logs.exportRest(key, asked.from).catch(() => null)
      return rest && fitsPrefix(rest) && wholeBytes(rest) <= asked.most ? rest : null
    }
    if (this.#logs.owner(key)?.which !== 'records') return null
    const prefix = await this.#logs.exportPrefix(key as unknown as LogKey).catch(() => null)
    return prefix && prefix.blocks.length > 0 && fitsPrefix(prefix) ? prefix : null
  }
}

async function sendPaced(session: Session, message: Parameters<Session['send']>[0]): Promise<void> {
  session.send(message)
  await session.drained()
}
