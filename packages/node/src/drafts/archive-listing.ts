import type { DraftParts } from '@allmende/drafts'
import { isSafePath } from '@allmende/vocabulary'
import type { DraftScalar } from '../contract.ts'
import { fail } from '../errors.ts'

/** Says what an archived draft holds, so that it comes back as it was. WARNING: on disks of others. */
export const LISTING = 'draft.json'
export const FILES_FOLDER = 'files'
const FORM = 1
/** As many as a draft may have of each (`packages/drafts`, D35), with room. */
const MOST = 20_000

type Fields = Readonly<Record<string, DraftScalar>>

export type Listing = {
  readonly form: typeof FORM
  readonly title: string
  /** The name of the file that has the text. */
  readonly text: string
  readonly fields: Fields
  readonly lines: readonly Fields[]
  /** Paths within the folder of the files. */
  readonly files: readonly string[]
  readonly marks: DraftParts['marks']
}

export function listingOf(draft: {
  readonly title: string
  readonly text: string
  readonly beside: DraftParts
  readonly fields: readonly (readonly [string, DraftScalar])[]
  readonly files: readonly string[]
}): Listing {
  const { title, text, beside, fields, files } = draft
  return {
    form: FORM,
    title,
    text,
    fields: Object.fromEntries(fields),
    lines: beside.lines.map((line) => line.fields),
    files,
    marks: beside.marks,
  }
}

/** Reads it again, whoever wrote it. Throws DRAFT_ARCHIVE. */
export function readListing(json: string): Listing {
  const read = parsed(json)
  if (!isMap(read)) throw malformed('it is no map')
  if (read['form'] !== FORM)
    throw malformed(`its form is ${String(read['form'])}, this program knows ${FORM}`)
  const { title, text, fields, lines, files, marks } = read
  if (typeof title !== 'string') throw malformed('it has no title')
  if (typeof text !== 'string' || !isSafePath(text) || text.includes('/'))
    throw malformed('the text has no name that could be one')
  if (!isMap(fields) || !scalars(fields)) throw malformed('its fields are no values')
  if (!isList(lines) || !lines.every((line) => isMap(line) && scalars(line)))
    throw malformed('its lines are no values')
  if (!isList(files) || !files.every((path) => typeof path === 'string' && isSafePath(path)))
    throw malformed('a file has no path that could be one')
  if (!isList(marks) || !marks.every(isMark)) throw malformed('a mark is none')
  return { form: FORM, title, text, fields, lines, files, marks } as Listing
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw malformed('it is no JSON')
  }
}

function malformed(reason: string): Error {
  return fail('DRAFT_ARCHIVE', { found: `its ${LISTING} can’t be read: ${reason}` })
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length <= MOST
}

function scalars(fields: Record<string, unknown>): boolean {
  return Object.keys(fields).length <= MOST && Object.values(fields).every(isScalar)
}

function isScalar(value: unknown): value is DraftScalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function isMark(value: unknown): boolean {
  if (!isMap(value)) return false
  const { from, to, name } = value
  const placed = Number.isSafeInteger(from) && Number.isSafeInteger(to) && Number(from) < Number(to)
  return placed && Number(from) >= 0 && typeof name === 'string' && isScalar(value['value'])
}
