import type { PartLine } from '@allmende/vocabulary'
import type { ImportedFields } from '../contract.ts'
import { issuesOf } from '../fit.ts'
import { MAX_PARTS } from '../limits.ts'
import { type Table, isTable, sameData, toPlain } from '../plain.ts'
import type { Draft } from './draft.ts'
import type { Section } from './section.ts'

/**
 * Stored in exported manifests. The table under this key says what the format itself can't: fields whose value would come back
 * as another, and `without`, the fields that it would invent.
 */
export const OWN_KEY = 'allmende'

/** The fields that a manifest may state in our own table. What names records, people of the network or cores is not among them. */
const OWN_FIELDS = [
  'title',
  'licence',
  'type',
  'description',
  'tags',
  'language',
  'version',
  'licences',
  'roles',
  'credits',
  'funding',
  'design',
  'publication',
] as const satisfies readonly (keyof ImportedFields)[]

/** Reads our own table over what the rest of the manifest said. Null if there is none; else the `foreign` that it states, if any. */
export function readOwnTable(section: Section, draft: Draft): { foreign?: ImportedFields['foreign'] } | null {
  const own = section.take(OWN_KEY)
  if (!isTable(own)) return null
  const fields = isTable(own['fields']) ? own['fields'] : {}
  for (const field of OWN_FIELDS) {
    const value = fields[field]
    if (value === undefined || value === null) continue
    const issue = issuesOf('good', { [field]: value })[0]
    if (issue) {
      const { expected, found } = issue
      const place = section.manifest.at([OWN_KEY, 'fields', field])
      section.report.say('INTEROP_FIELD', place, { field, expected, found })
    } else Object.assign(draft.fields, { [field]: value })
  }
  for (const field of Array.isArray(own['without']) ? own['without'] : []) {
    if (OWN_FIELDS.includes(field as never)) delete draft.fields[field as (typeof OWN_FIELDS)[number]]
  }
  if (Array.isArray(own['parts'])) readParts(section, own['parts'], draft)
  return readForeign(own['foreign'])
}

function readParts(section: Section, parts: readonly unknown[], draft: Draft): void {
  const lines = parts.slice(0, MAX_PARTS).filter((line): line is PartLine => {
    const issue = issuesOf('parts', { lines: [line] })[0]
    if (issue) {
      const { expected, found } = issue
      const place = section.manifest.at([OWN_KEY, 'parts'])
      section.report.say('INTEROP_FIELD', place, { field: 'parts', expected, found })
    }
    return !issue
  })
  const taken = new Set<number>()
  draft.subs = draft.subs.flatMap((sub) => {
    const line = lines.findIndex(({ name }, at) => name === sub.name && !taken.has(at))
    taken.add(line)
    return line < 0 ? [] : [{ ...sub, line }]
  })
  draft.parts = lines
}

/** JSON in a text: TOML has no null, and others' lists may mix what it doesn't. */
function readForeign(text: unknown): { foreign?: ImportedFields['foreign'] } {
  if (typeof text !== 'string') return {}
  try {
    const { value } = toPlain(JSON.parse(text))
    return isTable(value) && issuesOf('good', { foreign: value }).length === 0 ? { foreign: value } : {}
  } catch {
    return {}
  }
}

/** What the table has to say so that a manifest that reads as `readBack` reads as `wanted`; null if it already does. */
export function ownTable(wanted: Draft['fields'], parts: readonly PartLine[], readBack: Draft): Table | null {
  const fields: Table = {}
  const without: string[] = []
  for (const field of OWN_FIELDS) {
    const [want, got] = [wanted[field], readBack.fields[field]]
    if (sameData(want, got)) continue
    if (want === undefined) without.push(field)
    else fields[field] = want
  }
  const own: Table = {}
  if (Object.keys(fields).length > 0) own['fields'] = fields
  if (without.length > 0) own['without'] = without
  if (!sameData(parts, readBack.parts)) own['parts'] = parts
  if (!sameData(wanted.foreign ?? {}, readBack.fields.foreign ?? {}))
    own['foreign'] = JSON.stringify(wanted.foreign ?? {})
  return Object.keys(own).length > 0 ? own : null
}
