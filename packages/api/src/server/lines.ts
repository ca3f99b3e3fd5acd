import { Readable } from 'node:stream'
import type { Progress } from '@allmende/node'
import { fail } from '../errors.ts'
import type { EventsHere } from './event-log.ts'
import { HEARTBEAT_MS, PROGRESS_EVERY_MS, STREAM_BEHIND_BYTES, STREAM_HIGH_WATER_BYTES } from '../limits.ts'

/** An NDJSON answer being written. */
export type Lines = {
  readonly stream: Readable
  /** `at` is its place in a stream that can be gone on with. */
  readonly event: (event: unknown, at?: string) => void
  /** Where a stream that can be gone on with begins. */
  readonly here: (here: EventsHere) => void
  /** Ten a second at most; the last of a phase is never left out before another phase or the end. */
  readonly progress: (progress: Progress) => void
  /** Resolves when the reader has taken what was written, or is gone. */
  readonly ready: () => Promise<void>
  /** Writes the last line and ends. */
  readonly end: (last: { result: unknown } | { error: unknown }) => void
}

/** The controller is aborted when the reader goes away before the end, or falls too far behind. */
export function openLines(controller: AbortController): Lines {
  let wake: (() => void)[] = []
  const wakeAll = () => {
    for (const resolve of wake) resolve()
    wake = []
  }
  const heartbeat = setInterval(() => stream.push('\n'), HEARTBEAT_MS)
  heartbeat.unref()
  const stream = new Readable({
    highWaterMark: STREAM_HIGH_WATER_BYTES,
    read: wakeAll,
    destroy(error, callback) {
      clearInterval(heartbeat)
      progress.cancel()
      controller.abort(fail('CANCELLED'))
      wakeAll()
      callback(error)
    },
  })
  const push = (line: unknown) => {
    if (!stream.destroyed && !stream.readableEnded) stream.push(`${JSON.stringify(line)}\n`)
  }
  const progress = throttled((latest: Progress) => {
    // A reader who doesn't keep up misses states of a progress bar, nothing else.
    if (stream.readableLength < STREAM_HIGH_WATER_BYTES) push({ progress: latest })
  })
  return {
    stream,
    here: push,
    event(event, at) {
      if (controller.signal.aborted) return
      if (stream.readableLength > STREAM_BEHIND_BYTES) controller.abort(fail('STREAM_BEHIND'))
      else push({ event, ...(at !== undefined && { at }) })
    },
    progress: progress.offer,
    ready: () =>
      new Promise((resolve) => {
        if (stream.destroyed || stream.readableLength < STREAM_HIGH_WATER_BYTES) resolve()
        else wake.push(resolve)
      }),
    end(last) {
      progress.flush()
      push(last)
      if (!stream.destroyed) stream.push(null)
    },
  }
}

function throttled(send: (progress: Progress) => void) {
  let waiting: Progress | null = null
  let phase: string | null = null
  let timer: NodeJS.Timeout | null = null
  const cancel = () => {
    if (timer) clearTimeout(timer)
    timer = null
  }
  const flush = () => {
    cancel()
    if (waiting) send(waiting)
    waiting = null
  }
  const tick = () => {
    timer = null
    if (!waiting) return
    flush()
    timer = setTimeout(tick, PROGRESS_EVERY_MS)
  }
  return {
    cancel,
    flush,
    offer: (progress: Progress) => {
      if (progress.phase !== phase) flush()
      phase = progress.phase
      waiting = progress
      if (!timer) {
        flush()
        timer = setTimeout(tick, PROGRESS_EVERY_MS)
      }
    },
  }
}
