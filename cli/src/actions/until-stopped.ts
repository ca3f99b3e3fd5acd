/** Resolves at the first Ctrl-C, or when `stop` is called. */
export function untilStopped(signal: AbortSignal): {
  readonly stop: () => void
  readonly stopped: Promise<void>
} {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (signal.aborted) resolve()
  signal.addEventListener('abort', () => resolve(), { once: true })
  return { stop: resolve, stopped: promise }
}
