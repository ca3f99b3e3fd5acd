import type { ImportedFormat, ImportedGood, Finding } from '../contract.ts'
import { fitFields } from '../fit.ts'
import { MAX_PARTS } from '../limits.ts'
import { type Table, isTable, sameData, withoutNulls } from '../plain.ts'
import { type Report, reportFor } from '../report.ts'
import { inCurrentNames } from './dialects.ts'
import type { Draft } from './draft.ts'
import { isOneLicence } from './licences.ts'
import { type Manifest, parseManifest } from './manifest.ts'
import { readOwnTable } from './own-table.ts'
import { readV1 } from './read-v1.ts'
import { readV2 } from './read-v2.ts'
import { isNothing, sectionOf } from './section.ts'

/**
 * Reads a manifest of Open Know-How: version 1 (YAML) or any dialect of version 2 (TOML or YAML), told by what stands in it. Never throws:
 * whatever can be read is read, and all else is a finding with its line. `good` is null if nothing of a good was found.
 */
export function readOkh(text: string, file: string): { good: ImportedGood | null; findings: Finding[] } {
  const report = reportFor(file)
  const manifest = parseManifest(text, report)
  const family = manifest ? familyOf(manifest, report) : null
  if (!manifest || !family) return { good: null, findings: report.findings }
  const { draft, manifest: current } = readManifest(manifest, family, report)
  sayMissing(draft, family, current, report)
  fitFields(draft.fields, report, (key) => current.at([key]))
  const good: ImportedGood = {
    fields: draft.fields,
    parts: draft.parts.slice(0, MAX_PARTS),
    subs: draft.subs.filter(({ line }) => line < MAX_PARTS),
    files: [...(draft.fields.roles ?? []), ...draft.partFiles],
    format: formatOf(family, current),
    findings: report.findings,
  }
  return { good, findings: report.findings }
}

export type Family = 'okh1' | 'losh'

/** Reads the keys of either family, then our own table, and puts what is left into `foreign`. */
export function readManifest(
  manifest: Manifest,
  family: Family,
  report: Report,
): { draft: Draft; manifest: Manifest } {
  const current = family === 'losh' ? inCurrentNames(manifest) : manifest
  const section = sectionOf(current.root, [], current, report)
  const draft = family === 'losh' ? readV2(section) : readV1(section)
  const own = readOwnTable(section, draft)
  const rest = section.rest()
  if (isOneLicence(rest['license'], draft.fields)) delete rest['license']
  const foreign = foreignOf(own?.foreign ?? {}, rest, family)
  if (Object.keys(foreign).length > 0) draft.fields.foreign = foreign
  return { draft, manifest: current }
}

/** What stands in the manifest itself counts, unless it only lacks the nulls that its format has none of. */
function foreignOf(own: Table, rest: Table, family: Family): Table {
  const before = isTable(own[family]) ? own[family] : {}
  const keys = Object.entries(rest).filter(
    ([key, value]) =>
      !Object.hasOwn(before, key) || !sameData(withoutNulls(before[key]), withoutNulls(value)),
  )
  const both = { ...before, ...Object.fromEntries(keys) }
  return Object.keys(both).length > 0 ? { ...own, [family]: both } : own
}

/** A table that was never text: for reading back what is about to be written. */
export function readTable(root: Table, family: Family): Draft {
  const manifest = { root, at: () => undefined, written: () => undefined }
  return readManifest(manifest, family, { ...reportFor(''), say: () => undefined }).draft
}

function formatOf(family: Family, manifest: Manifest): ImportedFormat {
  if (family === 'okh1') return 'okh1'
  const version = manifest.root['okhv']
  return typeof version === 'number' || (typeof version === 'string' && /^\d/.test(version)) ? 'okh2' : 'losh'
}

const V1_MARKS = [
  'okh-manifest-version',
  'project-link',
  'documentation-home',
  'intended-use',
  'making-instructions',
  'manifest-author',
]
const V2_MARKS = [
  'okhv',
  'repo',
  'function',
  'licensor',
  'tsdc',
  'TsDC',
  'source',
  'export',
  'source-3d',
  'source-2d',
  'export-3d',
  'functional-metadata',
  'production-metadata',
]
/** Keys of Open Know-Where: a workshop, with what it has and can make. */
const PLACE_MARKS = ['inventory-atoms', 'product-atoms', 'supply-atoms', 'processes']

function familyOf(manifest: Manifest, report: Report): Family | null {
  const { root } = manifest
  const has = (key: string) => Object.hasOwn(root, key) && !isNothing(root[key])
  if (isNothing(root)) {
    report.say('OKH_EMPTY', { line: 1 })
    return null
  }
  const place = PLACE_MARKS.find((key) => Object.hasOwn(root, key))
  if (place !== undefined && !has('description') && !has('okhv')) {
    return refuse(manifest, report, place, `"${place}" tells of a workshop (Open Know-Where)`)
  }
  if (['title', 'name'].some((key) => isSchemaText(root[key]))) {
    return refuse(manifest, report, 'title', 'it is a schema for manifests')
  }
  if (isTable(root['MOSH']) || has('okhv')) return 'losh'
  if (has('title') && (has('description') || has('license') || V1_MARKS.some(has))) return 'okh1'
  if (has('name') && V2_MARKS.some(has)) return 'losh'
  if (V1_MARKS.some(has)) return 'okh1'
  const first = Object.keys(root)[0] ?? ''
  return refuse(manifest, report, first, 'it has none of the keys that tell one')
}

const isSchemaText = (value: unknown) =>
  typeof value === 'string' && /^(?:str|any|regex|list|map|include|bool|day)\(.*\)$/.test(value.trim())

function refuse(manifest: Manifest, report: Report, key: string, reason: string): null {
  report.say('OKH_FOREIGN_FILE', manifest.at([key]) ?? { line: 1 }, { key, reason })
  return null
}

function sayMissing({ fields }: Draft, family: Family, manifest: Manifest, report: Report): void {
  const names = family === 'okh1' ? ['title', 'license', 'description'] : ['name', 'license', 'function']
  const [title, licence, description] = names as [string, string, string]
  const say = (code: 'OKH_MISSING' | 'OKH_WITHOUT', field: string, key: string) =>
    report.say(code, manifest.at([key]) ?? { line: 1 }, { field, key })
  if (fields.title === undefined) say('OKH_MISSING', 'title', title)
  if (fields.licence === undefined) say('OKH_MISSING', 'licence', licence)
  if (fields.description === undefined) say('OKH_WITHOUT', 'description', description)
}
