import { Duplex } from 'node:stream'
import type { Libp2pStream } from './protocols.ts'

/** Handed to libp2p at once. It queues whatever it is given, so we give little and wait until that is gone. */
const PIECE = 65_536

/** Waits on our side of the adapter before libp2p's window is closed. */
const HELD_BYTES = 65_536

/**
 * A libp2p stream as a Node duplex that holds up both ways: what isn't read stays in libp2p's window of bounded size, which
 * then stops the sender; a write is done when libp2p has passed it on.
 */
export class Carrier extends Duplex {
  /** Of the stream, for whoever asks whether the other side still says anything. */
  bytesRead = 0
  readonly #stream: Libp2pStream

  private constructor(stream: Libp2pStream) {
    super({ highWaterMark: HELD_BYTES })
    this.#stream = stream
  }

  static over(stream: Libp2pStream): Carrier {
    const carrier = new Carrier(stream)
    carrier.on('error', () => {}) // told by the secret stream above it; unheard here it would end the process
    carrier.#listen()
    return carrier
  }

  override _read(): void {
    if (this.#stream.readStatus === 'paused') this.#stream.resume()
  }

  override _write(chunk: Uint8Array, _encoding: string, settle: (error?: Error | null) => void): void {
    this.#pass(chunk).then(() => settle(), settle)
  }

  override _final(settle: (error?: Error | null) => void): void {
    this.#stream.close().then(() => settle(), settle)
  }

  override _destroy(error: Error | null, settle: (error?: Error | null) => void): void {
    this.#stream.abort(error ?? new Error('closed on this side'))
    settle(error)
  }

  async #pass(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; at += PIECE)
      if (!this.#stream.send(chunk.subarray(at, at + PIECE))) await room(this.#stream)
  }

  #listen(): void {
    const stream = this.#stream
    stream.addEventListener('message', ({ data }) => {
      const bytes = data.subarray()
      this.bytesRead += bytes.length
      if (!this.push(bytes) && stream.readStatus === 'readable') stream.pause()
    })
    stream.addEventListener('end', () => this.#end())
    stream.addEventListener('close', ({ error }) => {
      if (error) this.destroy(error)
    })
    if (stream.readableEnded) this.#end()
  }

  #end(): void {
    if (this.destroyed || this.readableEnded) return
    this.push(null)
    this.read(0) // as a socket: the end is noticed even where nobody reads
  }
}

/**
 * Resolves when libp2p takes more. Its own `onDrain()` is refused: from the second time on it resolves at once (libp2p
 * 3.3), and everything written would be queued.
 */
function room(stream: Libp2pStream): Promise<void> {
  return new Promise((resolve, reject) => {
    const drained = (): void => {
      stream.removeEventListener('close', closed)
      resolve()
    }
    const closed = (): void => {
      stream.removeEventListener('drain', drained)
      reject(new Error('the other side hung up'))
    }
    stream.addEventListener('drain', drained, { once: true })
    stream.addEventListener('close', closed, { once: true })
  })
}
