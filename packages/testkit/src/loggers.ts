type Level = 'debug' | 'info' | 'warn' | 'error'

export type Logger = Record<Level, (message: string, fields?: Record<string, unknown>) => void>

export type LogEntry = { level: Level; message: string; fields: Record<string, unknown> }

export type CollectingLogger = Logger & {
  entries: LogEntry[]
  /** Entries whose message contains the text (and have the level, when given). */
  find(text: string, level?: Level): LogEntry[]
}

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** Keeps what was logged, for tests of what a user is told. */
export function collectingLogger(): CollectingLogger {
  const entries: LogEntry[] = []
  const at =
    (level: Level) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      void entries.push({ level, message, fields })
  return {
    entries,
    find: (text, level) =>
      entries.filter((entry) => entry.message.includes(text) && (!level || entry.level === level)),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  }
}
