import type { Libp2p } from 'libp2p'

export type { Libp2p } from 'libp2p'
export type Libp2pConnection = ReturnType<Libp2p['getConnections']>[number]
export type Libp2pStream = Awaited<ReturnType<Libp2pConnection['newStream']>>

/** Negotiated inside libp2p's encryption. Changing them cuts off older versions. */
export const TOPICS_PROTOCOL = '/allmende/topics/1'
export const NODE_PROTOCOL = '/allmende/node/1'
