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
  /** On the local network libp2p shakes hands before we do: one second is a busy Wi-Fi, three a very bad one. */
  lanUpgradeMs: 3_000,
  /** Neighbours with whom no topic was found in common, kept so that one joined later is. Then the oldest goes. */
  lanStrangers: 64,
  lanStrangersPerHost: 8,
  /** Peers that mDNS told of. A large assembly has a hundred; one computer runs a few. */
  lanSeen: 256,
  lanSeenPerHost: 8,
  /** Dials under way at once, so that addresses where nobody answers don't keep us from others. */
  lanDials: 16,
  lanDialsPerHost: 2,
  /** Both sides hear of each other; the one with the larger id waits so long for the other one's dial. */
  lanYieldMs: 1_500,
  /** A node that is there by another way is asked after so often, since that way may break off. */
  lanElsewhereMs: 2_000,
  /** Topics in one list. More commons than anybody has joined; the list has 17 KB then. */
  lanTopics: 1_024,
  /** mDNS packets looked at in a second on an interface; a network of a hundred nodes sends two. */
  lanPackets: 100,
  /** RFC 6762: the same answer not more than once a second. */
  lanAnswerMs: 1_000,
  /** Asked again after this, then after ever three times as long. */
  lanAskMs: 1_000,
  lanAskMaxMs: 60_000,
  /** Between two looks at which network interfaces there are. Who plugs in a cable waits for about so long. */
  lanLookMs: 3_000,
  /** Between two tries at a meeting place, and two questions to one: what happens in between it says by itself. */
  meetAgainMs: 30_000,
  /** Meeting places of peers that are gone to, beside those that were given: each is a TCP connection, and one that works is enough. */
  meetLearned: 4,
  /** Containers and virtual machines bring dozens of interfaces, each of which costs a socket. */
  lanInterfaces: 32,
}

export type Limits = typeof LIMITS
