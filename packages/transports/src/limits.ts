/** Bounds on what strangers can make us hold, and how long we wait. Overridden in tests only. */
export const LIMITS = {
  /** A Noise handshake takes two round trips: ten seconds is a satellite link with losses. */
  handshakeMs: 10_000,
  /** TCP connect. Systems wait two minutes by themselves, longer than anybody looks at a prompt. */
  connectMs: 10_000,
  /**
   * The three messages of the XX handshake are 294 bytes with framing, and the first header comes right behind. The
   * frame length is read before anything is proved and goes up to 16 MiB: without this bound, anybody who can dial
   * makes us buffer that much for each half-open connection.
   */
  handshakeBytes: 4_096,
  /** Connections that have not yet proved a key; beyond, the oldest goes, so that a flood can't lock others out. */
  halfOpen: 64,
  halfOpenPerHost: 16,
  /** Connections that came in and proved a key: keys are free, so this too must end somewhere. */
  incoming: 512,
  /**
   * Arrived and not read, where the carrier can't hold up a sender (UDX). Above what replication has asked for and not
   * yet stored: 512 blocks of 64 KiB are 32 MiB.
   */
  unreadBytes: 64 * 1_048_576,
  /** An empty message when nothing else was sent. NAT tables forget idle TCP after minutes at best. */
  keepAliveMs: 10_000,
  /** Three keep-alives missed: the cable is out. TCP itself would notice after a quarter of an hour. */
  silentMs: 30_000,
  /** The first wait before an address is dialed again; doubles each time. */
  redialMs: 500,
  redialMaxMs: 60_000,
  /** A connection that lived so long was a good one: the wait starts from the beginning. */
  stableMs: 10_000,
}

export type Limits = typeof LIMITS
