import type { PeerStream } from '@allmende/transports'
import Protomux from 'protomux'
import type { ChannelOptions, Channel } from 'protomux'
import { frameFault, type FrameLimits } from './decide/frame.ts'
import { hypercoreFault } from './decide/hypercore-door.ts'
import { fail } from './errors.ts'
import { MAX_BATCH_BYTES } from './limits.ts'

const HYPERCORE = 'hypercore/alpha'

/**
 * Protomux with a door. As it comes it rethrows what looks like a programming error (a RangeError of a message nested a
 * hundred thousand deep, a TypeError of an open with id 0) where nobody can catch it, and a peer that knows that ends
 * our process. Here every frame is looked at before it is decoded, hypercore's numbers are held within bounds, and
 * whatever still throws ends this stream and is reported.
 *
 * The underscored methods are protomux 3.12's own (the version is pinned); `guarded-mux.test.ts` sees that they are
 * still the ones called.
 */
export class GuardedMux extends Protomux {
  onFault: (fault: string) => void = () => {}
  limits: FrameLimits = {}

  _ondata(frame: Uint8Array): void {
    const fault = frameFault(frame, this.limits)
    if (fault) return this._safeDestroy(fail('SYNC_MALFORMED', { expected: 'a frame', found: fault }))
    callBase(this, '_ondata', frame)
  }

  /** Sends what was gathered before it becomes larger than a slow line brings in half a minute. */
  _pushBatch(localId: number, buffer: Uint8Array): void {
    const gathered = this as unknown as Gathered
    if (gathered._batch.length > 0 && gathered._batchState.end + buffer.length > MAX_BATCH_BYTES) {
      gathered._sendBatch(gathered._batch, gathered._batchState)
      gathered._batch = []
      gathered._batchState = { buffer: null, start: 0, end: 1 }
    }
    callBase(this, '_pushBatch', localId, buffer)
  }

  _safeDestroy(error: unknown): void {
    this.#report(error)
    this.destroy(error instanceof Error ? error : new Error(String(error)))
  }

  _warn(error: unknown): void {
    this.#report(error)
  }

  override createChannel(options: ChannelOptions): Channel | null {
    if (options.protocol !== HYPERCORE || !options.messages) return super.createChannel(options)
    const messages = options.messages.map((message, type) => ({
      ...message,
      onmessage: (value: unknown, channel: Channel) => {
        const fault = hypercoreFault(type, value)
        if (fault) throw fail('SYNC_MALFORMED', { expected: 'numbers within bounds', found: fault })
        return message.onmessage?.(value, channel)
      },
    }))
    return super.createChannel({ ...options, messages })
  }

  #report(error: unknown): void {
    if (!this.stream.destroying) this.onFault(error instanceof Error ? error.message : String(error))
  }
}

/** What protomux keeps while it is corked. */
type Gathered = {
  _batch: unknown[]
  _batchState: { buffer: null; start: number; end: number }
  _sendBatch(batch: unknown[], state: Gathered['_batchState']): void
}

/** What of protomux is called by us and declared nowhere: its declarations name public methods only. */
type Base = {
  _ondata(frame: Uint8Array): void
  _pushBatch(localId: number, buffer: Uint8Array): void
}

function callBase<M extends keyof Base>(mux: GuardedMux, method: M, ...args: Parameters<Base[M]>): void {
  const base = Protomux.prototype as unknown as Record<M, (...args: Parameters<Base[M]>) => void>
  base[method].call(mux, ...args)
}

/** One guarded mux per stream, also where hypercore looks for it (`stream.userData`). */
export function guard(stream: PeerStream, limits: FrameLimits, onFault: (fault: string) => void): GuardedMux {
  const mux = new GuardedMux(stream)
  mux.limits = limits
  mux.onFault = onFault
  return mux
}
