import { seeded, virtualClock, type Seeded } from '@allmende/testkit'
import type { ConversationEnd, LinkProtocol, Talk } from '@allmende/sync'
import { nodeKeyPair, type KeyPair } from '@allmende/transports'
import { type Clock, encodeLink, type InviteCode, nodeIdOf } from '@allmende/vocabulary'
import { InviteDesk } from '../../src/invites/invite-desk.ts'
import type { Invite } from '../../src/invites/inviter.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

export const LINK = encodeLink({
  type: 'commons',
  public: false,
  readKey: new Uint8Array(32).fill(7),
  name: 'Board',
})

/** A desk of a node of its own, and what the test needs to speak with it. */
export type Place = {
  readonly desk: InviteDesk
  readonly keyPair: KeyPair
  readonly protocol: () => LinkProtocol
  readonly clock: ReturnType<typeof virtualClock>
  readonly ended: string[]
  readonly meetings: Set<string>
}

export function place(name: string, random: Seeded = seeded(name)): Place {
  const clock = virtualClock()
  const keyPair = nodeKeyPair(random.bytes(32))
  const meetings = new Set<string>()
  const ended: string[] = []
  let protocol: LinkProtocol | undefined
  const hex = (topic: Uint8Array) => Buffer.from(topic).toString('hex')
  const desk = new InviteDesk({
    keyPair,
    clock: clock as Clock,
    random,
    logger: silent,
    welcome: async (invite, person) => {
      invite.joined.push({ person, at: clock.now(), vouched: person !== null })
      return person !== null
    },
    provesOwn: (_handshakeHash, proof) => proof[0] === 1,
    ended: (_invite, state) => void ended.push(state),
    sync: {
      converse: (one) => {
        protocol = one
        return () => undefined
      },
      meet: async (topic) => void meetings.add(hex(topic)),
      part: async (topic) => void meetings.delete(hex(topic)),
    },
  })
  desk.start()
  return { desk, keyPair, clock, ended, meetings, protocol: () => protocol! }
}

/** Gives out a code at a place. */
export function opened({ desk, clock }: Place, uses = 1): Promise<Invite> {
  const grant = { link: LINK, vouch: false, by: 'Anna' }
  return desk.open({ grant, commons: 'board', thing: null, uses, expires: clock.now() + 600_000 })
}

export type End = { readonly refused: string[]; readonly close: () => void }

type Tap = (bytes: Uint8Array, from: 'a' | 'b') => Uint8Array | null

/** A connection between two places, message by message; `tap` sees and changes what passes. */
export function connected(
  a: Place,
  b: Place,
  { hash, tap = (bytes) => bytes }: { hash: Uint8Array | [Uint8Array, Uint8Array]; tap?: Tap },
): { readonly refused: string[] } {
  const [hashA, hashB] = Array.isArray(hash) ? hash : [hash, hash]
  const refused: string[] = []
  let endA: ConversationEnd | undefined
  let endB: ConversationEnd | undefined
  const deliver = (bytes: Uint8Array, from: 'a' | 'b') => {
    const passed = tap(bytes, from)
    const end = from === 'a' ? endB : endA
    if (!passed) return
    queueMicrotask(() => {
      try {
        end?.onMessage(passed)
      } catch (error) {
        refused.push(String(error))
      }
    })
  }
  endA = a.protocol().open(talk(b, hashA, refused, (bytes) => deliver(bytes, 'a')))
  endB = b.protocol().open(talk(a, hashB, refused, (bytes) => deliver(bytes, 'b')))
  return { refused }
}

/** What a desk sees of a connection with a node. */
export function talk(
  peer: { readonly keyPair: KeyPair },
  handshakeHash: Uint8Array,
  refused: string[],
  send: (bytes: Uint8Array) => void,
): Talk {
  return {
    node: nodeIdOf(peer.keyPair.publicKey),
    handshakeHash,
    isInitiator: true,
    transport: 'memory',
    address: '',
    incoming: false,
    send,
    drained: async () => undefined,
    want: () => undefined,
    refuse: (detail) => void refused.push(detail),
    close: () => undefined,
  }
}

/** Tries a code as a person does; resolves to the link, or the code of the error. */
export function tried({ desk }: Place, code: InviteCode, waitMs = 5_000): Promise<string> {
  return desk
    .redeem(code, { waitMs }, async (redeemed) => {
      await redeemed.answer(null)
      return redeemed.grant.link ?? 'no link'
    })
    .catch((error: { code: string }) => error.code)
}
