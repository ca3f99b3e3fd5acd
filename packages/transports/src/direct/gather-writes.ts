import type { Duplex } from 'node:stream'

/** So much is not held back: what is large gains nothing by it, and others' turns would come later. */
const GATHERED_BYTES = 16 * 1024

/**
 * Gives what is written in one turn of the event loop to the system in one call, at the end of that turn. A live edit
 * is many small messages, to each peer some: a call costs tens of microseconds, more than to encrypt what is sent.
 *
 * Not at the end of the tick (`process.nextTick`): what comes in one poll from several peers is answered in several.
 */
export function gatherWrites<Wire extends Duplex>(wire: Wire): Wire {
  const write = wire.write.bind(wire) as (...args: unknown[]) => boolean
  let isHeld = false
  const release = (): void => {
    if (!isHeld) return
    isHeld = false
    wire.uncork()
  }
  const gathered = (...args: unknown[]): boolean => {
    if (!isHeld) {
      isHeld = true
      wire.cork()
      setImmediate(release)
    }
    const hasRoom = write(...args)
    if (wire.writableLength >= GATHERED_BYTES) release()
    return hasRoom
  }
  const destroy = wire.destroy.bind(wire)
  wire.write = gathered as Wire['write']
  // Who writes and closes in one turn wants it sent, and without gathering it would be.
  wire.destroy = (error) => {
    release()
    return destroy(error)
  }
  return wire
}
