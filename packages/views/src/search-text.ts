import type { Fields } from '@allmende/vocabulary'

/** What of a thing can be searched, column by column. */
export type SearchText = { title: string; tags: string; body: string; files: string }

/** The texts of a thing for the index, from its merged fields. */
export function searchText(kind: string, fields: Fields): SearchText {
  if (kind === 'comment') return { title: '', tags: '', body: asText(fields['text']), files: '' }
  return {
    title: asText(fields['title']),
    tags: asTexts(fields['tags']),
    body: asText(fields['description']),
    files: filePaths(fields['files']),
  }
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

function asTexts(value: unknown): string {
  return Array.isArray(value) ? value.map(asText).join('\n') : ''
}
