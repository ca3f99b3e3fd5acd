import { Duplex } from 'node:stream'

/**
 * Two joined duplexes without delay, timers or threads. Node's own `duplexPair` is refused: a destroyed side leaves the
 * other one open for ever.
 */
export function plainWire(): [Duplex, Duplex] {
  const blocked: [(() => void) | null, (() => void) | null] = [null, null]
  const ends: [Duplex, Duplex] = [end(0), end(1)]
  return ends

  function end(side: 0 | 1): Duplex {
    const other = (): Duplex => ends[1 - side] as Duplex
    const finish = () => {
      if (other().readableEnded || other().destroyed) return
      other().push(null)
      other().read(0) // as a socket: the end is noticed even where nobody reads
    }
    let finished = false
    const finishOnce = () => {
      if (!finished) finish()
      finished = true
    }
    return new Duplex({
      write: (chunk: Uint8Array, _encoding, done) => {
        if (other().destroyed || other().push(chunk)) done()
        else blocked[side] = done
      },
      read: () => {
        const done = blocked[1 - side]
        blocked[1 - side] = null
        done?.()
      },
      final: (done) => {
        finishOnce()
        done()
      },
      destroy: (error, done) => {
        finishOnce()
        done(error)
      },
    })
  }
}
