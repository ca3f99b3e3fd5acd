import type { AllmendeError } from '@allmende/vocabulary'
import type { WebSocket } from 'ws'
import { fail } from '../errors.ts'
import { HEARTBEAT_MS, PINGS_UNANSWERED, STREAM_BEHIND_BYTES } from '../limits.ts'
import type { EventsHere } from './event-log.ts'
import type { Lines } from './lines.ts'

/** The lines of a stream as messages of a WebSocket: the same texts, one each. */
export type Messages = Pick<Lines, 'event' | 'end'> & { readonly here: (here: EventsHere) => void }

export type MessagesParts = {
  /** Aborted when the reader goes away, falls too far behind or sends what nobody takes. */
  readonly controller: AbortController
  /** Counts a ping or pong of theirs. Why there are too many, or null. */
  readonly refuseMore: () => AllmendeError | null
  /** Calls again and again, until what it returns is called. */
  readonly beat?: (tick: () => void) => () => void
}

/** Numbers of RFC 6455 and its registry; the reason beside it is the code of the error. */
const CLOSES: Readonly<Record<string, number>> = {
  NODE_STOPPING: 1001,
  STREAM_ONE_WAY: 1003,
  REQUESTS_MANY: 1008,
  STREAM_BEHIND: 1013,
}
const CLOSED_BY_TROUBLE = 1011
const CLOSED = 1000

/** Tells over a WebSocket, and hears nothing but that the reader lives. */
export function openMessages(socket: WebSocket, parts: MessagesParts): Messages {
  const { controller, refuseMore, beat = everyHeartbeat } = parts
  const send = (message: unknown) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }
  let unanswered = 0
  const still = beat(() => {
    if (socket.readyState !== socket.OPEN) return
    if (unanswered++ < PINGS_UNANSWERED) socket.ping()
    else socket.terminate()
  })
  const heard = () => {
    const refused = refuseMore()
    if (refused) controller.abort(refused)
  }
  socket.on('ping', heard)
  socket.on('pong', () => {
    unanswered = 0
    heard()
  })
  socket.on('message', () => controller.abort(fail('STREAM_ONE_WAY')))
  // Frames that are none, or are too large: `ws` has closed the socket already, with the number for it.
  socket.on('error', () => controller.abort(fail('CANCELLED')))
  socket.once('close', () => {
    still()
    controller.abort(fail('CANCELLED'))
  })
  return {
    here: send,
    event(event, at) {
      if (controller.signal.aborted) return
      if (socket.bufferedAmount > STREAM_BEHIND_BYTES) controller.abort(fail('STREAM_BEHIND'))
      else send({ event, ...(at !== undefined && { at }) })
    },
    end(last) {
      if (socket.readyState !== socket.OPEN) return
      send(last)
      const code = 'error' in last ? (last.error as { code: string }).code : null
      if (code === null) socket.close(CLOSED, '')
      else socket.close(CLOSES[code] ?? CLOSED_BY_TROUBLE, code)
    },
  }
}

function everyHeartbeat(tick: () => void): () => void {
  const timer = setInterval(tick, HEARTBEAT_MS)
  timer.unref()
  return () => clearInterval(timer)
}
