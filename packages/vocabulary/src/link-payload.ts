import { fail } from './errors.ts'
import { KEY_BYTES, keyBytes, logKeyOf, nodeIdOf, personIdOf, placeOf, recordId } from './ids.ts'
import { MAX_NAME } from './limits.ts'
import type { CommonsLink, Link, MirrorLink, ThingLink } from './link.ts'

/** WARNING: in every link that was ever given out. The lowest bit of the flags says public, the others the type. */
const PUBLIC = 1
const TYPE_COMMONS = 0
const TYPE_GOOD = 1
const TYPE_DRAFT = 2
const TYPE_FOUNDED = 3
const TYPE_MIRROR = 4
/** Beside the type: behind the read key comes the first one of the commons. */
const ROOTED = 16

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Flags, read key (and the first one), and what the type adds: a name (and who founded it), or the place of a thing. A mirror's has no read key. */
export function writePayload(link: Link): Uint8Array {
  if (link.type === 'mirror') return writeMirror(link)
  if (link.readKey.length !== KEY_BYTES) throw wrong(`a read key of ${link.readKey.length} bytes`)
  const rest = link.type === 'commons' ? writeCommons(link) : writePlace(link)
  const { root } = link
  if (root && root.length !== KEY_BYTES) throw wrong(`a first read key of ${root.length} bytes`)
  const type = root ? typeOf(link) | ROOTED : typeOf(link)
  const flags = (type << 1) | (link.public ? PUBLIC : 0)
  return Uint8Array.from([flags, ...link.readKey, ...(root ?? []), ...rest])
}

/** Throws `LINK_TYPE`, `LINK_NAME`, `LINK_PAYLOAD`. */
export function readPayload(bytes: Uint8Array): Link {
  const flags = bytes[0] ?? 0
  const isPublic = (flags & PUBLIC) !== 0
  const readKey = bytes.slice(1, 1 + KEY_BYTES)
  if (flags >>> 1 === TYPE_MIRROR) return readMirror(isPublic, readKey, bytes.subarray(1 + KEY_BYTES))
  const type = (flags >>> 1) & ~ROOTED
  if (type > TYPE_FOUNDED)
    throw fail('LINK_TYPE', { expected: 'commons, good, draft and mirror', found: String(flags >>> 1) })
  const rooted = ((flags >>> 1) & ROOTED) !== 0
  if (rooted && bytes.length < 1 + 2 * KEY_BYTES) throw wrong('the first read key is cut off')
  const root = rooted ? { root: bytes.slice(1 + KEY_BYTES, 1 + 2 * KEY_BYTES) } : {}
  const rest = bytes.subarray(1 + (rooted ? 2 : 1) * KEY_BYTES)
  const opens = { public: isPublic, readKey, ...root }
  switch (type) {
    case TYPE_COMMONS:
      return { type: 'commons', ...opens, name: readName(rest) }
    case TYPE_FOUNDED:
      return { type: 'commons', ...opens, ...readFounded(rest) }
    case TYPE_GOOD:
      return { type: 'thing', ...opens, thing: readPlace(rest), kind: 'good' }
    default:
      return { type: 'thing', ...opens, thing: readPlace(rest), kind: 'draft' }
  }
}

function typeOf(link: CommonsLink | ThingLink): number {
  if (link.type === 'commons') return link.founder === undefined ? TYPE_COMMONS : TYPE_FOUNDED
  return link.kind === 'good' ? TYPE_GOOD : TYPE_DRAFT
}

function writeCommons({ name, founder }: CommonsLink): number[] {
  return founder === undefined ? writeName(name) : [...keyBytes(founder), ...writeName(name)]
}

function readFounded(bytes: Uint8Array): Pick<CommonsLink, 'name' | 'founder'> {
  if (bytes.length < KEY_BYTES) throw wrong('the key of the founder is cut off')
  return { founder: personIdOf(bytes.subarray(0, KEY_BYTES)), name: readName(bytes.subarray(KEY_BYTES)) }
}

function writeMirror({ public: isPublic, replicateKey, memberKey, giver, name }: MirrorLink): Uint8Array {
  for (const key of [replicateKey, memberKey])
    if (key.length !== KEY_BYTES) throw wrong(`a key of ${key.length} bytes`)
  const flags = (TYPE_MIRROR << 1) | (isPublic ? PUBLIC : 0)
  return Uint8Array.from([flags, ...replicateKey, ...memberKey, ...keyBytes(giver), ...writeName(name)])
}

function readMirror(isPublic: boolean, replicateKey: Uint8Array, bytes: Uint8Array): MirrorLink {
  if (bytes.length < 2 * KEY_BYTES) throw wrong('a key is cut off')
  const memberKey = bytes.slice(0, KEY_BYTES)
  const giver = nodeIdOf(bytes.subarray(KEY_BYTES, 2 * KEY_BYTES))
  return {
    type: 'mirror',
    public: isPublic,
    replicateKey,
    memberKey,
    giver,
    name: readName(bytes.subarray(2 * KEY_BYTES)),
  }
}

function writeName(name: CommonsLink['name']): number[] {
  checkName(name)
  const bytes = encoder.encode(name)
  return [...uvarint(bytes.length), ...bytes]
}

function readName(bytes: Uint8Array): string {
  const [length, start] = readUvarint(bytes, 0)
  if (start + length !== bytes.length) throw wrong('a name of another length than it says')
  let name: string
  try {
    name = decoder.decode(bytes.subarray(start))
  } catch (cause) {
    throw fail('LINK_NAME', { expected: 'UTF-8', found: 'other bytes', cause })
  }
  checkName(name)
  return name
}

function checkName(name: string): void {
  const characters = Array.from(name).length
  if (characters <= MAX_NAME && name.isWellFormed()) return
  throw fail('LINK_NAME', {
    expected: `at most ${MAX_NAME} characters`,
    found: name.isWellFormed() ? String(characters) : 'half a character',
  })
}

function writePlace(link: ThingLink): number[] {
  const { log, block, index } = placeOf(link.thing)
  return [...keyBytes(log), ...uvarint(block), ...uvarint(index)]
}

function readPlace(bytes: Uint8Array): ThingLink['thing'] {
  if (bytes.length < KEY_BYTES) throw wrong('the key of the log is cut off')
  const [block, next] = readUvarint(bytes, KEY_BYTES)
  const [index, end] = readUvarint(bytes, next)
  if (end !== bytes.length) throw wrong(`${bytes.length - end} bytes too many`)
  try {
    return recordId(logKeyOf(bytes.subarray(0, KEY_BYTES)), block, index)
  } catch (cause) {
    throw wrong('it names an impossible place', cause)
  }
}

/** LEB128 by arithmetic: block numbers go beyond the 32 bits of JavaScript's shifts. */
function uvarint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return [...bytes, rest]
}

function readUvarint(bytes: Uint8Array, start: number): [value: number, next: number] {
  let value = 0
  for (let at = start, scale = 1; at < bytes.length && scale <= 2 ** 49; at++, scale *= 0x80) {
    const byte = bytes[at]!
    value += (byte & 0x7f) * scale
    if (byte >= 0x80) continue
    if (byte === 0 && at > start) throw wrong('a number in a longer form than needed')
    return [value, at + 1]
  }
  throw wrong('a number without an end')
}

function wrong(reason: string, cause?: unknown) {
  return fail('LINK_PAYLOAD', { reason, cause })
}
