/** Records of somebody nobody vouches for: enough to introduce oneself and share some goods, too few to flood. */
export const NEWCOMER_RECORDS = 64

/** Bytes of edits of the same: an hour of writing. */
export const NEWCOMER_EDIT_BYTES = 256 * 1024

/** Newcomers carried at once. Keys cost nothing, so without this the quota of each would bound nothing together. */
export const MAX_NEWCOMERS = 1_000

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
  /** How much of theirs the accepted changes of others rest on: without it those could never be applied. */
  required?: Amount
}

export type CarriedReason =
  | 'own'
  | 'vouched'
  | 'newcomer'
  | 'newcomer-over-quota'
  | 'too-many-newcomers'
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
  if (question.newcomersCarried >= MAX_NEWCOMERS) return refusedBut(question.required, 'too-many-newcomers')
  const over = question.records > NEWCOMER_RECORDS || question.editBytes > NEWCOMER_EDIT_BYTES
  return { carry: true, upTo: quota(question.required), reason: over ? 'newcomer-over-quota' : 'newcomer' }
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
