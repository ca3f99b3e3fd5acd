import type { LanInterface } from './mdns/interfaces.ts'
import type { Sighting } from './mdns/record.ts'
import type { Libp2p, Libp2pConnection } from './protocols.ts'

/** What finding peers tells. */
export type Found = {
  /** What to tell of us; null while there is nothing to be found under. */
  self: () => { id: string; port: number } | null
  onSighting: (sighting: Sighting) => void
  /** A peer said that it leaves. */
  onGoodbye: (id: string) => void
  /** This computer is on a network no longer. */
  onGone: (on: LanInterface) => void
}

/** A way to find peers for libp2p to connect with: by mDNS, or at a meeting place. */
export type Finder = {
  /** Resolves when everybody there is to ask has been asked once. */
  start(libp2p: Libp2p): Promise<void>
  /** What we say of ourselves has changed. */
  announce(): void
  /** Asks now, and again soon. */
  ask(): void
  /** Whether there is a network at all, and somebody on it: never guessed. */
  state(): 'yes' | 'no' | 'unknown'
  interfaces(): LanInterface[]
  /** A connection of the finder's own, and none with a peer. */
  owns(connection: Libp2pConnection): boolean
  /** Nothing of anybody else came for a while. */
  readonly quiet: boolean
  close(): Promise<void>
}
