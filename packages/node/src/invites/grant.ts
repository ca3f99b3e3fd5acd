import { decodeLink } from '@allmende/vocabulary'

/** What a code opens, as the inviter seals it for whoever knew the words. */
export type Grant = {
  /** Null: it opens nothing, and only brings two computers of one person together. */
  readonly link: string | null
  /** The inviter wants to know who came, to vouch for them. */
  readonly vouch: boolean
  /** What the inviter calls themselves. */
  readonly by: string | null
}

const MAX_NAME = 200

export function writeGrant(grant: Grant): Uint8Array {
  return Buffer.from(JSON.stringify(grant))
}

/** Throws on what isn't one, and LINK_… for a link that can't be read. */
export function readGrant(bytes: Uint8Array): Grant {
  const { link, vouch, by } = objectOf(bytes)
  if (link !== null) {
    if (typeof link !== 'string') throw new TypeError('a grant without a link')
    decodeLink(link)
  }
  return { link, vouch: vouch === true, by: typeof by === 'string' ? by.slice(0, MAX_NAME) : null }
}

/** What the joiner answers: the proof of the device of a person (of the account, for a device code), or nothing when they only copy. */
export type JoinedAnswer = { readonly proof: Uint8Array | null }

export function writeJoined({ proof }: JoinedAnswer): Uint8Array {
  return Buffer.from(JSON.stringify({ proof: proof ? Buffer.from(proof).toString('base64') : null }))
}

export function readJoined(bytes: Uint8Array): JoinedAnswer {
  const { proof } = objectOf(bytes)
  return { proof: typeof proof === 'string' ? new Uint8Array(Buffer.from(proof, 'base64')) : null }
}

function objectOf(bytes: Uint8Array): Record<string, unknown> {
  const found: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
  if (typeof found !== 'object' || found === null) throw new TypeError('no object')
  return found as Record<string, unknown>
}
