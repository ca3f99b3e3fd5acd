import type { Fields } from '@allmende/vocabulary'

/** What of a thing can be searched, column by column. */
export type SearchText = { title: string; tags: string; body: string; files: string }

/** Stands behind each tag in the index, so that a whole tag is found as a phrase. A private character: nobody types it. */
export const TAG_END = '\u{E000}'

/** What is searched of kinds other than goods and drafts, beside their title. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  comment: ['text'],
  build: ['text', 'changes', 'place'],
  suggestion: ['text'],
  'outside-use': ['by', 'how', 'text'],
}

/** The texts of a thing for the index, from its merged fields. */
export function searchText(kind: string, fields: Fields): SearchText {
  const texts = TEXTS[kind]
  if (texts !== undefined) {
    return {
      title: asText(fields['title']),
      tags: '',
      body: join(texts, fields, problems(fields)),
      files: '',
    }
  }
  return {
    title: asText(fields['title']),
    tags: tags(fields['tags']),
    body: asText(fields['description']) + mentions(fields),
    files: filePaths(fields['files']),
  }
}

/** A few words of a result to cut a snippet from. */
export function plainBody(kind: string, fields: Fields): string {
  const texts = TEXTS[kind]
  return texts === undefined ? asText(fields['description']) : join(texts, fields, problems(fields))
}

/** What a good is found by beside its description: what it does, who made it, how a publication is cited. */
function mentions({ design, publication, credits }: Fields): string {
  if (design === undefined && publication === undefined && credits === undefined) return ''
  const { DOI, author, 'container-title': container } = (publication ?? {}) as Fields
  const people = [...asMaps(author), ...asMaps(credits)]
  const words = people.flatMap(({ literal, given, family, name }) => [literal, given, family, name])
  const all = [asMap(design)['function'], DOI, container, ...words].map(asText).filter(Boolean)
  return `\n${all.join('\n')}`
}

function problems({ problems: all }: Fields): unknown[] {
  return asMaps(all).flatMap(({ part, text }) => [part, text])
}

function join(names: readonly string[], fields: Fields, more: readonly unknown[]): string {
  return [...names.map((name) => fields[name]), ...more].map(asText).filter(Boolean).join('\n')
}

function tags(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return ''
  return `${value.map(asText).join(` ${TAG_END} `)} ${TAG_END}`
}

/** The paths of the files that stand in the record itself; a long list is a blob, fetched only by who wants it. */
function filePaths(files: unknown): string {
  if (typeof files !== 'object' || files === null || !('entries' in files)) return ''
  const { entries } = files
  if (!Array.isArray(entries)) return ''
  return entries.map((entry: { path?: unknown }) => asText(entry.path)).join('\n')
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function asMap(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function asMaps(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(asMap) : []
}
