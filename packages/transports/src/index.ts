/**
 * How two peers get a duplex stream. A transport gives authenticated, encrypted streams between nodes and knows
 * nothing of records. `createHyperswarmTransport` stands apart in `@allmende/transports/hyperswarm` so that who
 * needs no internet loads no DHT.
 */
export type * from './contract.ts'
