import {
  encodeCbor,
  type Fields,
  isAllmendeError,
  MAX_LINES,
  MAX_LIST_PARTS,
  type PartLine,
  type Parts as PartsField,
  type RecordId,
} from '@allmende/vocabulary'
import type { OpenCommons } from './commons-book.ts'
import { fail } from './errors.ts'
import type { Parts } from './parts.ts'
import type { NewRecord } from './write-records.ts'

/** Lines of one record of `parts`: below the limit of a record by what its frame and the ids may take. */
const LINES_BYTES = 28 * 1024
/** Fields that may follow in a record of their own when all together are too much for one. No version hangs on them. */
const MAY_FOLLOW = [
  'foreign',
  'description',
  'publication',
  'credits',
  'funding',
  'roles',
  'licences',
  'design',
]

type GoodRecord = { readonly of?: RecordId; readonly after?: readonly RecordId[]; readonly body: Fields }

/**
 * Writes a good or a change of one, however much it says: a parts list that is too long for the record goes into records
 * of its own, written before; other long fields into a record right after it.
 * @returns the id of the record that is the version
 * @throws PARTS_TOO_MANY, and RECORD_… for what no record may hold
 */
export async function writeGood(parts: Parts, commons: OpenCommons, good: GoodRecord): Promise<RecordId> {
  const list = good.body['parts'] as PartsField | undefined
  const whole = (list?.lines.length ?? 0) > MAX_LINES ? null : await written(parts, commons, good)
  if (whole) return whole
  const slim =
    list && list.lines.length > 0
      ? { ...good, body: { ...good.body, parts: await apart(parts, commons, list) } }
      : good
  const withoutLines = slim === good ? null : await written(parts, commons, slim)
  if (withoutLines) return withoutLines
  return inTwo(parts, commons, slim)
}

/** The id, or null for a record that is too large; nothing is written then. */
async function written(parts: Parts, commons: OpenCommons, good: GoodRecord): Promise<RecordId | null> {
  const record: NewRecord = { kind: 'good', ...good }
  try {
    return await parts.writer.write(commons, record)
  } catch (error) {
    if (isAllmendeError(error) && error.code === 'RECORD_TOO_LARGE') return null
    throw error
  }
}

/** Brings all lines into records of their own: half a list here and half there would be read by nobody. */
async function apart(parts: Parts, commons: OpenCommons, list: PartsField): Promise<PartsField> {
  const packs = packed(list.lines)
  if (packs.length + (list.more?.length ?? 0) > MAX_LIST_PARTS)
    throw fail('PARTS_TOO_MANY', {
      expected: `what ${MAX_LIST_PARTS} records hold`,
      found: `${list.lines.length} lines`,
    })
  const more: RecordId[] = []
  for (const lines of packs) more.push(await parts.writer.write(commons, { kind: 'parts', body: { lines } }))
  return { lines: [], more: [...more, ...(list.more ?? [])] }
}

function packed(lines: readonly PartLine[]): PartLine[][] {
  const packs: PartLine[][] = []
  let bytes = Infinity
  for (const line of lines) {
    const size = encodeCbor(line).length
    if (bytes + size > LINES_BYTES || (packs.at(-1)?.length ?? 0) >= MAX_LINES) {
      packs.push([])
      bytes = 0
    }
    packs.at(-1)?.push(line)
    bytes += size
  }
  return packs
}

async function inTwo(parts: Parts, commons: OpenCommons, good: GoodRecord): Promise<RecordId> {
  const split = (follows: boolean) =>
    Object.fromEntries(Object.entries(good.body).filter(([name]) => MAY_FOLLOW.includes(name) === follows))
  const id = await parts.writer.write(commons, { kind: 'good', ...good, body: split(false) })
  const rest = split(true)
  if (Object.keys(rest).length > 0)
    await parts.writer.write(commons, { kind: 'good', of: good.of ?? id, after: [id], body: rest })
  return id
}
