import {
  type Design,
  type FileRole,
  MAX_COMMENT,
  MAX_DESCRIPTION,
  MAX_MENTIONS,
  MAX_NAME,
  MAX_PART_NAME,
  MAX_QUANTITY,
  MAX_TAG,
  MAX_TAGS,
  MAX_TITLE,
  MAX_URL,
  MAX_VERSION_LABEL,
  type PartLine,
} from '@allmende/vocabulary'
import type { ImportedGood } from '../contract.ts'
import { type Table, isTable } from '../plain.ts'
import { readDocuments } from './addresses.ts'
import { type Draft, cutText, emptyDraft } from './draft.ts'
import { readLicence } from './licences.ts'
import { readMass, readSize } from './measures.ts'
import { type CreditRole, readPeople } from './people.ts'
import { nameOfManifest, readFlag, readLanguage, readWords } from './read-v1.ts'
import { sayForm } from './say.ts'
import { type Section, asText, isNothing, sectionOf } from './section.ts'

/** Keys of OKH 2 that hold one address or several, and their role. In this order the roles stand. */
export const ROLES: readonly [string, FileRole][] = [
  ['repo', 'repository'],
  ['release', 'release'],
  ['readme', 'readme'],
  ['contribution-guide', 'contribution-guide'],
  ['bom', 'bom'],
  ['manufacturing-instructions', 'making-instructions'],
  ['user-manual', 'operating-instructions'],
  ['source', 'source'],
  ['export', 'export'],
  ['auxiliary', 'auxiliary'],
  ['publication', 'publication'],
  ['fork-of', 'derivative-of'],
]
export const IMAGE_NAMES = { at: 'location', title: 'depicts' }
export const SOFTWARE_NAMES = { at: 'release', title: 'title' }
const PLAIN_NAMES = { at: 'path', title: 'title' }

/** People; the last three are keys of OKH 1, which its mapping to OKH 2 keeps as custom keys. */
export const V2_PEOPLE: readonly [string, CreditRole][] = [
  ['licensor', 'licensor'],
  ['organization', 'maintainer'],
  ['contact', 'contact'],
  ['contributors', 'contributor'],
  ['manifest-author', 'manifest'],
]

/** Reads any dialect of OKH 2, in the names of the current template. What has no field of ours is left in the section. */
export function readV2(section: Section): Draft {
  const draft = emptyDraft()
  readAbout(section, draft)
  for (const [key, role] of ROLES) readDocuments(section, key, role, draft, PLAIN_NAMES)
  readDocuments(section, 'image', 'image', draft, IMAGE_NAMES)
  readDocuments(section, 'software', 'software', draft, SOFTWARE_NAMES)
  readLicence(section, 'license', draft)
  for (const [key, role] of V2_PEOPLE) readPeople(section, key, role, draft)
  const design = { ...draft.fields.design, ...readDesign(section) }
  if (Object.keys(design).length > 0) draft.fields.design = design
  readParts(section, draft)
  readComponents(section, draft)
  section.take('okhv')
  return draft
}

function readAbout(section: Section, draft: Draft): void {
  const { fields } = draft
  const title = cutText(section, 'name', MAX_TITLE)
  const version = cutText(section, 'version', MAX_VERSION_LABEL)
  const tags = readWords(section, 'keywords', MAX_TAG, MAX_TAGS)
  if (title !== undefined) fields.title = title
  if (version !== undefined) fields.version = version
  if (tags.length > 0) fields.tags = tags
  readLanguage(section, ['documentation-language'], fields)
  readFunction(section, draft)
}

/**
 * OKH 2 describes by `function` alone: then it is both our `description` and the design's `function`. A manifest of ours gives `description`
 * besides if they differ, and the same words twice if there is a description only.
 */
function readFunction(section: Section, draft: Draft): void {
  const said = section.text('function')
  const described = cutText(section, 'description', MAX_DESCRIPTION)
  if (described !== undefined) draft.fields.description = described
  else if (said !== undefined)
    draft.fields.description = cutText(section, 'function', MAX_DESCRIPTION) ?? said
  if (said === undefined || said === described) return
  if (described === undefined && said.length > MAX_COMMENT) return
  draft.fields.design = { function: cutText(section, 'function', MAX_COMMENT) ?? said }
}

function readDesign(section: Section): Design {
  const design: Design = {}
  const stage = cutText(section, 'development-stage', MAX_PART_NAME)
  const safety = cutText(section, 'health-safety-notice', MAX_COMMENT)
  const material = cutText(section, 'material', MAX_PART_NAME)
  const patentClass = cutText(section, 'cpc-patent-class', MAX_NAME)
  const made = readFlag(section, 'made')
  const madeByOthers = readFlag(section, 'made-independently')
  const tools = readWords(section, 'tool-list', MAX_PART_NAME, MAX_MENTIONS)
  if (stage !== undefined) design.stage = stage
  if (safety !== undefined) design.safety = safety
  if (material !== undefined) design.material = material
  if (patentClass !== undefined) design.patentClass = patentClass
  if (made !== undefined) design.made = made
  if (madeByOthers !== undefined) design.madeByOthers = madeByOthers
  if (tools.length > 0) design.tools = tools
  readLevels(section, design)
  readCriteria(section, design)
  return design
}

function readLevels(section: Section, design: Design): void {
  const technology = level(section, 'technology-readiness-level', /^OTRL-[1-6]$/)
  const documentation = level(section, 'documentation-readiness-level', /^ODRL-([1-4]|3\*)$/)
  if (technology !== undefined) design.technologyReadiness = technology
  if (documentation !== undefined) design.documentationReadiness = documentation
}

function level(section: Section, key: string, form: RegExp): string | undefined {
  const said = section.text(key)
  if (said === undefined || form.test(said)) return said
  sayForm(
    section,
    [...section.path, key],
    form.source.includes('OTRL') ? 'OTRL-1 to OTRL-6' : 'ODRL-1 to ODRL-4',
    said,
  )
  section.leave(key, said)
  return undefined
}

function readCriteria(section: Section, design: Design): void {
  const technologies = readWords(section, 'tsdc', MAX_NAME, MAX_MENTIONS)
  const standards = section.list('standard-compliance').flatMap(({ value, at }) => {
    const title = asText(value, at, section.manifest)
    return title === undefined || title === '' ? [] : [{ title: title.slice(0, MAX_PART_NAME) }]
  })
  const [attestation, ...more] = section.list('attestation')
  const at = attestation && asText(attestation.value, attestation.at, section.manifest)
  const mass = readMass(section)
  const size = readSize(section)
  if (technologies.length > 0) design.technologies = technologies
  if (standards.length > 0) design.standards = standards.slice(0, MAX_MENTIONS)
  if (at !== undefined && at.length <= MAX_URL) design.attestation = at
  if (more.length > 0 || (attestation && design.attestation === undefined))
    section.leave('attestation', section.take('attestation'))
  if (mass !== undefined) design.mass = mass
  if (size !== undefined) design.size = size
}

/**
 * A `[[part]]` has documents of its own: it is a line of the parts list, and a design that may become a good. What a line can't say stays in
 * `foreign` with the name of the part.
 */
function readParts(section: Section, draft: Draft): void {
  const left: unknown[] = []
  for (const { value, at } of section.list('part')) {
    if (isNothing(value)) continue
    const inner = isTable(value) ? sectionOf(value, at, section.manifest, section.report) : null
    const name = inner && (cutText(inner, 'name', MAX_PART_NAME) ?? firstFile(inner))
    if (!inner || name === undefined || name === null) {
      sayForm(section, at, 'a part with a name', value)
      left.push(value)
      continue
    }
    draft.parts.push(lineOf(inner, name))
    const { name: _, ...rest } = inner.rest()
    if (Object.keys(rest).length > 0) left.push({ name, ...rest })
    const good = partGood(value as Table, name, inner)
    draft.partFiles.push(...good.files)
    draft.subs.push({ name, line: draft.parts.length - 1, good })
  }
  if (left.length > 0) section.leave('part', left)
}

function lineOf(inner: Section, name: string): PartLine {
  const line: PartLine = { name }
  const material = cutText(inner, 'material', MAX_NAME)
  const quantity = inner.take('quantity')
  if (material !== undefined) line.material = material
  if (typeof quantity === 'number' && quantity > 0 && quantity <= MAX_QUANTITY) line.quantity = quantity
  else if (quantity !== undefined) inner.leave('quantity', quantity)
  return line
}

function firstFile(inner: Section): string | undefined {
  const file = [...inner.list('source'), ...inner.list('export')].find(
    ({ value }) => typeof value === 'string',
  )
  for (const key of ['source', 'export']) if (inner.take(key) !== undefined) inner.leave(key, inner.take(key))
  return file ? nameOfManifest(String(file.value)) : undefined
}

/** The same table read as a manifest of its own. */
function partGood(table: Table, name: string, inner: Section): ImportedGood {
  const section = sectionOf(table, inner.path, inner.manifest, { ...inner.report, say: () => undefined })
  const draft = emptyDraft()
  draft.fields.title = name.slice(0, MAX_TITLE)
  for (const key of ['source', 'export', 'auxiliary'] as const)
    readDocuments(section, key, key, draft, PLAIN_NAMES)
  readDocuments(section, 'image', 'image', draft, IMAGE_NAMES)
  readLicence(section, 'license', draft)
  const design = readDesign(section)
  if (Object.keys(design).length > 0) draft.fields.design = design
  const { fields } = draft
  const files = (fields.roles ?? []).map((role) => ({ ...role, title: role.title ?? name }))
  return { fields, parts: [], subs: [], files, format: 'okh2', findings: [] }
}

/** `[[hasComponent]]` names the manifest of a module, whose name is told by where it lies. */
function readComponents(section: Section, draft: Draft): void {
  const left: unknown[] = []
  for (const { value, at } of section.list('hasComponent')) {
    if (isNothing(value)) continue
    const inner = isTable(value) ? sectionOf(value, at, section.manifest, section.report) : null
    const address = inner ? inner.text('component') : asText(value, at, section.manifest)
    if (address === undefined || address.length > MAX_URL) {
      sayForm(section, at, 'the address of a manifest', value)
      left.push(value)
      continue
    }
    const name = nameOfManifest(address)
    draft.parts.push({ name, source: address })
    draft.subs.push({ name, at: address, line: draft.parts.length - 1 })
    const rest = inner?.rest() ?? {}
    if (Object.keys(rest).length > 0) left.push({ component: address, ...rest })
  }
  if (left.length > 0) section.leave('hasComponent', left)
}
