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
  const through = new WeakMap<object, PeerStream>()
  dht.connect = (publicKey, options) => {
    const stream = connect(publicKey, options)
    if (options !== undefined) return stream
    Client.from(stream, { id: stream.publicKey }).on('pair', (_initiator, _token, raw) => {
      through.set(raw, stream)
    })
    return stream
  }
  return (stream) => {
    const raw = stream.rawStream as RawStream | null
    const relay = raw ? (through.get(raw)?.rawStream as RawStream | null | undefined) : undefined
    return !!relay && relay.remoteHost === raw?.remoteHost && relay.remotePort === raw.remotePort
  }
}
