import type { CommonsId, LogKey, PersonId } from '@allmende/vocabulary'
import type { Counts, PersonView, VouchView } from '../contract.ts'
import { given, type QuestionParts } from './parts.ts'

/** Answers `people`: everybody with a log in the commons, profile or not. */
export function createPeopleList(parts: QuestionParts): (commons: CommonsId) => PersonView[] {
  const { db, names } = parts
  const logs = db.prepare(
    `SELECT l.id, l.person, l.own, l.records, p.name, p.about FROM logs l
     LEFT JOIN people p ON p.commons = l.commons AND p.person = l.person WHERE l.commons = ? ORDER BY l.id`,
  )
  const vouches = db.prepare('SELECT DISTINCT receiver, giver FROM vouches WHERE commons = ?')
  return (commons) => {
    const number = names.known(commons) ?? -1
    const people = new Map<number, PersonView>()
    for (const row of logs.all(number)) {
      const id = Number(row['person'])
      const person = people.get(id) ?? {
        person: names.name(id) as PersonId,
        ...given('name', row['name'] as string | null),
        ...given('about', row['about'] as string | null),
        vouchedBy: [],
        logs: [],
        records: 0,
        own: false,
      }
      person.logs.push(names.name(Number(row['id'])) as LogKey)
      person.records += Number(row['records'])
      person.own ||= row['own'] === 1
      people.set(id, person)
    }
    const byKey = new Map([...people.values()].map((person) => [person.person as string, person]))
    for (const row of vouches.all(number)) {
      byKey.get(String(row['receiver']))?.vouchedBy.push(names.name(Number(row['giver'])) as PersonId)
    }
    return [...people.values()]
  }
}

/** Answers `vouches`. */
export function createVouchList(parts: QuestionParts): (commons: CommonsId) => VouchView[] {
  const { db, names, places, records } = parts
  const all = db.prepare('SELECT receiver, record, giver FROM vouches WHERE commons = ? ORDER BY record')
  return (commons) =>
    all.all(names.known(commons) ?? -1).map((row) => {
      const number = Number(row['record'])
      const record = records.read(number)?.record
      return {
        id: places.idOf(number),
        from: names.name(Number(row['giver'])) as PersonId,
        to: row['receiver'] as PersonId,
        ...given('note', record?.body['note'] as string | undefined),
        at: record?.clock[0] ?? 0,
      }
    })
}

/** Answers `counts`. */
export function createCounts({ db, names }: QuestionParts): (commons: CommonsId) => Counts {
  const logs = db.prepare(
    `SELECT count(*) AS logs, count(DISTINCT person) AS people, total(blocks) AS blocks, total(records) AS records
     FROM logs WHERE commons = ?`,
  )
  const tallies = db.prepare('SELECT kind, things, unknown, refused FROM tallies WHERE commons = ?')
  return (commons) => {
    const number = names.known(commons) ?? -1
    const row = logs.get(number) as Pick<Counts, 'logs' | 'people' | 'blocks' | 'records'>
    const kinds = tallies.all(number)
    const sum = (field: string) => kinds.reduce((total, kind) => total + Number(kind[field]), 0)
    const things = kinds.filter((kind) => Number(kind['things']) > 0)
    return {
      ...row,
      unknown: sum('unknown'),
      refused: sum('refused'),
      things: Object.fromEntries(
        things.map((kind) => [names.name(Number(kind['kind'])), Number(kind['things'])]),
      ),
    }
  }
}
