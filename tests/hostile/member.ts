import type { Test } from 'tape'
import { type CommonsKeys, type CommonsLogs, deriveCommonsKeys, openLogs } from '@allmende/logs'
import { createSync } from '@allmende/sync'
import { silentLogger } from '@allmende/testkit'
import { createDirectTransport, nodeKeyPair, type PeerStream } from '@allmende/transports'
import { decodeLink } from '@allmende/vocabulary'
import { randomBytes } from 'node:crypto'
import { type Mallory, malloryOn } from '../../packages/sync/test/strangers.ts'
import type { Scene } from '../scene.ts'

const clock = { now: () => Date.now() }
const random = { bytes: (count: number) => new Uint8Array(randomBytes(count)) }

export function keysOf(link: string): CommonsKeys {
  const decoded = decodeLink(link)
  if (decoded.type === 'mirror') throw new TypeError('nothing can be read by this link')
  const { readKey, public: isPublic } = decoded
  return deriveCommonsKeys(readKey, isPublic)
}

/** Somebody with the link of the commons and a log of their own, who writes into it whatever they like. */
export type Member = {
  readonly commons: CommonsLogs
  connect(address: string): Promise<void>
  /** Ends the connections and stays away. */
  leave(): Promise<void>
}

export async function member(t: Test, place: Scene, name: string, link: string): Promise<Member> {
  const logs = await openLogs({ dir: place.home(name), clock, random, logger: silentLogger })
  await logs.createIdentity()
  const commons = await logs.commons(keysOf(link))
  const keyPair = nodeKeyPair(random.bytes(32))
  const transport = createDirectTransport({ keyPair, host: '127.0.0.1', logger: silentLogger })
  const sync = createSync({ keyPair, transports: [transport], clock, logger: silentLogger })
  await sync.start()
  await sync.join(commons)
  t.teardown(async () => {
    await sync.close()
    await logs.close()
  })
  return { commons, connect: (address) => sync.connect(address), leave: () => sync.close() }
}

/** A connection by TCP to a real node, by somebody who has Noise and nothing else of ours. */
export async function strangerAt(t: Test, address: string): Promise<PeerStream> {
  const keyPair = nodeKeyPair(random.bytes(32))
  const transport = createDirectTransport({ keyPair, host: '127.0.0.1', logger: silentLogger })
  const dialed = Promise.withResolvers<PeerStream>()
  await transport.start(({ stream }) => dialed.resolve(stream))
  t.teardown(() => transport.close())
  await transport.connect(address)
  const stream = await dialed.promise
  // It shall stay away once it was thrown out; the transport would dial again.
  transport.forget(address)
  return stream
}

/** One who has the commons' link as well and speaks its protocol as they please. */
export async function rawPeerAt(t: Test, address: string, link: string): Promise<Mallory> {
  return malloryOn(await strangerAt(t, address), keysOf(link).replicateKey)
}
