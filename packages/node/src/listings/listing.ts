import { createHash } from 'node:crypto'
import { attestedBy, deriveCommonsKeys, type Logs } from '@allmende/logs'
import { isTimely, LISTING_MS, type ListingFacts } from '@allmende/rules'
import {
  type CommonsId,
  type CommonsLink,
  decodeLink,
  displayText,
  type PersonId,
  personIdOf,
} from '@allmende/vocabulary'

/** WARNING: signed, on the wire. */
const PURPOSE = 'allmende/listing/1\n'

export const MAX_LISTING_BYTES = 1_024
const PROOF_BYTES = 203
/** Version and epoch stand before it. */
const PERSON_IN_PROOF = [9, 41] as const

/** What a person says of a public commons, so that others find it. */
export type ListingText = {
  readonly about: string
  readonly tags: readonly string[]
  /** As BCP 47 has it: `de`, `pt-BR`. Empty when not said. */
  readonly language: string
  readonly place: string
}

/** A listing that was read and verified, with its bytes as they go around. */
export type Listing = ListingFacts &
  ListingText & {
    readonly bytes: Uint8Array
    readonly name: string
    /** Empty when it takes back an earlier one. */
    readonly link: string
  }

const LIMITS = { about: 300, tag: 30, tags: 8, place: 80, language: 16 } as const

type Body = { link: string; at: number; until: number } & Partial<ListingText>

/** Signs a listing of a public commons. Null when it would be larger than one may be. */
export function signListing(logs: Logs, body: { link: string; at: number } & ListingText): Uint8Array | null {
  return signed(logs, { ...body, until: body.at + LISTING_MS })
}

/** Signs that what one said of a commons before holds no more. */
export function signWithdrawal(logs: Logs, { commons, at }: { commons: CommonsId; at: number }): Uint8Array {
  const bytes = signed(logs, { gone: commons, at, until: at + LISTING_MS })
  if (!bytes) throw new RangeError('a withdrawal is small')
  return bytes
}

function signed(logs: Logs, body: object): Uint8Array | null {
  const text = Buffer.from(JSON.stringify(body))
  const proof = logs.attest(Buffer.concat([Buffer.from(PURPOSE), text]))
  const bytes = new Uint8Array(Buffer.concat([proof, text]))
  return bytes.length > MAX_LISTING_BYTES ? null : bytes
}

/**
 * Reads and verifies what came from anywhere. Conditions, in this order: not too large · the fields there are, each
 * within its bounds · its time is right · a public commons · signed over all of it by a device of a person. Null for
 * whatever isn't so; never throws.
 */
export function readListing(bytes: Uint8Array, now: number): Listing | null {
  return read(bytes, now, (statement, proof) => attestedBy(statement, proof)?.person ?? null)
}

/** One that was verified before it was kept in this home; verifying ten thousand again takes seconds. */
export function readKeptListing(bytes: Uint8Array, now: number): Listing | null {
  return read(bytes, now, (_statement, proof) =>
    personIdOf(Uint8Array.from(proof.subarray(...PERSON_IN_PROOF))),
  )
}

type AuthorOf = (statement: Uint8Array, proof: Uint8Array) => PersonId | null

function read(bytes: Uint8Array, now: number, authorOf: AuthorOf): Listing | null {
  if (bytes.length > MAX_LISTING_BYTES || bytes.length <= PROOF_BYTES) return null
  const text = bytes.subarray(PROOF_BYTES)
  const body = bodyOf(text)
  if (!body || !isTimely(body, now)) return null
  const opened = body.gone === undefined ? publicCommons(body.link ?? '') : { commons: body.gone, name: '' }
  if (!opened) return null
  const person = authorOf(Buffer.concat([Buffer.from(PURPOSE), text]), bytes.subarray(0, PROOF_BYTES))
  if (!person) return null
  return {
    person,
    commons: opened.commons,
    at: body.at,
    until: body.until,
    hash: createHash('sha256').update(bytes).digest('hex'),
    gone: body.gone !== undefined,
    bytes,
    link: body.gone === undefined ? (body.link ?? '') : '',
    name: opened.name,
    about: body.about,
    tags: body.tags,
    language: body.language,
    place: body.place,
  }
}

type Read = Omit<Body, 'link'> & ListingText & { link?: string; gone?: CommonsId }

function bodyOf(text: Uint8Array): Read | null {
  let found: Record<string, unknown>
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text))
    if (typeof parsed !== 'object' || parsed === null) return null
    found = parsed as Record<string, unknown>
  } catch {
    return null
  }
  const { at, until, link, gone, tags = [] } = found
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(until)) return null
  if (!Array.isArray(tags) || tags.length > LIMITS.tags) return null
  const said = (name: 'about' | 'place' | 'language') => textOf(found[name] ?? '', LIMITS[name])
  const about = said('about')
  const place = said('place')
  const language = said('language')
  const words = tags.map((tag) => textOf(tag, LIMITS.tag))
  if (about === null || place === null || language === null || words.includes(null)) return null
  const times = { at: at as number, until: until as number }
  const fields = { ...times, about, place, language, tags: words as string[] }
  if (typeof gone === 'string')
    return /^[a-z0-9]{52}$/.test(gone) ? { ...fields, gone: gone as CommonsId } : null
  return typeof link === 'string' ? { ...fields, link } : null
}

/** One line of plain text, without anything that a terminal or a page would take for more. */
function textOf(value: unknown, max: number): string | null {
  if (typeof value !== 'string' || value.length > 2 * max) return null
  return displayText(value, max)
}

/** Null for a link to anything but a public commons. */
function publicCommons(text: string): { commons: CommonsId; name: string } | null {
  let link: CommonsLink
  try {
    const read = decodeLink(text)
    if (read.type !== 'commons' || !read.public) return null
    link = read
  } catch {
    return null
  }
  return { commons: deriveCommonsKeys(link.readKey, true).id, name: displayText(link.name, 100) }
}
