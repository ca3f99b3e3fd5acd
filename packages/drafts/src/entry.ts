import {
  KEY_BYTES,
  type LogKey,
  type RecordId,
  decodeCbor,
  encodeCbor,
  isAllmendeError,
  keyBytes,
  logKeyOf,
  placeOf,
  recordId,
} from '@allmende/vocabulary'
import { NONCE_BYTES } from './actor.ts'
import { fail } from './errors.ts'
import { CITED_HEADS } from './limits.ts'

/** The first four bytes of a session's nonce stand for it in later entries: an author avoids collisions with itself. */
export const TAG_BYTES = 4

const OPENING = 1
const EDIT = 2
const EDIT_CITING = 3
const OPENING_AS = 4

/** Bytes of what an opening says beyond its draft: a name is the longest of it. */
const EXTRAS_BYTES = 1_024

/** Characters of a guest's name, as people count them nearly enough: UTF-16 units. */
export const GUEST_NAME = 64

/** In whose name, or how, the edits of a session are made. */
export type OpeningExtras = {
  /** Somebody without an account who edits through the author of the log: a label that the author vouches for. */
  guest?: string
  /** Its changes count only when somebody who may edit accepts them. */
  offers?: true
}

/**
 * One entry of an edits log. The first of a session says which draft it is about; the later ones only name the
 * session, so that an entry costs five bytes beyond the change (a record id alone is 34).
 */
export type Entry =
  | ({
      kind: 'opening'
      draft: RecordId
      nonce: Uint8Array
      heads: RecordId[]
      change: Uint8Array
    } & OpeningExtras)
  | { kind: 'edit'; tag: string; heads?: RecordId[]; change: Uint8Array }

/** WARNING: stored in logs. A new form gets a new first byte; old ones stay readable. */
export function encodeEntry(entry: Entry): Uint8Array {
  if (entry.kind === 'opening') {
    const { draft, nonce, heads, change, guest, offers } = entry
    const plain = guest === undefined && offers === undefined
    const extras = plain
      ? []
      : [encodeExtras({ ...(guest !== undefined && { guest }), ...(offers && { offers }) })]
    const head = [Uint8Array.of(plain ? OPENING : OPENING_AS), encodeId(draft), nonce, ...extras]
    return Buffer.concat([...head, encodeIds(heads), change])
  }
  const tag = Buffer.from(entry.tag, 'hex')
  if (entry.heads === undefined) return Buffer.concat([Uint8Array.of(EDIT), tag, entry.change])
  return Buffer.concat([Uint8Array.of(EDIT_CITING), tag, encodeIds(entry.heads), entry.change])
}

/** Throws `EDIT_MALFORMED`, and `EDIT_KIND` for a form that a later version may know. The change is not looked into. */
export function decodeEntry(bytes: Uint8Array): Entry {
  const reader = new EntryReader(bytes)
  const kind = reader.take(1)[0]!
  if (kind === OPENING || kind === OPENING_AS) {
    const draft = reader.id()
    const nonce = reader.take(NONCE_BYTES)
    const extras = kind === OPENING_AS ? readExtras(reader.counted(EXTRAS_BYTES)) : {}
    return { kind: 'opening', draft, nonce, ...extras, heads: reader.ids(), change: reader.rest() }
  }
  if (kind === EDIT) return { kind: 'edit', tag: reader.tag(), change: reader.rest() }
  if (kind === EDIT_CITING) {
    return { kind: 'edit', tag: reader.tag(), heads: reader.ids(), change: reader.rest() }
  }
  throw fail('EDIT_KIND', { expected: `${OPENING} to ${OPENING_AS}`, found: String(kind) })
}

/** Whether a guest may be called so: said in a list of authors, a name must not break lines or turn what follows around. */
export function isGuestName(name: unknown): name is string {
  if (typeof name !== 'string' || name.length > GUEST_NAME || !name.isWellFormed()) return false
  // eslint-disable-next-line no-control-regex -- exactly these are meant
  return name.trim() === name && name !== '' && !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(name)
}

/**
 * What is not known here is refused: an extra changes what the edits of a session mean, and a program that passes over one
 * it does not know would let in what others hold back.
 */
function readExtras(bytes: Uint8Array): OpeningExtras {
  let value: unknown
  try {
    value = decodeCbor(bytes)
  } catch (error) {
    if (!isAllmendeError(error)) throw error
    throw malformed('what it says of its session is no CBOR')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array)
    throw malformed('what it says of its session is no map')
  const { guest, offers, ...unknown } = value as Record<string, unknown>
  const [other] = Object.keys(unknown)
  if (other !== undefined) throw fail('EDIT_KIND', { expected: 'guest, offers', found: other.slice(0, 32) })
  if (guest !== undefined && !isGuestName(guest)) throw malformed('a guest cannot be called so')
  if (offers !== undefined && offers !== true) throw malformed('offers is true or left out')
  return { ...(guest !== undefined && { guest }), ...(offers && { offers }) }
}

function encodeExtras(extras: OpeningExtras): Uint8Array {
  const bytes = encodeCbor(extras)
  return Buffer.concat([encodeNumber(bytes.length), bytes])
}

export function tagOf(nonce: Uint8Array): string {
  return Buffer.from(nonce.subarray(0, TAG_BYTES)).toString('hex')
}

class EntryReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  take(count: number): Uint8Array {
    if (count > this.#bytes.length - this.#at) throw malformed('it ends too early')
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  rest(): Uint8Array {
    if (this.#at === this.#bytes.length) throw malformed('it holds no change')
    return this.#bytes.subarray(this.#at)
  }

  /** Bytes whose number stands before them. */
  counted(most: number): Uint8Array {
    const count = this.#number()
    if (count > most) throw malformed(`a part of ${count} bytes, at most ${most} count`)
    return this.take(count)
  }

  tag(): string {
    return Buffer.from(this.take(TAG_BYTES)).toString('hex')
  }

  id(): RecordId {
    const log: LogKey = logKeyOf(this.take(KEY_BYTES))
    try {
      return recordId(log, this.#number(), this.#number())
    } catch {
      throw malformed('it names no record')
    }
  }

  ids(): RecordId[] {
    const count = this.#number()
    if (count > CITED_HEADS) throw malformed(`it cites ${count} records, at most ${CITED_HEADS} count`)
    return Array.from({ length: count }, () => this.id())
  }

  #number(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = this.take(1)[0]!
      value += (byte & 127) * scale
      if (value > Number.MAX_SAFE_INTEGER) throw malformed('a number is too large')
      if (byte < 128) return value
    }
  }
}

function encodeIds(ids: RecordId[]): Uint8Array {
  return Buffer.concat([encodeNumber(ids.length), ...ids.map(encodeId)])
}

function encodeId(id: RecordId): Uint8Array {
  const { log, block, index } = placeOf(id)
  return Buffer.concat([keyBytes(log), encodeNumber(block), encodeNumber(index)])
}

function encodeNumber(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  bytes.push(rest)
  return Uint8Array.from(bytes)
}

function malformed(reason: string): Error {
  return fail('EDIT_MALFORMED', { reason })
}
