import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { archiveKind, importFiles, previewShare, readFileList, withUnpacked } from '@allmende/files'
import { displayText } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { DraftScalar } from '../contract.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import { FILES_FOLDER, type Listing, LISTING, readListing } from './archive-listing.ts'
import { type Content, FILENAME, isShown } from './content.ts'
import { referenceOf } from './file-references.ts'
import { type Forms, GOOD_FORMS, LINE_FORMS, valueFor } from './forms.ts'
import { newLineId } from './line-id.ts'

/** A million characters of four bytes each, and what stands around them. */
const MAX_READ_BYTES = 8 * 1024 * 1024
const FIELDS: Forms = { ...GOOD_FORMS, [FILENAME]: 'text' }

/**
 * What an archived draft holds, be it a folder or a ZIP. Its files go into one's own core, as when they are attached. Throws
 * DRAFT_ARCHIVE, DRAFT_VALUE, the errors of `files`.
 */
export async function contentOfArchive(parts: Parts, commons: OpenCommons, path: string): Promise<Content> {
  const found = await lstat(path).catch(() => null)
  if (!found) throw fail('IMPORT_NOT_FOUND', { path: displayText(path) })
  if (found.isDirectory()) return contentOfFolder(parts, commons, path)
  if (!found.isFile() || (await archiveKind(path)) === null)
    throw fail('DRAFT_ARCHIVE', { found: 'it is neither a folder nor a ZIP' })
  return withUnpacked(path, { within: parts.home.dir }, ({ folder }) =>
    contentOfFolder(parts, commons, folder),
  )
}

async function contentOfFolder(parts: Parts, commons: OpenCommons, folder: string): Promise<Content> {
  const listing = readListing(await textIn(folder, LISTING))
  const text = await textIn(folder, listing.text)
  if (listing.marks.some(({ to }) => to > text.length))
    throw fail('DRAFT_ARCHIVE', { found: 'a mark ends behind the text' })
  const lines = listing.lines.map((line) => ({
    id: newLineId(parts.random),
    fields: checked(line, LINE_FORMS),
  }))
  return {
    text,
    fields: checked(listing.fields, FIELDS),
    lines,
    files: await filesIn(parts, commons, folder, listing),
    marks: listing.marks,
  }
}

/** Null values are none. What has no form here was written by a later program, and is kept as it is. */
function checked(fields: Listing['fields'], forms: Forms): Record<string, DraftScalar> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, DraftScalar][] => {
      if (!isShown(name)) return []
      const fitting = Object.hasOwn(forms, name) ? valueFor(name, value, forms) : value
      return fitting === null ? [] : [[name, fitting]]
    }),
  )
}

/** A file of the archive itself: a link could lead anywhere. */
async function textIn(folder: string, name: string): Promise<string> {
  const path = join(folder, name)
  const found = await lstat(path).catch(() => null)
  if (!found?.isFile()) throw fail('DRAFT_ARCHIVE', { found: `there is no file ${displayText(name)} in it` })
  if (found.size > MAX_READ_BYTES)
    throw fail('DRAFT_ARCHIVE', { found: `${displayText(name)} has ${found.size} bytes` })
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path))
  } catch {
    throw fail('DRAFT_ARCHIVE', { found: `${displayText(name)} is no text in UTF-8` })
  }
}

/** All that it names must be there: a draft that lacks some would be told from the whole by nobody. */
async function filesIn(
  parts: Parts,
  commons: OpenCommons,
  folder: string,
  { files }: Listing,
): Promise<ReadonlyMap<string, DraftScalar>> {
  if (files.length === 0) return new Map()
  const path = join(folder, FILES_FOLDER)
  const preview = await previewShare(path, { homes: [] })
  const there = new Set(preview.files.map((file) => file.path))
  const missing = files.find((file) => !there.has(file))
  if (missing !== undefined)
    throw fail('DRAFT_ARCHIVE', { found: `there is no file ${displayText(missing)} in it` })
  const writer = await commons.logs.filesWriter()
  try {
    const list = await importFiles({ path, preview, writer })
    const listed = await readFileList(list, (core) => commons.logs.core(core))
    const wanted = new Set(files)
    return new Map(
      listed.filter((file) => wanted.has(file.path)).map((file) => [file.path, referenceOf(file)]),
    )
  } finally {
    await writer.close()
  }
}
