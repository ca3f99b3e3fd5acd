import { prove, channelId } from '../../../packages/sync/src/decide/proof.ts'
import { decodeMessage } from '../../../packages/sync/src/wire/decode.ts'
import { encodeMessage } from '../../../packages/sync/src/wire/encode.ts'
import type { Head, Message } from '../../../packages/sync/src/wire/message.ts'
import { coreKeyOf } from '@allmende/vocabulary'
import type { CoreParcel } from './core.ts'
import type { SignedLog, Truth } from './truth.ts'
import type { ModelEnd, ModelMux } from './wire.ts'

/** What comes of a log that was promised: nothing, all of it but seldom, or every second log and first halves only. */
export const WITHHOLDINGS = ['nothing', 'seldom', 'some'] as const
export type Withholding = (typeof WITHHOLDINGS)[number]

/** Below every limit for silence, so that it is never silent for long enough. */
const SELDOM_MS = 15_000

/** A member by key that holds everything, says so truly, and keeps it to itself. Nothing it says can be shown to be a lie. */
export class Withholder {
  readonly #end: ModelEnd
  readonly #truth: Truth
  readonly #gives: Withholding
  readonly #say: (message: Message) => void
  /** When the next answer is due, of one that answers seldom. */
  #due = 0

  constructor(end: ModelEnd, replicateKey: Uint8Array, truth: Truth, gives: Withholding) {
    this.#end = end
    this.#truth = truth
    this.#gives = gives
    const { stream } = end.connection as { stream: { handshakeHash: Uint8Array; isInitiator: boolean } }
    const channel = end.mux.createChannel({
      id: channelId(replicateKey, stream.handshakeHash),
      onopen: () =>
        this.#say({ type: 'digest', root: new Uint8Array(32), count: this.#heads().length, only: [] }),
      onclose: () => {},
    })
    const slot = channel.addMessage({ onmessage: (bytes) => this.#onMessage(decodeMessage(bytes)) })
    this.#say = (message) => slot.send(encodeMessage(message))
    channel.open(prove(replicateKey, stream.handshakeHash, stream.isInitiator ? 'initiator' : 'responder'))
    const serve = async (name: Uint8Array) => this.#attach(name)
    end.sessions.set('withheld' as never, { proven: true, ended() {}, serve })
  }

  #heads(): Head[] {
    return this.#truth.known().map(headOf)
  }

  #onMessage(message: Message): void {
    switch (message.type) {
      case 'digest':
        return this.#say({ type: 'heads', live: false, last: true, heads: this.#heads() })
      case 'heads': {
        // Whatever it hears of, it has more of.
        const heard = new Set(message.heads.map(({ key }) => coreKeyOf(key)))
        const heads = this.#heads().filter(({ key }) => heard.has(coreKeyOf(key)))
        return this.#say({ type: 'heads', live: true, last: false, heads })
      }
      case 'ping':
        return this.#say({ type: 'pong', id: message.id })
      case 'want':
        for (const key of message.keys) {
          const log = this.#truth.get(coreKeyOf(key))
          if (log) this.#give(log, 1, () => this.#say({ type: 'prefix', parts: [whole(log)] }))
        }
        return
      case 'want-rest':
        for (const { key, from } of message.wants) {
          const log = this.#truth.get(coreKeyOf(key))
          if (log) this.#give(log, 1, () => this.#say({ type: 'prefix', parts: [restOf(log, from)] }))
        }
        return
      default:
    }
  }

  /** @param share how far into the log what is asked for goes */
  #give(log: SignedLog, share: number, give: () => void): void {
    switch (this.#gives) {
      case 'nothing':
        return
      case 'some':
        return (log.bytes[0] ?? 0) % 2 === 0 && share <= 1 ? give() : undefined
      case 'seldom': {
        const { wire, clock } = this.#end
        this.#due = Math.max(clock.now(), this.#due) + SELDOM_MS
        wire.later(this.#due - clock.now(), give)
      }
    }
  }

  /** The channel of a core: opened, with all there is promised. */
  #attach(name: Uint8Array): boolean {
    const log = this.#truth.find(name)
    if (!log) return false
    this.#end.mux.attach({
      discoveryKey: log.discoveryKey,
      detach: () => {},
      receive: (mux, parcel) => this.#onCore(log, mux, parcel),
    })
    return true
  }

  #onCore(log: SignedLog, mux: ModelMux, parcel: CoreParcel): void {
    const { discoveryKey: name, blocks } = log
    const { length } = blocks
    if (parcel.type === 'core-open') {
      mux.say({ type: 'core-open', name })
      mux.say({ type: 'have', name, held: length, length })
    }
    if (parcel.type !== 'get') return
    const { from, to } = parcel
    const answer = { type: 'blocks', name, from, blocks: blocks.slice(from, to), length } as const
    this.#give(log, (2 * to) / length, () => mux.say(answer))
  }
}

function headOf({ bytes, blocks, roots }: SignedLog): Head {
  const { length } = blocks
  return {
    key: bytes,
    which: 'records',
    length,
    fork: 0,
    held: length,
    root: roots[length] ?? new Uint8Array(32),
  }
}

function restOf(log: SignedLog, from: number) {
  return { ...whole(log), rest: { from, left: [] }, blocks: log.blocks.slice(from) }
}

function whole({ bytes, blocks, roots }: SignedLog) {
  const signature = roots[blocks.length] ?? new Uint8Array(64)
  return { key: bytes, more: false, manifest: bytes, signature, blocks: [...blocks] }
}
