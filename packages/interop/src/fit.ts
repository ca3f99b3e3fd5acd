import { type Fields, type ValidationIssue, encodeCbor, validate } from '@allmende/vocabulary'
import type { ImportedFields } from './contract.ts'
import { MAX_FIELDS_BYTES } from './limits.ts'
import { type Table, isTable } from './plain.ts'
import type { Place, Report } from './report.ts'

/** Rounds of leaving out what is wrong or too large: a good has some twenty fields, and long lists are halved. */
const MAX_ROUNDS = 100

/** Where a key of ours or of `foreign` stands in the file. */
export type PlaceOf = (key: string) => Place | undefined

/**
 * Holds fields against the vocabulary and against the room that a record has for them. What doesn't fit is left out and told: whatever
 * comes out of this package can be written.
 */
export function fitFields(fields: ImportedFields, report: Report, placeOf: PlaceOf = () => undefined): void {
  leaveOutInvalid(fields as Table, report, placeOf)
  const tooMuch = sizeOf(fields) - MAX_FIELDS_BYTES
  if (tooMuch > 0 && fields.foreign) shrinkForeign(fields, tooMuch, report, placeOf)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const over = sizeOf(fields) - MAX_FIELDS_BYTES
    if (over <= 0 || !shrinkOwn(fields, over, report, placeOf)) return
  }
}

export function issuesOf(kind: 'good' | 'parts', body: Fields): ValidationIssue[] {
  const record = { kind, v: 1, clock: [0, 0] as [number, number], body }
  return validate(kind === 'good' ? { ...record, of: ANY_RECORD } : record)
}

/** A change may carry any of the fields, which is how some of them can be looked at without the others. */
const ANY_RECORD = `${'y'.repeat(52)}.0.0` as NonNullable<Parameters<typeof validate>[0]['of']>

function leaveOutInvalid(fields: Table, report: Report, placeOf: PlaceOf): void {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const issue = issuesOf('good', fields)[0]
    const field = issue && /^body\.([^.[]+)/.exec(issue.path)?.[1]
    if (!issue || field === undefined || !Object.hasOwn(fields, field)) return
    const { expected, found } = issue
    report.say('INTEROP_FIELD', placeOf(field), { field: issue.path.replace(/^body\./, ''), expected, found })
    delete fields[field]
  }
}

function sizeOf(value: unknown): number {
  return encodeCbor(value).length
}

/** Leaves out foreign keys, the largest first, until the rest fits. */
function shrinkForeign(fields: ImportedFields, over: number, report: Report, placeOf: PlaceOf): void {
  const formats = Object.entries(fields.foreign ?? {}).filter((entry): entry is [string, Table] =>
    isTable(entry[1]),
  )
  const all = formats.flatMap(([format, keys]) =>
    Object.entries(keys).map(([key, value]) => ({ format, key, value, bytes: sizeOf({ [key]: value }) - 1 })),
  )
  const bySize = all.toSorted((a, b) => b.bytes - a.bytes)
  const gone = new Set<unknown>()
  for (let left = over; left > 0 && gone.size < bySize.length;) {
    const largest = bySize[gone.size]
    if (!largest) break
    gone.add(largest)
    left -= largest.bytes
    report.say('INTEROP_ROOM', placeOf(largest.key), { key: largest.key, found: String(largest.bytes) })
  }
  delete fields.foreign
  // By a map: a format may be called `constructor`, and what a plain object answers to that is shared by all.
  const formatsLeft = new Map<string, [string, unknown][]>()
  for (const one of all) {
    if (gone.has(one)) continue
    const entries = formatsLeft.get(one.format)
    if (entries) entries.push([one.key, one.value])
    else formatsLeft.set(one.format, [[one.key, one.value]])
  }
  const foreign = Object.fromEntries(
    Array.from(formatsLeft, ([format, entries]) => [format, Object.fromEntries(entries)]),
  )
  if (Object.keys(foreign).length > 0) fields.foreign = foreign
}

/** Lists that can be long, in the order in which they are missed least. */
const LISTS = ['credits', 'roles', 'licences', 'funding'] as const

function shrinkOwn(fields: ImportedFields, over: number, report: Report, placeOf: PlaceOf): boolean {
  const authors = fields.publication?.author
  if (fields.publication && authors && authors.length > 1 && sizeOf(authors) > over / 2) {
    const keep = Math.floor(authors.length / 2)
    report.say('INTEROP_ROOM', placeOf('author'), { key: 'author', found: String(sizeOf(authors)) })
    fields.publication = { ...fields.publication, author: authors.slice(0, keep) }
    return true
  }
  const { description } = fields
  if (description !== undefined && description.length > over) {
    report.say('INTEROP_ROOM', placeOf('description'), { key: 'description', found: String(over) })
    // Counted in UTF-16 units of at least one byte each: what goes is never less than what is over.
    fields.description = `${description.slice(0, Math.max(0, description.length - over - 8)).toWellFormed()}…`
    return true
  }
  const list = LISTS.find((name) => (fields[name]?.length ?? 0) > 0)
  if (list) {
    report.say('INTEROP_ROOM', placeOf(list), { key: list, found: String(sizeOf(fields[list])) })
    fields[list] = fields[list]?.slice(0, Math.floor(fields[list].length / 2)) as never
    return true
  }
  report.say('INTEROP_ROOM', placeOf('design'), {
    key: 'design',
    found: String(sizeOf(fields.design ?? null)),
  })
  const had = fields.design !== undefined
  delete fields.design
  return had
}
