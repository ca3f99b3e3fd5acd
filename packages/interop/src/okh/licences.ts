import {
  type FileAndRole,
  type FileRole,
  MAX_LICENCE,
  MAX_MENTIONS,
  type PartLicence,
  isSafePath,
} from '@allmende/vocabulary'
import { allOf, isSpdxForm } from '../spdx.ts'
import { isTable } from '../plain.ts'
import { pathOf } from './addresses.ts'
import { type Draft, cutAt } from './draft.ts'
import type { Path } from './manifest.ts'
import { sayForm } from './say.ts'
import { type Section, asText, isNothing } from './section.ts'

/** The roles of OKH 1 that a licence may be given for, and the files that each is about. */
const ABOUT = new Map<string, readonly FileRole[]>(
  Object.entries({
    hardware: ['source', 'schematic', 'export', 'tool-settings'],
    documentation: [
      'bom',
      'tool-list',
      'making-instructions',
      'operating-instructions',
      'maintenance-instructions',
      'disposal-instructions',
      'quality-instructions',
      'risk-assessment',
      'readme',
    ],
    software: ['software'],
  }),
)

/**
 * Reads the licence: one expression, or one for each of hardware, documentation and software, which become one that joins them by AND.
 * Nothing is corrected; what is not SPDX is kept and told.
 */
export function readLicence(section: Section, key: string, draft: Draft): void {
  const value = section.take(key)
  if (value === undefined) return
  const stated = statements(section, value, [...section.path, key])
  if (stated.length === 0) return sayForm(section, [...section.path, key], 'an SPDX expression', value)
  for (const { licence, at } of stated) {
    if (!isSpdxForm(licence))
      section.report.say('OKH_LICENCE', section.manifest.at(at), { key, found: licence })
  }
  draft.fields.licence = cutAt(
    section,
    [...section.path, key],
    allOf(stated.map(({ licence }) => licence)),
    MAX_LICENCE,
  )
  if (typeof value !== 'string') section.leave(key, value)
  const perRole = licencesOfFiles(stated, draft.fields.roles ?? [])
  if (perRole.length > 0) draft.fields.licences = perRole
}

type Stated = { role: string; licence: string; at: Path }

function statements(section: Section, value: unknown, path: Path): Stated[] {
  if (Array.isArray(value))
    return value.flatMap((entry: unknown, at) => statements(section, entry, [...path, at]))
  const entries: [string, unknown, Path][] = isTable(value)
    ? Object.entries(value).map(([role, licence]) => [role, licence, [...path, role]])
    : [['', value, path]]
  return entries.flatMap(([role, licence, at]) => {
    const text = asText(licence, at, section.manifest)
    return text === undefined || text === '' ? [] : [{ role, licence: text, at }]
  })
}

/** Only where the licences differ: else that of the whole says it. */
function licencesOfFiles(stated: readonly Stated[], roles: readonly FileAndRole[]): PartLicence[] {
  if (new Set(stated.map(({ licence }) => licence)).size < 2) return []
  const under = new Map<string, string>()
  for (const { role, licence } of stated) {
    if (!isSpdxForm(licence) || licence.length > MAX_LICENCE) continue
    for (const file of roles.filter((one) => ABOUT.get(role)?.includes(one.role))) {
      const path = pathOf(file.at, roles)
      if (path !== undefined && isSafePath(path) && !under.has(path)) under.set(path, licence)
    }
  }
  return Array.from(under, ([path, licence]) => ({ under: path, licence })).slice(0, MAX_MENTIONS)
}

/** The key under which OKH 1 has the licence of a good that has only one. */
export function roleOfLicence(type: Draft['fields']['type']): string {
  if (type === 'software') return 'software'
  return type === undefined || type === 'design' ? 'hardware' : 'documentation'
}

/** Whether a licence for each role says no more than our one licence does. */
export function isOneLicence(perRole: unknown, { licence, type }: Draft['fields']): boolean {
  if (!isTable(perRole)) return false
  const stated = Object.entries(perRole).filter(([, value]) => !isNothing(value))
  return stated.length === 1 && stated[0]?.[0] === roleOfLicence(type) && stated[0][1] === licence
}
