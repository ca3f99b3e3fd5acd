import { Client } from 'blind-relay'
import type HyperDHT from 'hyperdht'
import type { RawStream } from 'hyperdht'
import type { PeerStream } from '../contract.ts'
import { onDial } from './on-dial.ts'

/**
 * Tells which streams go through a relay right now. hyperdht doesn't: it connects to the relay in the background, hands the
 * stream's packets to it, and moves the stream to a direct way if a hole is punched later. The stream
 * that it pairs on a connection to a relay is the one that is relayed.
 */
export function watchRelayed(dht: HyperDHT): (stream: PeerStream) => boolean {
  const relayOf = new WeakMap<object, Place>()
  const isAt = (raw: RawStream, place: Place | undefined): boolean =>
    place !== undefined && raw.remoteHost === place.host && raw.remotePort === place.port
  onDial(dht, ({ stream: relay, toRelay }) => {
    if (!toRelay) return
    Client.from(relay, { id: relay.publicKey }).on('pair', (_initiator, _token, raw) => {
      const { remoteHost, remotePort } = relay.rawStream as RawStream
      const place = { host: remoteHost, port: remotePort }
      relayOf.set(raw, place)
      // A relay that was left or cuts us off passes nothing on any more, and the library would wait half a minute for it.
      relay.once('close', () => {
        if (isAt(raw, place) && !raw.destroyed) raw.destroy()
      })
    })
  })
  return (stream) => {
    const raw = stream.rawStream as RawStream | null
    return raw !== null && isAt(raw, relayOf.get(raw))
  }
}

type Place = { host: string | null; port: number }
