/** The time, in milliseconds since the epoch. A parameter everywhere, so that a test can stand still or jump. */
export type Clock = { now(): number }

/** Randomness fit for keys. A parameter everywhere, so that a failing run can be played again from its seed. */
export type Random = { bytes(count: number): Uint8Array }

export type LogFields = Record<string, unknown>

/** Where a part tells what happened. It never throws and never blocks. */
export type Logger = {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}
