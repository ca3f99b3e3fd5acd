import { duplexPair } from 'node:stream'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import { nodeKeyPair, type PeerStream } from '@allmende/transports'
import Protomux, { type Channel } from 'protomux'
import { channelId, prove } from '../src/decide/proof.ts'
import { fixed32 } from '../src/wire/fixed32.ts'
import { decodeMessage } from '../src/wire/decode.ts'
import { encodeMessage } from '../src/wire/encode.ts'
import type { Message } from '../src/wire/message.ts'
import { bytesOf } from './actors.ts'
import type { Actor } from './nodes.ts'

export const PROTOCOL = 'allmende/commons/1'

/** A connection to an actor by somebody who has Noise and nothing else of ours. */
export async function plainStream(actor: Actor, name: string): Promise<PeerStream> {
  const [a, b] = duplexPair()
  const theirs = new NoiseSecretStream(true, a, { keyPair: nodeKeyPair(bytesOf(name)) })
  const ours = new NoiseSecretStream(false, b, { keyPair: actor.keyPair })
  for (const stream of [theirs, ours]) stream.on('error', () => {})
  await Promise.all([theirs.opened, ours.opened])
  actor.sync.accept({ stream: ours, transport: 'memory', address: name, incoming: true })
  return theirs
}

/** A member by key, hostile by what they send: says any bytes inside the proven commons. */
export type Mallory = {
  stream: PeerStream
  mux: Protomux
  channel: Channel
  said: Message[]
  say(message: Message): void
  sayBytes(bytes: Uint8Array): void
}

export async function mallory(actor: Actor, name = 'Mallory'): Promise<Mallory> {
  return malloryOn(await plainStream(actor, name), actor.commons.keys.replicateKey)
}

/** The same on a stream that the attacker has dialed. */
export async function malloryOn(stream: PeerStream, replicateKey: Uint8Array): Promise<Mallory> {
  const mux = new Protomux(stream)
  const said: Message[] = []
  const channel = mux.createChannel({
    protocol: PROTOCOL,
    id: channelId(replicateKey, stream.handshakeHash),
    handshake: fixed32 as never,
    messages: [{ onmessage: (bytes: Uint8Array) => void said.push(decodeMessage(Uint8Array.from(bytes))) }],
  }) as Channel
  channel.open(prove(replicateKey, stream.handshakeHash, 'initiator') as never)
  await channel.fullyOpened()
  const sayBytes = (bytes: Uint8Array) => void channel.messages[0]?.send(bytes)
  return { stream, mux, channel, said, say: (message) => sayBytes(encodeMessage(message)), sayBytes }
}
