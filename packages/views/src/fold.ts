import {
  type AnyRecord,
  decodeBlock,
  decodeRecord,
  isAllmendeError,
  type LogKey,
  recordId,
  validate,
} from '@allmende/vocabulary'
import type { StatementSync } from 'node:sqlite'
import type { Parts } from './engine.ts'
import type { LogRow } from './log-table.ts'
import { createPeople, type PeopleFold } from './people-fold.ts'
import { recordNumber } from './places.ts'
import { createStatements, type StatementFold } from './statement-fold.ts'
import { createThings, type ThingFold } from './thing-fold.ts'
import { THING_KINDS } from './thing-records.ts'
import { createVouches, type VouchFold } from './vouch-fold.ts'

/** A record on its way into the tables. */
export type Incoming = {
  number: number
  log: LogRow
  /** Number of the name of its kind. */
  kind: number
  record: AnyRecord
  /** Our clock when the batch came. */
  now: number
}

/** Why a record is not folded; `kind` is empty when not even that could be read. */
type Refused = { kind: string; code: string; message: string }

/** Characters of a reason that are kept: it may quote what a stranger wrote. */
const MAX_REASON = 300

export function createFold(parts: Parts): Fold {
  return new Fold(
    parts,
    createThings(parts),
    createPeople(parts),
    createVouches(parts),
    createStatements(parts),
  )
}

/** Folds blocks into the tables. The result is the same whatever the order in which blocks arrive. */
export class Fold {
  readonly #parts: Parts
  readonly #things: ThingFold
  readonly #people: PeopleFold
  readonly #vouches: VouchFold
  readonly #statements: StatementFold
  readonly #refuse: StatementSync

  constructor(
    parts: Parts,
    things: ThingFold,
    people: PeopleFold,
    vouches: VouchFold,
    statements: StatementFold,
  ) {
    this.#parts = parts
    this.#things = things
    this.#people = people
    this.#vouches = vouches
    this.#statements = statements
    this.#refuse = parts.db.prepare('INSERT OR REPLACE INTO refused VALUES(?, ?, ?)')
  }

  /** Folds one kept block. `id` is its number in `blocks`. Returns how many records it has. */
  block(log: LogRow, id: number, block: number, bytes: Uint8Array, now: number): number {
    const records = decodeBlock(bytes)
    for (let index = 0; index < records.length; index++) {
      const number = recordNumber(id, index)
      const refused = this.#one(log, number, records[index]!, now)
      if (refused !== null) this.#note(log, block, index, number, refused)
    }
    this.#things.arrived(log, block)
    return records.length
  }

  /** Folds again what later records changed. To be called before anybody asks. */
  settle(now: number): void {
    this.#things.settle(now)
    this.#people.settle()
  }

  /** Forgets what is gathered, after a rollback. */
  reset(): void {
    this.#things.reset()
    this.#people.reset()
  }

  #one(log: LogRow, number: number, bytes: Uint8Array, now: number): Refused | null {
    const decoded = decode(bytes)
    if ('code' in decoded) return decoded
    const { record, known } = decoded
    const { names, tallies, effects } = this.#parts
    const kind = names.number(record.kind)
    const tally = tallies.of(log.commons, kind)
    tally.records++
    if (known) {
      if (record.of === undefined) tally.things++
      this.#fold({ number, log, kind, record, now })
    } else {
      tally.unknown++
      effects.changed(log.commons, kind)
    }
    return null
  }

  #fold(incoming: Incoming): void {
    const { record } = incoming
    if (THING_KINDS.has(record.kind)) {
      if (record.of === undefined) this.#things.first(incoming)
      else this.#things.change(incoming, record.of)
    } else if (record.kind === 'profile') this.#people.profile(incoming)
    else if (record.kind === 'vouch') this.#vouches.vouch(incoming)
    else this.#statements.statement(incoming)
    // A device entry was judged by `logs`; there is nothing in it to be shown. Parts are read through their good.
  }

  #note(log: LogRow, block: number, index: number, number: number, refused: Refused): void {
    const { names, tallies, effects } = this.#parts
    const { kind, code, message } = refused
    this.#refuse.run(number, code, message)
    tallies.of(log.commons, names.number(kind)).refused++
    const id = recordId(names.name(log.id) as LogKey, block, index)
    effects.refused({ commons: log.commons, log: log.id, id, code, message })
  }
}

/** A record that may be folded or kept, or what is wrong with it. */
function decode(bytes: Uint8Array): { record: AnyRecord; known: boolean } | Refused {
  try {
    const decoded = decodeRecord(bytes)
    const issue = validate(decoded.record)[0]
    if (issue === undefined) return decoded
    const message = `${issue.path}: expected ${issue.expected}, found ${issue.found}`
    return { kind: decoded.record.kind, code: issue.code, message: message.slice(0, MAX_REASON) }
  } catch (error) {
    if (!isAllmendeError(error)) throw error
    return { kind: '', code: error.code, message: error.message.slice(0, MAX_REASON) }
  }
}
