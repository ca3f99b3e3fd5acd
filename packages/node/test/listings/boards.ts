import { openLogs, type Logs } from '@allmende/logs'
import { join } from 'node:path'
import { seeded, temporaryFolder, virtualClock, type Teardown } from '@allmende/testkit'
import type { ConversationEnd, LinkProtocol, Talk } from '@allmende/sync'
import { nodeKeyPair } from '@allmende/transports'
import { type Clock, encodeLink, nodeIdOf, type PersonId } from '@allmende/vocabulary'
import { ListingBoard } from '../../src/listings/board.ts'
import { ListingGossip } from '../../src/listings/gossip.ts'
import { signListing } from '../../src/listings/listing.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const random = seeded('boards')

export type Place = {
  readonly board: ListingBoard
  readonly gossip: ListingGossip
  readonly node: ReturnType<typeof nodeIdOf>
  readonly protocol: () => LinkProtocol
  readonly hidden: Set<string>
  readonly file: string
}

export const clock = virtualClock(1_800_000_000_000) as Clock & ReturnType<typeof virtualClock>

/** What a node knows of listings, and its gossip. */
export function place(t: Teardown, trusted: ReadonlySet<PersonId> = new Set()): Place {
  const hidden = new Set<string>()
  const file = join(temporaryFolder(t), 'listings.cache')
  const board = new ListingBoard({
    file,
    clock,
    isTrusted: (person) => trusted.has(person),
    isHidden: ({ person, commons }) => hidden.has(person) || hidden.has(commons),
  })
  let protocol: LinkProtocol | undefined
  const gossip = new ListingGossip({
    board,
    clock,
    logger: silent,
    sync: {
      converse: (one) => {
        protocol = one
        return () => undefined
      },
    },
  })
  gossip.start()
  t.teardown(() => gossip.close())
  const node = nodeIdOf(nodeKeyPair(random.bytes(32)).publicKey)
  return { board, gossip, node, protocol: () => protocol!, hidden, file }
}

/** A connection between two; counts what goes over it. */
export function connected(
  a: Place,
  b: Place,
): { readonly bytes: () => number; readonly messages: () => number; readonly refused: string[] } {
  const refused: string[] = []
  let bytes = 0
  let messages = 0
  const ends: { a?: ConversationEnd; b?: ConversationEnd } = {}
  const talk = (peer: Place, to: 'a' | 'b'): Talk => ({
    node: peer.node,
    handshakeHash: new Uint8Array(64),
    isInitiator: true,
    transport: 'memory',
    address: '',
    incoming: false,
    send: (message) => {
      bytes += message.length
      messages++
      queueMicrotask(() => ends[to]?.onMessage(message))
    },
    drained: async () => undefined,
    want: () => undefined,
    refuse: (detail) => void refused.push(detail),
    close: () => undefined,
  })
  ends.a = a.protocol().open(talk(b, 'b'))
  ends.b = b.protocol().open(talk(a, 'a'))
  return { bytes: () => bytes, messages: () => messages, refused }
}

/** Somebody with an identity. */
export async function person(t: Teardown): Promise<Logs> {
  const logs = await openLogs({ dir: temporaryFolder(t), clock, random, logger: silent })
  t.teardown(() => logs.close())
  await logs.createIdentity()
  return logs
}

export function linkTo(name: string, isPublic = true): string {
  return encodeLink({ type: 'commons', public: isPublic, readKey: random.bytes(32), name })
}

export const TEXT = {
  about: 'Old doors become benches.',
  tags: ['wood', 'repair'],
  place: 'Cologne',
  language: 'en',
}

export function listed(logs: Logs, link: string, text: Partial<typeof TEXT> = {}): Uint8Array {
  return signListing(logs, { link, at: clock.now(), ...TEXT, ...text })!
}
