/**
 * How two peers get a duplex stream. A transport gives authenticated, encrypted streams between nodes and knows
 * nothing of records. `createHyperswarmTransport` stands apart in `@allmende/transports/hyperswarm` so that who
 * needs no internet loads no DHT; the acceptance suite in `@allmende/transports/suite`.
 */
export type * from './contract.ts'
export { createDirectTransport, type DirectOptions, type DirectTransport } from './direct/index.ts'
export { ERRORS, TransportError, type TransportErrorCode } from './errors.ts'
export { nodeKeyPair } from './key-pair.ts'
export { LIMITS, type Limits } from './limits.ts'
export { createMemoryNetwork, type MemoryNetwork, type MemoryNetworkOptions } from './memory/index.ts'
export { formatAddress, isLocalNetwork, parseAddress, type NetworkAddress } from './network-address.ts'
export { systemTimers } from './system-timers.ts'
