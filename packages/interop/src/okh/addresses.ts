import { type FileAndRole, type FileRole, MAX_PART_NAME, MAX_URL } from '@allmende/vocabulary'
import { type Table, isTable } from '../plain.ts'
import { type Draft, addRole, cut } from './draft.ts'
import { keyText, sayForm } from './say.ts'
import { type Section, asText, isNothing, sectionOf } from './section.ts'
import type { Path } from './manifest.ts'

/** The names under which a manifest gives the address of a document, its title, and nothing else of ours. */
type Names = { at: string; title: string }

/**
 * Reads the documents of a key into roles: texts, or maps of `{path, title}` (the names differ by format). An entry without a
 * usable address stays in `foreign` as it is, and what else it says with its address.
 */
export function readDocuments(
  section: Section,
  key: string,
  role: FileRole,
  draft: Draft,
  names: Names,
): void {
  const left: Table[] = []
  const whole: unknown[] = []
  for (const { value, at } of section.list(key)) {
    if (isNothing(value)) continue
    const read = readDocument(value, at, section, names)
    if (!read) whole.push(value)
    else {
      for (const document of read.documents) addRole(draft, role, document.at, document.title)
      if (Object.keys(read.rest).length > 0) left.push({ [names.at]: read.documents[0]?.at, ...read.rest })
    }
  }
  if (left.length + whole.length > 0) section.leave(key, [...left, ...whole])
}

type Document = { at: string; title?: string }

function readDocument(
  value: unknown,
  at: Path,
  section: Section,
  names: Names,
): { documents: Document[]; rest: Table } | null {
  if (!isTable(value)) {
    const documents = documentsOf(asText(value, at, section.manifest) ?? '')
    if (documents.length === 0) sayAddress(section, at, value)
    return documents.length > 0 ? { documents, rest: {} } : null
  }
  const inner = sectionOf(value, at, section.manifest, section.report)
  const [address, title] = [inner.text(names.at), inner.text(names.title)]
  if (address === undefined || !fits(address) || !isAddress(address)) {
    sayAddress(section, [...at, names.at], address ?? value)
    return null
  }
  const document = title === undefined ? { at: address } : { at: address, title: cut(title, MAX_PART_NAME) }
  return { documents: [document], rest: inner.rest() }
}

function sayAddress(section: Section, at: Path, value: unknown): void {
  if (typeof value === 'string') {
    section.report.say('OKH_ADDRESS', section.manifest.at(at), { key: keyText(at), found: `"${value}"` })
  } else sayForm(section, at, 'a path or an address', value)
}

const fits = (address: string) => /\S/.test(address) && address.length <= MAX_URL

/**
 * One text is one address, or (in the oldest dialect, whose lists YAML folds into one line) several on the web, each after its title.
 */
export function documentsOf(text: string): Document[] {
  const found = [...text.matchAll(/((?:(?!https?:\/\/)[^\n])*?)(https?:\/\/\S+)/g)]
  const one = found.length === 1 ? found[0]?.[1]?.trim() : undefined
  if (found.length > 1 || (one !== undefined && one !== '')) {
    return found.flatMap(([, title = '', at = '']) => {
      if (!fits(at)) return []
      return title.trim() === '' ? [{ at }] : [{ at, title: cut(title.trim(), MAX_PART_NAME) }]
    })
  }
  return fits(text) && isAddress(text) ? [{ at: text }] : []
}

/** A web address, or what can be a path: one line without commas, that has a slash or an extension or no blank. */
export function isAddress(text: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text)) return true
  if (/[\n,;]/.test(text) || /^[a-z]+:\/\//i.test(text)) return false
  return !/\s/.test(text) || text.includes('/') || /\.[A-Za-z0-9]{1,5}$/.test(text)
}

/** Whether the manifest of another good lies there. */
export function isManifestAddress(at: string): boolean {
  return /(?:^|\/)[^/]*okh[^/]*\.(?:toml|ya?ml)$/i.test(at)
}

const FORGE =
  /^https?:\/\/([^/]+\/[^/]+\/[^/]+?)(?:\.git)?(?:\/-)?(?:\/(?:blob|tree|raw|src)\/(?:branch\/|tag\/)?[^/]+\/(.+?))?\/?$/
const RAW = /^https?:\/\/raw\.githubusercontent\.com\/([^/]+\/[^/]+)\/(?:refs\/(?:heads|tags)\/)?[^/]+\/(.+)$/

/**
 * The path inside of the good's own repository that an address on a forge names, if it names one: real manifests give files by such
 * addresses far more often than by paths. The repository is the one that the roles `repository`, `project` or `documentation` name.
 */
export function pathOf(at: string, roles: readonly FileAndRole[]): string | undefined {
  if (!/^[a-z]+:/i.test(at)) return at.replace(/^(?:\.?\/)+/, '')
  const homes = roles
    .filter(({ role }) => role === 'repository' || role === 'project' || role === 'documentation')
    .map((home) => FORGE.exec(home.at)?.[1]?.toLowerCase())
  const raw = RAW.exec(at)
  const [home, path] = raw ? [`github.com/${raw[1]}`, raw[2]] : (FORGE.exec(at)?.slice(1, 3) ?? [])
  if (home === undefined || path === undefined || !homes.includes(home.toLowerCase())) return undefined
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
