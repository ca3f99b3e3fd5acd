import {
  type FileRole,
  MAX_COMMENT,
  MAX_DESCRIPTION,
  MAX_LANGUAGE,
  MAX_MENTIONS,
  MAX_NAME,
  MAX_PART_NAME,
  MAX_TAG,
  MAX_TAGS,
  MAX_TITLE,
  MAX_URL,
  MAX_VERSION_LABEL,
} from '@allmende/vocabulary'
import { type Table, isTable } from '../plain.ts'
import { isAddress, isManifestAddress, readDocuments } from './addresses.ts'
import { type Draft, addRole, cut, cutAt, cutList, cutText, emptyDraft } from './draft.ts'
import { readLicence } from './licences.ts'
import type { Path } from './manifest.ts'
import { type CreditRole, readPeople } from './people.ts'
import { keyText, sayForm } from './say.ts'
import { type Section, asText, isNothing, sectionOf } from './section.ts'

/** Keys of OKH 1 that hold one address, and the role it gets. In this order the roles stand. */
export const ADDRESSES: readonly [string, FileRole][] = [
  ['project-link', 'project'],
  ['documentation-home', 'documentation'],
  ['archive-download', 'archive'],
  ['image', 'image'],
]

/** Keys that hold documents `{path, title}`. */
export const DOCUMENTS: readonly [string, FileRole][] = [
  ['design-files', 'source'],
  ['schematics', 'schematic'],
  ['manufacturing-files', 'export'],
  ['making-instructions', 'making-instructions'],
  ['operating-instructions', 'operating-instructions'],
  ['maintenance-instructions', 'maintenance-instructions'],
  ['disposal-instructions', 'disposal-instructions'],
  ['quality-instructions', 'quality-instructions'],
  ['risk-assessment', 'risk-assessment'],
  ['tool-settings', 'tool-settings'],
  ['software', 'software'],
]

/** Keys that hold people. */
export const PEOPLE: readonly [string, CreditRole][] = [
  ['licensor', 'licensor'],
  ['contact', 'contact'],
  ['contributors', 'contributor'],
  ['manifest-author', 'manifest'],
]

/** Keys that name another project `{title, manifest, web}`. */
export const RELATIVES: readonly [string, FileRole][] = [
  ['derivative-of', 'derivative-of'],
  ['variant-of', 'variant-of'],
]

export const V1_NAMES = { at: 'path', title: 'title' }

/** Reads Open Know-How 1.0. What has no field of ours is left in the section. */
export function readV1(section: Section): Draft {
  const draft = emptyDraft()
  readAbout(section, draft)
  for (const [key, role] of ADDRESSES) readDocuments(section, key, role, draft, V1_NAMES)
  readBom(section, draft)
  for (const [key, role] of DOCUMENTS) readDocuments(section, key, role, draft, V1_NAMES)
  for (const [key, role] of RELATIVES) readRelative(section, key, role, draft)
  readTools(section, draft)
  readLicence(section, 'license', draft)
  for (const [key, role] of PEOPLE) readPeople(section, key, role, draft)
  readDesign(section, draft)
  for (const key of ['sub-parts', 'sub']) readSubParts(section, key, draft)
  section.take('okh-manifest-version')
  return draft
}

function readAbout(section: Section, { fields }: Draft): void {
  const title = cutText(section, 'title', MAX_TITLE)
  const description = readDescription(section)
  const version = cutText(section, 'version', MAX_VERSION_LABEL)
  const tags = readWords(section, 'keywords', MAX_TAG, MAX_TAGS)
  if (title !== undefined) fields.title = title
  if (description !== undefined) fields.description = description
  if (version !== undefined) fields.version = version
  if (tags.length > 0) fields.tags = tags
  readLanguage(section, ['documentation-language'], fields)
  if (fields.language === undefined) {
    const said = section.take('manifest-language')
    if (said !== undefined) section.leave('manifest-language', said)
    if (typeof said === 'string' && isLanguage(said)) fields.language = said
  }
}

/** A description that was made a group of keys by a stray colon still has its words. */
function readDescription(section: Section): string | undefined {
  const value = section.take('description')
  const text = cutText(section, 'description', MAX_DESCRIPTION)
  if (text !== undefined || !isTable(value)) return text
  const words = Object.values(value).filter((part) => typeof part === 'string')
  return words.length > 0 ? cut(words.join('\n'), MAX_DESCRIPTION) : undefined
}

const isLanguage = (text: string) =>
  text.length <= MAX_LANGUAGE && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(text)

/** The first of the keys that has a language tag. A list counts by its first. */
export function readLanguage(section: Section, keys: readonly string[], fields: Draft['fields']): void {
  for (const key of keys) {
    const said = section.list(key)
    const first = said[0]
    if (!first || fields.language !== undefined) continue
    if (typeof first.value === 'string' && isLanguage(first.value)) fields.language = first.value
    else sayForm(section, first.at, 'a language tag such as "de" or "pt-BR"', first.value)
    if (said.length > 1 || fields.language === undefined) section.leave(key, section.take(key))
  }
}

/** A list of words, or words in one text with commas between. */
export function readWords(section: Section, key: string, maxLength: number, maxItems: number): string[] {
  const entries = section.list(key)
  const words = entries.flatMap(({ value, at }) => {
    const text = asText(value, at, section.manifest)
    if (text === undefined && !isNothing(value)) {
      sayForm(section, at, 'words', value)
      section.leave(key, section.take(key))
    }
    const found = entries.length === 1 ? splitWords(text ?? '') : [text ?? '']
    return found.filter((word) => /\S/.test(word)).map((word) => cutAt(section, at, word, maxLength))
  })
  return cutList(section, key, [...new Set(words)], maxItems)
}

/** Split at commas that are not within brackets. */
export function splitWords(text: string): string[] {
  return text
    .split(/[,;\n](?![^()]*\))/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

/** The list of parts is a file; in real manifests it is as often a sentence that names them. */
function readBom(section: Section, draft: Draft): void {
  const text = section.take('bom')
  if (typeof text !== 'string' || isAddress(text.trim())) {
    readDocuments(section, 'bom', 'bom', draft, V1_NAMES)
    return
  }
  const names = splitWords(text)
  section.leave('bom', text)
  for (const name of names) draft.parts.push({ name: cut(name, MAX_PART_NAME) })
  sayWords(section, 'bom', names)
}

function readTools(section: Section, draft: Draft): void {
  const value = section.take('tool-list')
  if (value === undefined) return
  if (typeof value === 'string' && isAddress(value.trim())) {
    readDocuments(section, 'tool-list', 'tool-list', draft, V1_NAMES)
    return
  }
  const tools = readWords(section, 'tool-list', MAX_PART_NAME, MAX_MENTIONS)
  if (tools.length > 0) draft.fields.design = { ...draft.fields.design, tools }
  if (typeof value === 'string') sayWords(section, 'tool-list', tools)
}

function sayWords(section: Section, key: string, words: readonly string[]): void {
  section.report.say('OKH_WORDS_AS_LIST', section.manifest.at([...section.path, key]), {
    key,
    found: String(words.length),
  })
}

function readDesign(section: Section, draft: Draft): void {
  const design: NonNullable<Draft['fields']['design']> = { ...draft.fields.design }
  const use = cutText(section, 'intended-use', MAX_COMMENT)
  const stage = cutText(section, 'development-stage', MAX_PART_NAME)
  const safety = cutText(section, 'health-safety-notice', MAX_COMMENT)
  const made = readFlag(section, 'made')
  const madeByOthers = readFlag(section, 'made-independently')
  const standards = readStandards(section)
  if (use !== undefined) design.function = use
  if (stage !== undefined) design.stage = stage
  if (safety !== undefined) design.safety = safety
  if (made !== undefined) design.made = made
  if (madeByOthers !== undefined) design.madeByOthers = madeByOthers
  if (standards.length > 0) design.standards = standards
  if (Object.keys(design).length > 0) draft.fields.design = design
}

export function readFlag(section: Section, key: string): boolean | undefined {
  const value = section.take(key)
  if (value === undefined || typeof value === 'boolean') return value
  const said = typeof value === 'string' ? /^(?:(true|yes)|false|no)$/i.exec(value.trim()) : null
  if (said) return said[1] !== undefined
  sayForm(section, [...section.path, key], 'true or false', value)
  section.leave(key, value)
  return undefined
}

type Standard = NonNullable<NonNullable<Draft['fields']['design']>['standards']>[number]

function readStandards(section: Section): Standard[] {
  const left: unknown[] = []
  const standards = section.list('standards-used').flatMap(({ value, at }): Standard[] => {
    if (isNothing(value)) return []
    if (!isTable(value)) {
      const title = asText(value, at, section.manifest)
      if (title === undefined) left.push(value)
      return title === undefined ? [] : [{ title: cut(title, MAX_PART_NAME) }]
    }
    const inner = sectionOf(value, at, section.manifest, section.report)
    const [title, publisher, reference] = ['standard-title', 'publisher', 'reference'].map((key) =>
      inner.text(key),
    )
    const name = title ?? reference
    if (name === undefined) {
      left.push(value)
      return []
    }
    const rest = inner.rest()
    if (Object.keys(rest).length > 0) left.push({ 'standard-title': name, ...rest })
    return [
      {
        title: cut(name, MAX_PART_NAME),
        ...(publisher === undefined ? {} : { publisher: cut(publisher, MAX_NAME) }),
        ...(reference === undefined || reference.length > MAX_URL ? {} : { reference }),
      },
    ]
  })
  if (left.length > 0) section.leave('standards-used', left)
  return cutList(section, 'standards-used', standards, MAX_MENTIONS)
}

type Relative = { title?: string; at?: string; manifest?: string; rest: Table }

function relativeOf(section: Section, value: unknown, at: Path): Relative | null {
  if (!isTable(value)) {
    const text = asText(value, at, section.manifest)
    if (!text) return null
    return isAddress(text) && text.length <= MAX_URL ? { at: text, rest: {} } : { title: text, rest: {} }
  }
  const inner = sectionOf(value, at, section.manifest, section.report)
  const [title, manifest, web] = ['title', 'manifest', 'web'].map((key) => inner.text(key))
  if (manifest !== undefined && web !== undefined) inner.leave('web', web)
  const address = manifest ?? web
  return {
    ...(title === undefined ? {} : { title: cut(title, MAX_PART_NAME) }),
    ...(address === undefined || address.length > MAX_URL ? {} : { at: address }),
    ...(manifest === undefined ? {} : { manifest }),
    rest: inner.rest(),
  }
}

function readRelative(section: Section, key: string, role: FileRole, draft: Draft): void {
  const value = section.take(key)
  if (value === undefined) return
  const read = relativeOf(section, value, [...section.path, key])
  if (read?.at === undefined) {
    sayForm(section, [...section.path, key], 'a project with an address', value)
    section.leave(key, value)
    return
  }
  addRole(draft, role, read.at, read.title)
  if (Object.keys(read.rest).length > 0) section.leave(key, read.rest)
}

/** A part that is a project of its own becomes a line of the parts list, with its manifest to follow. */
function readSubParts(section: Section, key: string, draft: Draft): void {
  const left: unknown[] = []
  for (const { value, at } of section.list(key)) {
    if (isNothing(value)) continue
    const read = relativeOf(section, value, at)
    const name = read?.title ?? (read?.at === undefined ? undefined : nameOfManifest(read.at))
    if (!read || name === undefined) {
      sayForm(section, at, 'a project with a title or an address', value)
      left.push(value)
      continue
    }
    draft.parts.push({ name, ...(read.at === undefined ? {} : { source: read.at }) })
    const follow =
      read.manifest ?? (read.at !== undefined && isManifestAddress(read.at) ? read.at : undefined)
    draft.subs.push({ name, line: draft.parts.length - 1, ...(follow === undefined ? {} : { at: follow }) })
    if (Object.keys(read.rest).length > 0) left.push({ title: name, ...read.rest })
  }
  if (left.length > 0) section.leave(key, left)
}

/** `…/modules/frame/okh.toml` is called "frame", `okh-lamp.yml` "okh-lamp". */
export function nameOfManifest(at: string): string {
  const parts = at
    .replace(/[?#].*$/, '')
    .split('/')
    .filter((part) => part !== '')
  const file = (parts.at(-1) ?? at).replace(/\.(?:toml|ya?ml)$/i, '')
  const name = /^\.?okh$/i.test(file) ? (parts.at(-2) ?? file) : file
  return cut(name, MAX_PART_NAME) || keyText([at])
}
