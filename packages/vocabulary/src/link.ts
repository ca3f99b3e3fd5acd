import { crc32 } from './crc32.ts'
import { fail } from './errors.ts'
import type { NodeId, PersonId, RecordId } from './ids.ts'
import { readPayload, writePayload } from './link-payload.ts'
import { cleanLink } from './link-text.ts'
import { displayText } from './text.ts'
import { decodeZ32, encodeZ32 } from './z32.ts'

/** What a private commons whose read key was changed needs beside the newest key: the first one, which its id comes from. */
type Rooted = { root?: Uint8Array }

/** Opens a commons: whoever has it reads, and in a public one may write as a newcomer. */
export type CommonsLink = Rooted & {
  type: 'commons'
  public: boolean
  readKey: Uint8Array
  name: string
  /** Who founded it: whoever joins by this link begins by carrying them whole, and those they vouch for. */
  founder?: PersonId
}

/** Opens a thing of a commons, and with it the commons it is in. */
export type ThingLink = Rooted & {
  type: 'thing'
  public: boolean
  readKey: Uint8Array
  thing: RecordId
  kind: 'good' | 'draft'
}

/**
 * Lets a computer keep a commons for others without reading it. From the replicate key nothing leads to the read key.
 */
export type MirrorLink = {
  type: 'mirror'
  public: boolean
  replicateKey: Uint8Array
  /** Checks what members say to the mirror: they alone can sign for it, since it is made from the read key. */
  memberKey: Uint8Array
  /** The node that gave the link: it may take everything back. */
  giver: NodeId
  name: string
}

export type Link = CommonsLink | ThingLink | MirrorLink

/** WARNING: in every link that was ever given out. */
export const LINK_SCHEME = 'allmende:'
const FORMAT = 1
const CHECKSUM_BYTES = 4

/** The shortest payload is a commons without a name. */
const MIN_BYTES = 1 + 1 + 32 + 1 + CHECKSUM_BYTES

/**
 * Writes a link: `allmende:` and z-base-32 of format, flags, payload and checksum. Only `a`–`z`, `0`–`9` and one
 * colon, so that no shell, URL or chat changes it. Throws `LINK_NAME`, `LINK_PAYLOAD`.
 */
export function encodeLink(link: Link): string {
  const payload = writePayload(link)
  const bytes = new Uint8Array(1 + payload.length + CHECKSUM_BYTES)
  bytes[0] = FORMAT
  bytes.set(payload, 1)
  const end = bytes.length - CHECKSUM_BYTES
  new DataView(bytes.buffer).setUint32(end, crc32(bytes.subarray(0, end)))
  return LINK_SCHEME + encodeZ32(bytes)
}

/**
 * Reads a link as somebody pasted it: blanks, quotes and `<>` around it and upper case are forgiven, a mistake in it
 * is told. Throws one `LINK_…` code for each way to be wrong; the checksum is looked at before anything it covers.
 */
export function decodeLink(text: string): Link {
  const bytes = toBytes(cleanLink(text))
  const end = bytes.length - CHECKSUM_BYTES
  const found = new DataView(bytes.buffer, bytes.byteOffset).getUint32(end)
  if (crc32(bytes.subarray(0, end)) !== found) throw fail('LINK_CHECKSUM')
  if (bytes[0] !== FORMAT) throw fail('LINK_VERSION', { expected: String(FORMAT), found: String(bytes[0]) })
  return readPayload(bytes.subarray(1, end))
}

/** One sentence that says what whoever gets this link can do with it. */
export function describeLink(link: Link): string {
  switch (link.type) {
    case 'commons':
      return link.public
        ? `Opens the public commons "${displayText(link.name, 100)}": whoever has this link can read all of it, and write in it.`
        : `Opens the private commons "${displayText(link.name, 100)}": give this link only to people who are to read all of it.`
    case 'mirror':
      return `Lets a computer keep ${link.name === '' ? 'a commons' : `"${displayText(link.name, 100)}"`} for its members: it stores ciphertext and can't read any of it.`
    case 'thing':
      return link.public
        ? `Opens a ${link.kind} in a public commons: whoever has this link can read all of that commons.`
        : `Opens a ${link.kind} in a private commons: whoever has this link can read all of that commons, so give it only to its members.`
  }
}

function toBytes(payload: string): Uint8Array {
  if (Math.floor((payload.length * 5) / 8) < MIN_BYTES) {
    throw fail('LINK_TOO_SHORT', { found: String(LINK_SCHEME.length + payload.length) })
  }
  try {
    return decodeZ32(payload)
  } catch (cause) {
    // The characters were checked before: what remains is a length or last character no encoder writes.
    throw fail('LINK_CHECKSUM', { cause })
  }
}
