/** What a relay carries for strangers. Overridden by whoever runs one, and in tests. */
export const RELAY_LIMITS = {
  /** Computers connected to the relay at once, with or without something to carry: 512 sessions cost some 20 MB. */
  sessions: 512,
  /** A household or a small office behind one router. */
  sessionsPerHost: 16,
  /** What is carried at once. Each pair holds two UDP streams and costs no work but its bytes. */
  pairs: 256,
  /**
   * Bytes in a second, steadily, for one address. A call of edits and records needs a hundredth of it; a large copy is
   * cut off and comes back when the debt is paid, which keeps one household from using what all share.
   */
  bytesPerSecondPerHost: 1_048_576,
  /** For all together. A small rented server has 100 Mbit/s, and each byte comes in and goes out. */
  bytesPerSecond: 4 * 1_048_576,
  /** What may go over at once before the steady rate counts: a good of that size is copied without being cut off. */
  burstSeconds: 128,
  /** Who is connected and has had nothing carried for so long is let go. Punching and pairing take 15 s at most. */
  idleMs: 45_000,
  /** What a session says beside what is carried: a pairing has 40 bytes, a keep-alive 20. Beyond, it is a flood. */
  talkBytes: 16_384,
  talkBytesPerSecond: 256,
  /** Between two looks at what was carried. */
  lookMs: 250,
}

export type RelayLimits = typeof RELAY_LIMITS

/** Of them, how much may be carried. */
export type RelayRates = Pick<RelayLimits, 'bytesPerSecondPerHost' | 'bytesPerSecond' | 'burstSeconds'>

/** What a relay tells of itself, for its metrics. Counts since its start, but for `sessions` and `pairs`. */
export type RelayStats = {
  sessions: number
  pairs: number
  bytes: number
  /** Turned away before anything was carried: too many, or in debt. */
  refused: number
  /** Cut off, because more was carried than the limits allow. */
  cut: number
}

/** What a node carries for strangers beside its own work: the way out of a household is ten times narrower than a server's. */
export const NODE_RELAY_LIMITS: RelayLimits = {
  ...RELAY_LIMITS,
  sessions: 64,
  sessionsPerHost: 8,
  pairs: 16,
  bytesPerSecondPerHost: 524_288,
  bytesPerSecond: 1_048_576,
}
