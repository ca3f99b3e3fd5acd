import {
  type CommonsId,
  decodeRecord,
  type DeviceId,
  type LogKey,
  type PersonId,
  placeOf,
  type RecordId,
} from '@allmende/vocabulary'
import type { RecordView } from '../contract.ts'
import { EXPORT_PAGE_BYTES } from '../limits.ts'
import { recordNumber } from '../places.ts'
import { given, type QuestionParts } from './parts.ts'

/** Answers `record`: one record with its bytes, known or not, refused or not. */
export function createRecordView(parts: QuestionParts): (id: RecordId) => RecordView | null {
  const { db, names, places, logs } = parts
  const refusal = db.prepare('SELECT code FROM refused WHERE record = ?')
  return (id) => {
    const number = places.numberOf(id)
    const bytes = number === null ? null : places.bytesOf(number)
    if (number === null || bytes === null) return null
    const log = logs.get(names.known(placeOf(id).log)!)
    const decoded = tryDecode(bytes)
    return {
      id,
      commons: names.name(log.commons) as CommonsId,
      author: names.name(log.person) as PersonId,
      device: names.name(log.device) as DeviceId,
      kind: decoded?.record.kind ?? '',
      known: decoded?.known ?? false,
      ...given('refused', refusal.get(number)?.['code'] as string | undefined),
      ...given('record', decoded?.record),
      // A copy: the block it is part of would cross to the other thread whole.
      bytes: bytes.slice(),
    }
  }
}

function tryDecode(bytes: Uint8Array) {
  try {
    return decodeRecord(bytes)
  } catch {
    return null
  }
}

/** Where an export goes on. */
export type ExportCursor = { log: LogKey; block: number }

export type ExportPage = {
  blocks: { log: LogKey; block: number; author: PersonId; bytes: Uint8Array; refused: number[] }[]
  next: ExportCursor | null
}

/** One page of an export: whole blocks, with the places of the refused records in each. */
export function createExportPage(parts: QuestionParts) {
  const { db, names } = parts
  const select = db.prepare(
    `SELECT b.id, b.block, b.bytes, n.name, l.person FROM logs l JOIN names n ON n.id = l.id JOIN blocks b ON b.log = l.id
     WHERE l.commons = ? AND (n.name, b.block) > (?, ?) ORDER BY n.name, b.block`,
  )
  const refusals = db.prepare('SELECT record FROM refused WHERE record >= ? AND record < ?')
  return (commons: CommonsId, after: ExportCursor | null): ExportPage => {
    const page: ExportPage = { blocks: [], next: null }
    let size = 0
    for (const row of select.iterate(names.known(commons) ?? -1, after?.log ?? '', after?.block ?? -1)) {
      const [id, block, log] = [Number(row['id']), Number(row['block']), row['name'] as LogKey]
      const bytes = row['bytes'] as Uint8Array
      const first = recordNumber(id, 0)
      const refused = refusals
        .all(first, recordNumber(id + 1, 0))
        .map((found) => Number(found['record']) - first)
      page.blocks.push({ log, block, author: names.name(Number(row['person'])) as PersonId, bytes, refused })
      size += bytes.length
      if (size < EXPORT_PAGE_BYTES) continue
      page.next = { log, block }
      break
    }
    return page
  }
}
