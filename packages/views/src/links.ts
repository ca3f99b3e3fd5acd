import type { Fields, PartLine, Parts, RecordId } from '@allmende/vocabulary'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Place, Places } from './places.ts'
import type { ReadLines } from './part-lines.ts'
import type { GatheredThing } from './thing-records.ts'

/** WARNING: stored. What something is named as. */
export const ROLE = {
  comment: 1,
  build: 2,
  suggestion: 3,
  'outside-use': 4,
  derived: 5,
  merged: 6,
  part: 7,
  more: 8,
} as const

export type Role = (typeof ROLE)[keyof typeof ROLE]

/** Kinds that are about another record, which their field `about` names. */
export const ABOUT_KINDS = ['comment', 'build', 'suggestion', 'outside-use'] as const

type Link = { role: Role; id: RecordId }

export type LinksParts = { db: DatabaseSync; places: Places; readLines: ReadLines }

/**
 * What a thing, as it is now, names: what it is about, what it came from, what it is made of. Kept by what is named,
 * which need not be here yet, so that "who names this?" is one look.
 */
export class Links {
  readonly #places: Places
  readonly #readLines: ReadLines
  readonly #insert: StatementSync
  readonly #delete: StatementSync

  constructor({ db, places, readLines }: LinksParts) {
    this.#places = places
    this.#readLines = readLines
    this.#insert = db.prepare('INSERT OR IGNORE INTO links VALUES(?, ?, ?, ?, ?)')
    this.#delete = db.prepare(
      'DELETE FROM links WHERE role = ? AND log = ? AND block = ? AND idx = ? AND thing = ?',
    )
  }

  /** The links of a thing that has one record so far; what stands in `more` is for `replace`. */
  add(thing: number, kind: string, body: Fields): void {
    if (kind === 'good' && !namesSomething(body)) return
    for (const { role, id } of linksOf(kind, body, linesIn(body))) this.#put(role, id, thing)
  }

  /** The links of a thing with all of its records. */
  replace({ number, commons, merged, records }: GatheredThing): void {
    const { kind, fields } = merged
    const now = new Map<string, Link>()
    const keep = (links: readonly Link[]) => {
      for (const link of links) now.set(`${link.role} ${link.id}`, link)
    }
    keep(linksOf(kind, fields, this.#readLines(commons, fields).lines))
    keep(merged.merges.map(({ version }) => ({ role: ROLE.merged, id: version })))
    // What isn't named any more was named by one of the records: there is no need to look rows up by thing.
    for (const { record } of records) {
      for (const link of linksOf(kind, record.body, this.#readLines(commons, record.body).lines)) {
        if (!now.has(`${link.role} ${link.id}`)) this.#remove(link, number)
      }
    }
    for (const { role, id } of now.values()) this.#put(role, id, number)
  }

  #put(role: Role, id: RecordId, thing: number): void {
    const { log, block, index } = this.#places.placeOfId(id)
    this.#insert.run(role, log, block, index, thing)
  }

  #remove({ role, id }: Link, thing: number): void {
    const { log, block, index } = this.#places.placeOfId(id)
    this.#delete.run(role, log, block, index, thing)
  }
}

/** Reads the links that lead to a place. */
export function createNamers(db: DatabaseSync): (role: Role, place: Place) => number[] {
  const select = db.prepare('SELECT thing FROM links WHERE role = ? AND log = ? AND block = ? AND idx = ?')
  return (role, { log, block, index }) =>
    select.all(role, log, block, index).map((row) => Number(row['thing']))
}

/** Most goods name nothing, and thousands a second come through here. */
function namesSomething({ parts, derivedFrom, merges }: Fields): boolean {
  return parts !== undefined || derivedFrom !== undefined || merges !== undefined
}

function linesIn({ parts }: Fields): readonly PartLine[] {
  return (parts as Parts | undefined)?.lines ?? []
}

function linksOf(kind: string, fields: Fields, lines: readonly PartLine[]): Link[] {
  if (kind !== 'good') return aboutOf(kind, fields)
  const links: Link[] = []
  const add = (role: Role, ids: readonly (RecordId | undefined)[]) => {
    for (const id of ids) if (id !== undefined) links.push({ role, id })
  }
  add(ROLE.derived, [fields['derivedFrom'] as RecordId | undefined])
  add(ROLE.merged, (fields['merges'] as RecordId[] | undefined) ?? [])
  add(ROLE.more, (fields['parts'] as Parts | undefined)?.more ?? [])
  for (const { good, equipment } of lines) add(ROLE.part, [good, equipment])
  return links
}

function aboutOf(kind: string, { about }: Fields): Link[] {
  const role = ABOUT_KINDS.find((each) => each === kind)
  return role === undefined || about === undefined ? [] : [{ role: ROLE[role], id: about as RecordId }]
}
