import { AUTHORITATIVE_ANSWER, decode, encode, type Packet } from '@dnsquery/dns-packet'
import type { NetworkAddress } from '../../network-address.ts'

/**
 * libp2p's discovery by mDNS (its spec, `discovery/mdns.md`), under a name of our own: IPFS nodes need not answer us. It
 * says that the program runs, which an open port would as well; nothing of the person, of topics or of yesterday.
 */
export const SERVICE = '_p2p-allmende._udp.local'

/** How long others may believe an answer, in seconds. */
const TTL = 120

const FIELD = 'dnsaddr='
const ADDRESS =
  /^dnsaddr=\/ip4\/(\d{1,3}(?:\.\d{1,3}){3})\/tcp\/(\d{1,5})\/p2p\/(12D3KooW[1-9A-HJ-NP-Za-km-z]{44})$/

/** A node that says where it listens, or that is told of by a meeting place. `id` is libp2p's, of an Ed25519 key. */
export type Sighting = NetworkAddress & {
  id: string
  /** The address of the meeting place that relays to it. */
  through?: string
}

export type Heard =
  | { kind: 'question' }
  | { kind: 'answer'; sightings: Sighting[] }
  /** RFC 6762, 10.1: who leaves says so by a lifetime of nothing. */
  | { kind: 'goodbye'; sightings: Sighting[] }

export function question(): Uint8Array {
  return encode({ type: 'query', questions: [{ type: 'PTR', name: SERVICE }] })
}

/** `label` stands for this run of the node: a random name. */
export function answer(label: string, self: Sighting): Uint8Array {
  return told(label, self, TTL)
}

/** Others need not wait until they have tried us in vain. */
export function goodbye(label: string, self: Sighting): Uint8Array {
  return told(label, self, 0)
}

function told(label: string, { host, port, id }: Sighting, ttl: number): Uint8Array {
  const name = `${label}.${SERVICE}`
  return encode({
    type: 'response',
    flags: AUTHORITATIVE_ANSWER,
    answers: [{ type: 'PTR', name: SERVICE, ttl, data: name }],
    additionals: [{ type: 'TXT', name, ttl, data: [`${FIELD}/ip4/${host}/tcp/${port}/p2p/${id}`] }],
  })
}

/** Reads a packet that anybody on the network may have sent; null when it isn't about us or no packet at all. */
export function read(bytes: Buffer): Heard | null {
  // Nearly everything on 5353 is about others: decoded is only what names us.
  if (!bytes.includes('p2p-allmende')) return null
  try {
    return heard(decode(bytes))
  } catch {
    return null
  }
}

function heard({ type, questions = [], answers = [], additionals = [] }: Packet): Heard | null {
  if (type === 'query')
    return questions.some(({ name }) => name.toLowerCase() === SERVICE) ? { kind: 'question' } : null
  const sightings = [...answers, ...additionals].flatMap((record) =>
    record.type === 'TXT' && record.name.toLowerCase().endsWith(SERVICE) ? texts(record.data) : [],
  )
  const leaves = answers.some((record) => record.type === 'PTR' && record.ttl === 0)
  return sightings.length > 0 ? { kind: leaves ? 'goodbye' : 'answer', sightings } : null
}

function texts(data: unknown): Sighting[] {
  return (Array.isArray(data) ? data : [data]).flatMap((one: Uint8Array) => {
    const [, host, port, id] = ADDRESS.exec(Buffer.from(one).toString('latin1')) ?? []
    return host && id && Number(port) > 0 && Number(port) <= 65_535 ? [{ host, port: Number(port), id }] : []
  })
}
