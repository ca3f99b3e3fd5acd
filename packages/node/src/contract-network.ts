/** What was seen that may keep others away: in English words, and by a code with what they name. */
export type NetworkHint = { readonly message: string } & (
  | { readonly code: 'udp-blocked' | 'meeting-place-silent'; readonly host: string }
  | { readonly code: 'hard-router'; readonly relays: number }
  | { readonly code: 'neighbours-unreachable'; readonly hosts: readonly string[] }
  | { readonly code: 'no-answer' | 'network-quiet' | 'no-network' }
)

/** A way in which others are reached. */
export type WayInfo = {
  readonly transport: string
  readonly addresses: readonly string[]
  /** In English words. */
  readonly state: string
  /** Whether the network it needs is there; `off`: it was not begun, or has ended. */
  readonly answers: 'yes' | 'no' | 'unknown' | 'off'
  /** Empty when nothing was seen. */
  readonly hints: readonly NetworkHint[]
  /** Meeting places: those that were given, and those that peers opened; `there`: this node can be found at it now. */
  readonly places?: readonly { address: string; learned: boolean; state: 'there' | 'away' | 'unknown' }[]
}

/** Counted since the node began; bytes are ciphertext of others. */
export type RelayInfo = {
  /** `unreachable`: others can't open a connection to this computer, so it can help nobody. */
  readonly state: 'offered' | 'unreachable' | 'unknown'
  readonly computers: number
  readonly connections: number
  readonly bytes: number
  /** Turned away or cut off, since it was more than the limits allow. */
  readonly refused: number
  readonly mostConnections: number
  readonly bytesPerSecond: number
  /** The same over TCP, for those without UDP: a meeting place that others name by `--bootstrap tcp://HOST:PORT`. */
  readonly place: PlaceInfo | null
}

export type PlaceInfo = Pick<
  RelayInfo,
  'computers' | 'connections' | 'bytes' | 'mostConnections' | 'bytesPerSecond'
> & {
  /** `failed`: its port could not be used. */
  readonly state: 'opening' | 'open' | 'failed'
  /** Of TCP; 0 while it isn't known. */
  readonly port: number
}
