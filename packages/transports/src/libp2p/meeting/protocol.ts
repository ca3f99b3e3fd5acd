import { createHmac } from 'node:crypto'
import type { NetworkAddress } from '../../network-address.ts'
import { isIP } from 'node:net'

/** Negotiated inside libp2p's encryption. Changing it cuts off older versions. */
export const MEET_PROTOCOL = '/allmende/meet/1'

/** Peers told in one answer; who looks gets the newest. */
export const MOST_PEERS = 64

const CONTEXT = 'allmende meet 1'
const TAG_BYTES = 16
const PEER_ID = /^12D3KooW[1-9A-HJ-NP-Za-km-z]{44}$/

/**
 * What a topic is called at one meeting place. The place sees who says the same and nothing else; at another place it is called
 * otherwise, so that two places can't compare.
 */
export function meetTag(topic: Uint8Array, place: string): string {
  return createHmac('sha256', topic).update(`${CONTEXT}\0${place}`).digest().toString('hex', 0, TAG_BYTES)
}

export function encodePeers(ids: readonly string[]): Buffer {
  return Buffer.from(ids.slice(0, MOST_PEERS).join('\n'))
}

/** What a meeting place sent: nothing of it is believed but that somebody may be dialed there. */
export function decodePeers(body: Buffer): string[] {
  const ids = body.toString('latin1').split('\n')
  return [...new Set(ids.filter((id) => PEER_ID.test(id)))].slice(0, MOST_PEERS)
}

/** The longest such answer. */
export const PEERS_BYTES = MOST_PEERS * 64

/** A meeting place as people write it (`host:port`, `ws://host:port`, `wss://host`) in libp2p's form. */
export function placeAddress(place: NetworkAddress & { web?: 'ws' | 'wss' }): string {
  const name = isIP(place.host) === 4 ? 'ip4' : isIP(place.host) === 6 ? 'ip6' : 'dns'
  const web = place.web === undefined ? '' : place.web === 'ws' ? '/ws' : '/tls/ws'
  return `/${name}/${place.host}/tcp/${place.port}${web}`
}
