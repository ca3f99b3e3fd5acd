import type { CommonsId, DeviceId, PersonId } from '@allmende/vocabulary'
import type { Statement } from '../contract.ts'
import type { QuestionParts } from './parts.ts'

/** Answers `statements`, ordered by log, block and index. */
export function createStatementList(
  parts: QuestionParts,
): (commons: CommonsId, kinds: readonly string[]) => Statement[] {
  const { db, names, places, records } = parts
  const all = db.prepare(
    `SELECT s.record, l.person, l.device, l.own FROM statements s JOIN logs l ON l.id = s.log
     WHERE s.commons = ? AND s.kind = ?`,
  )
  return (commons, kinds) => {
    const found: { place: { log: number; block: number; index: number }; statement: Statement }[] = []
    for (const kind of kinds) {
      for (const row of all.all(names.known(commons) ?? -1, names.known(kind) ?? -1)) {
        const number = Number(row['record'])
        const record = records.read(number)?.record
        const place = places.placeOf(number)
        if (!record || !place) continue
        const statement: Statement = {
          id: places.idOf(number),
          kind,
          author: names.name(Number(row['person'])) as PersonId,
          device: names.name(Number(row['device'])) as DeviceId,
          own: row['own'] === 1,
          record,
        }
        found.push({ place, statement })
      }
    }
    const order = (one: (typeof found)[0]) => names.name(one.place.log)
    found.sort(
      (a, b) =>
        (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0) ||
        a.place.block - b.place.block ||
        a.place.index - b.place.index,
    )
    return found.map(({ statement }) => statement)
  }
}
