import { placeOf, recordId, type LogKey, type RecordId } from '@allmende/vocabulary'
import { ROLE } from '../links.ts'
import type { QuestionParts } from './parts.ts'

/**
 * Everything that was folded, in one text: one JSON document a line, names for numbers, lines sorted. Numbers and
 * order of arrival don't show in it, so two nodes that hold the same records have the same dump.
 */
export function createDump(parts: QuestionParts): () => string {
  return () => {
    const { db } = parts
    db.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab(main, search, instance)`)
    // Removed documents leave their terms behind until segments are merged.
    db.exec(`INSERT INTO search(search) VALUES('optimize')`)
    const lines: string[] = []
    for (const [section, { sql, line }] of Object.entries(sections(parts))) {
      const found = []
      for (const row of db.prepare(sql).iterate()) found.push(`${section} ${JSON.stringify(line(row))}`)
      lines.push(...found.sort())
    }
    db.exec('DROP TABLE temp.terms')
    return `${lines.join('\n')}\n`
  }
}

type Row = Record<string, unknown>
type Section = { sql: string; line: (row: Row) => unknown }

/** A section for each table, with what a row of it looks like on any node. */
function sections(parts: QuestionParts): Record<string, Section> {
  const { names, places } = parts
  const id = (number: unknown) => places.idOf(Number(number))
  const name = (number: unknown) => names.name(Number(number))
  const place = (row: Row) => recordId(name(row['log']) as LogKey, Number(row['block']), Number(row['idx']))
  const all = (table: string, line: Section['line']): Section => ({ sql: `SELECT * FROM ${table}`, line })
  return {
    log: all('logs', ({ id: log, commons, person, device, next, top, blocks, records }) => [
      ...[log, commons, person, device].map(name),
      { next, top, blocks, records },
    ]),
    // When a thing is listed, and what follows from that, depends on our clock, so it is left out.
    thing: all('things', ({ id: thing, commons, kind, person, type, ...rest }) => ({
      id: id(thing),
      of: [commons, kind, person].map(name),
      ...(type === null ? {} : { type: name(type) }),
      ...rest,
      listed: undefined,
      alive: undefined,
      merged: merged(parts, id(thing)),
    })),
    change: all('changes', (row) => [place(row), id(row['record'])]),
    link: all('links', (row) => [roleName(row['role']), place(row), id(row['thing'])]),
    build: all('builds', ({ id: build, good, ...rest }) => [
      id(build),
      { ...rest, good: good === null ? null : id(good) },
    ]),
    tool: all('tools', ({ thing, tool }) => [id(thing), tool]),
    person: all('people', ({ commons, person, ...rest }) => [name(commons), name(person), rest]),
    vouch: all('vouches', (row) => [
      name(row['commons']),
      name(row['giver']),
      row['receiver'],
      id(row['record']),
    ]),
    statement: all('statements', (row) => [name(row['commons']), name(row['kind']), id(row['record'])]),
    refused: all('refused', ({ record, ...rest }) => [id(record), rest]),
    tally: all('tallies', ({ commons, kind, ...rest }) => [name(commons), name(kind), rest]),
    // Terms with their places, straight from the index: what can be found is part of what was folded.
    term: all('temp.terms', ({ doc, ...rest }) => [id(doc), rest]),
  }
}

function roleName(role: unknown): string {
  return Object.entries(ROLE).find(([, number]) => number === role)![0]
}

function merged({ places, records }: QuestionParts, id: RecordId): unknown {
  const { log } = placeOf(id)
  const thing = records.gather(places.placeOfId(id))
  if (thing === null) throw new Error(`thing ${id} of ${log} has no records`)
  const { fields, setBy, versions, heads, diverged, order } = thing.merged
  return { fields: sorted(fields), setBy: sorted(setBy), versions, heads, diverged, order }
}

function sorted(fields: object): object {
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)))
}
