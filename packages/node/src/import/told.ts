import { completeness } from '@allmende/rules'
import type { OpenCommons } from '../commons-book.ts'
import type { ImportedThing, ImportFinding } from '../contract-carry.ts'
import type { Parts } from '../parts.ts'
import type { Found } from './found.ts'
import type { Judged } from './judged.ts'

/** Paths told of one good: enough to see that it is the right one. */
const MOST_PATHS = 1000

/** A finding as it crosses the border. */
export function findingOf(
  finding: Omit<ImportFinding, 'line' | 'column' | 'hint'> & Partial<Pick<Found, 'line' | 'column' | 'hint'>>,
): ImportFinding {
  const { severity, code, message, values, file, line, column, hint } = finding
  const place = { file, line: line ?? null, column: column ?? null }
  return { severity, code, message, values, ...place, hint: hint ?? null }
}

export function goodOf(parts: Parts, commons: OpenCommons | null, good: Judged): ImportedThing {
  const { candidate, verdict, body, known, written } = good
  const { files, lines, subs, missing, pointers, table, from, format } = candidate
  const place =
    written ?? (known && { id: known.thing.id, version: known.thing.versions.at(-1)?.id ?? known.thing.id })
  const of = (name: string) => (typeof body[name] === 'string' ? body[name] : null)
  return {
    from,
    format,
    title: of('title'),
    description: of('description'),
    licence: verdict.free ? verdict.licence : verdict.found,
    type: verdict.type,
    outcome: outcomeOf(good),
    reason: verdict.free ? null : verdict.reason,
    hint: verdict.free ? null : verdict.hint,
    id: verdict.free ? (place?.id ?? null) : null,
    link: verdict.free && place && commons ? parts.book.thingLink(commons, place.id, 'good') : null,
    version: verdict.free ? (place?.version ?? null) : null,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    paths: files.slice(0, MOST_PATHS).map(({ path }) => path),
    parts: lines.length,
    subAssemblies: subs.length,
    table,
    missing,
    pointers: pointers.map(({ file }) => file.path),
    completeness: completenessOf(good),
  }
}

function outcomeOf({ verdict, known, written }: Judged): ImportedThing['outcome'] {
  if (!verdict.free) return 'refused'
  if (written) return written.outcome
  if (known?.foreign) return 'same'
  return known ? 'version' : 'new'
}

function completenessOf({ body, candidate: { lines, files } }: Judged): ImportedThing['completeness'] {
  const paths = files.map(({ path }) => path)
  const { score, missing } = completeness(body, lines, paths)
  return { percent: score, missing }
}
