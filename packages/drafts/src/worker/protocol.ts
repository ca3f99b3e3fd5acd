import type { DraftMeasure, DraftPartEdit, DraftParts, TextPatch } from '../contract.ts'
import type { DraftLimits } from '../limits.ts'
import type { Refusal, Submission } from '../judge.ts'
import type { PartChange } from '../places.ts'
import type { OfferOfSession } from './offers.ts'

/** What the main thread asks of a worker about one draft. Every request is answered, in order for one draft. */
export type Request =
  | { type: 'open'; file: string; banned: [hash: string, code: string][]; limits: DraftLimits }
  /** `show`: at once, soon (with what else comes), or later, with a submission that is shown at once. */
  | { type: 'submit'; submissions: Submission[]; positions: Positions; show: 'now' | 'soon' | 'later' }
  /** `since`: the heads of the text that the client still shows; `shown`: that text, where these heads may be gone. */
  | { type: 'join'; client: number; since?: string[]; shown?: string }
  | { type: 'leave'; client: number }
  | { type: 'edit'; actor: string; client: number; seen: number; batches: TextPatch[][]; time: number }
  | { type: 'editParts'; actor: string; client: number; seen: number; edits: DraftPartEdit[]; time: number }
  | { type: 'parts'; at?: string[] }
  | { type: 'partsBlame' }
  | { type: 'replace'; actor: string; base: string[]; text: string; time: number }
  /** Takes back the last `drop` own changes, which no log has, and makes the same text again under other actors. */
  | { type: 'reseat'; drop: number; actors: [old: string, anew: string][]; time: number }
  /** The character before a position of the text as a client was shown it. */
  | { type: 'anchor'; client: number; seen: number; at: number }
  | { type: 'place'; anchors: string[] }
  /** Offers what a text has otherwise than the text at `base`: in pieces, each under one of the actors, for entries of `log`. */
  | { type: 'offer'; base: string[]; text: string; actors: string[]; log: string; time: number }
  /** Offered changes that records accept: all of them, also those told before. */
  | { type: 'accept'; hashes: string[] }
  | { type: 'offers' }
  /** Whether all of these offered changes are here still. */
  | { type: 'holds'; hashes: string[] }
  | { type: 'read'; at?: string[] }
  | { type: 'history' }
  | { type: 'blame' }
  | { type: 'since'; seen: string[]; own: string[] }
  | { type: 'waiting' }
  | { type: 'size' }
  | { type: 'snapshot'; durable: number; closing?: boolean }
  | { type: 'close' }
  /** For tests: dies as if of a change. */
  | { type: 'die' }

/** For each log the first block of which nothing was given to the document yet. */
export type Positions = [log: string, next: number][]

export type Answers = {
  open: { positions: Positions; heads: string[] }
  submit: null
  join: { length: number; heads: string[]; lost: boolean }
  leave: null
  edit: { changes: Uint8Array[]; heads: string[] }
  editParts: { changes: Uint8Array[]; heads: string[] }
  parts: DraftParts
  partsBlame: PartChange[]
  replace: { changes: Uint8Array[]; heads: string[] }
  reseat: { changes: { actor: string; change: Uint8Array }[] }
  anchor: string
  place: (number | null)[]
  offer: { hash: string; change: Uint8Array }[]
  accept: null
  offers: OfferOfSession[]
  holds: boolean
  read: { text: string; heads: string[] }
  history: { hash: string; actor: string; time: number; count: number }[]
  blame: [text: string, hash: string][]
  since: { fresh: string[]; base: string; ours: string; theirs: string } | null
  waiting: number
  size: DraftMeasure[]
  snapshot: boolean
  close: null
  die: null
}

export type ToWorker = { id: number; draft: number; request: Request }

/** What a client of a draft is shown. `parts`: something beside the text changed. */
export type Told = {
  client: number
  version: number
  patches: TextPatch[]
  heads: string[]
  own: boolean
  parts?: true
}

export type FromWorker =
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'failure'; id: number; error: { code?: string; message: string } }
  | ({ type: 'changed'; draft: number } & Told)
  | { type: 'refused'; draft: number; refusals: Refusal[] }

/** The cell of the memory shared with a worker that names the draft it is busy with: read when the worker has died. */
export const BUSY_DRAFT = 0
/** No draft has the number 0. */
export const NOT_BUSY = 0

export type WorkerData = { busy: Int32Array<SharedArrayBuffer> }
