import { withinShare } from './fair-share.ts'

/** Records of somebody nobody vouches for: enough to introduce oneself and share some goods, too few to flood. */
export const NEWCOMER_RECORDS = 64

/** Bytes of edits of the same: an hour of writing. */
export const NEWCOMER_EDIT_BYTES = 256 * 1024

/** Newcomers carried at once. Keys cost nothing, so without this the quota of each would bound nothing together. */
export const MAX_NEWCOMERS = 1_000

/**
 * Bytes of all newcomers together, records and edits. Their quotas alone would add up to gigabytes: a record may have
 * 32 KiB. This is 32 KiB for each of a thousand: an introduction and some goods.
 */
export const MAX_NEWCOMER_BYTES = 32 * 1024 * 1024

/** How much of somebody's logs; what is beyond stays with others. */
export type Amount = { records: number; editBytes: number }

export type CarriedQuestion = {
  /** It is our own person. */
  own: boolean
  /** A path of vouches leads to them (`vouchedFor`). */
  vouched: boolean
  /** We have blocked them. Personal: says nothing about other nodes. */
  blocked: boolean
  /** How many records they have, as far as is known. */
  records: number
  /** How many bytes of edits they have. */
  editBytes: number
  /** How many *other* newcomers are carried already. */
  newcomersCarried: number
  /** Already one of them: keeps the place. */
  placed?: boolean
  /** Of those others, how many came by the same way: one peer, as far as can be told. */
  newcomersOfWay?: number
  /** What all newcomers have here, and those that came by the same way. */
  newcomerBytes?: { all: number; ofWay: number }
  /** How much of theirs the accepted changes of others rest on: without it those could never be applied. */
  required?: Amount
}

export type CarriedReason =
  | 'own'
  | 'vouched'
  | 'newcomer'
  | 'newcomer-over-quota'
  | 'too-many-newcomers'
  | 'peer-over-share'
  | 'blocked'
  | 'required-by-others'

export type CarriedAnswer = {
  carry: boolean
  /** Up to how much; left out, everything. */
  upTo?: Amount
  reason: CarriedReason
}

/** Decides whether and how much of a person's records and edits this node keeps and passes on. */
export function isCarried(question: CarriedQuestion): CarriedAnswer {
  if (question.own) return { carry: true, reason: 'own' }
  if (question.blocked) return refusedBut(question.required, 'blocked')
  if (question.vouched) return { carry: true, reason: 'vouched' }
  const place = placeFor(question)
  if (place !== 'newcomer') return refusedBut(question.required, place)
  if (!bytesFor(question)) return overBytes(question)
  const over = question.records > NEWCOMER_RECORDS || question.editBytes > NEWCOMER_EDIT_BYTES
  return { carry: true, upTo: quota(question.required), reason: over ? 'newcomer-over-quota' : 'newcomer' }
}

/** Who has a place keeps it, and what is here, but gets no more while those that came the same way have too much. */
function overBytes({ placed, required }: CarriedQuestion): CarriedAnswer {
  const kept = refusedBut(required, 'peer-over-share')
  return kept.carry || !placed
    ? kept
    : { carry: true, upTo: { records: 0, editBytes: 0 }, reason: 'peer-over-share' }
}

function placeFor({ placed, newcomersCarried, newcomersOfWay = 0 }: CarriedQuestion): CarriedReason {
  if (placed) return 'newcomer'
  const free = MAX_NEWCOMERS - newcomersCarried
  if (free <= 0) return 'too-many-newcomers'
  return withinShare({ used: newcomersOfWay, free }) ? 'newcomer' : 'peer-over-share'
}

function bytesFor({ newcomerBytes = { all: 0, ofWay: 0 } }: CarriedQuestion): boolean {
  return withinShare({ used: newcomerBytes.ofWay, free: MAX_NEWCOMER_BYTES - newcomerBytes.all })
}

function refusedBut(required: Amount | undefined, reason: CarriedReason): CarriedAnswer {
  if (!required || (required.records === 0 && required.editBytes === 0)) return { carry: false, reason }
  return { carry: true, upTo: required, reason: 'required-by-others' }
}

function quota(required: Amount | undefined): Amount {
  return {
    records: Math.max(NEWCOMER_RECORDS, required?.records ?? 0),
    editBytes: Math.max(NEWCOMER_EDIT_BYTES, required?.editBytes ?? 0),
  }
}
