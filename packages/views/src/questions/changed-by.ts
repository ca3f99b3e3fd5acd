import {
  type CommonsId,
  type LogKey,
  MAX_RECORDS_IN_BLOCK,
  type PersonId,
  recordId,
  type RecordId,
} from '@allmende/vocabulary'
import type { QuestionParts } from './parts.ts'

/** Answers `changedBy`. Goes through all changes, which are a row each: some 50 ms for a hundred thousand. */
export function createChangedBy({
  db,
  names,
}: QuestionParts): (commons: CommonsId, person: PersonId) => RecordId[] {
  const changed = db.prepare(
    `SELECT DISTINCT c.log, c.block, c.idx FROM changes c
     JOIN blocks b ON b.id = c.record / ${MAX_RECORDS_IN_BLOCK}
     JOIN logs l ON l.id = b.log WHERE l.commons = ? AND l.person = ?`,
  )
  return (commons, person) =>
    changed
      .all(names.known(commons) ?? -1, names.known(person) ?? -1)
      .map(({ log, block, idx }) => recordId(names.name(Number(log)) as LogKey, Number(block), Number(idx)))
}
