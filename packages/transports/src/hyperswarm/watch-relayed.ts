import { Client } from 'blind-relay'
import type HyperDHT from 'hyperdht'
import type { RawStream } from 'hyperdht'
import type { PeerStream } from '../contract.ts'

/**
 * Tells which streams go through a relay right now. hyperdht doesn't: it connects to the relay in the background, hands the
 * stream's packets to it, and moves the stream to a direct way if a hole is punched later. What it connects to a relay
 * is known by its being called without options; the stream it pairs there is the one that is relayed.
 */
export function watchRelayed(dht: HyperDHT): (stream: PeerStream) => boolean {
  const connect = dht.connect.bind(dht)
  const relayOf = new WeakMap<object, Place>()
  const isAt = (raw: RawStream, place: Place | undefined): boolean =>
    place !== undefined && raw.remoteHost === place.host && raw.remotePort === place.port
  dht.connect = (publicKey, options) => {
    const relay = connect(publicKey, options)
    if (options !== undefined) return relay
    Client.from(relay, { id: relay.publicKey }).on('pair', (_initiator, _token, raw) => {
      const { remoteHost, remotePort } = relay.rawStream as RawStream
      const place = { host: remoteHost, port: remotePort }
      relayOf.set(raw, place)
      // A relay that was left or cuts us off passes nothing on any more, and the library would wait half a minute for it.
      relay.once('close', () => {
        if (isAt(raw, place) && !raw.destroyed) raw.destroy()
      })
    })
    return relay
  }
  return (stream) => {
    const raw = stream.rawStream as RawStream | null
    return raw !== null && isAt(raw, relayOf.get(raw))
  }
}

type Place = { host: string | null; port: number }
