import type { Seeded } from '@allmende/testkit'
import {
  type AnyRecord,
  type Fields,
  type LogKey,
  type PersonId,
  type RecordId,
  logKeyOf,
  personIdOf,
  recordId,
} from '@allmende/vocabulary'
import type { PlacedRecord } from '../src/index.ts'

const key = (n: number): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, at) => ((at < 2 ? n >>> (8 * at) : n * 31) + at * 7) & 0xff)

export const person = (n: number): PersonId => personIdOf(key(n))
export const [ada, ben, eve] = [person(1), person(2), person(3)] as [PersonId, PersonId, PersonId]

/** A device's log, in which records are written one after another. */
export type Device = { person: PersonId; log: LogKey; next: number }

export const device = (owner: PersonId, n: number): Device => ({
  person: owner,
  log: logKeyOf(key(100 + n)),
  next: 1,
})

type Options = { kind?: string; wall?: number; of?: RecordId; after?: readonly RecordId[] }

/** Writes a record into a device's log. */
export function write(
  from: Device,
  body: Fields,
  { kind = 'good', wall = 1_000, of, after }: Options = {},
): PlacedRecord {
  const record: AnyRecord = { kind, v: 1, clock: [wall, 0], body }
  if (of !== undefined) record.of = of
  if (after !== undefined) record.after = [...after]
  return { id: recordId(from.log, from.next++, 0), person: from.person, record }
}

export const LAMP: Fields = { title: 'Lamp', licence: 'CERN-OHL-S-2.0', type: 'design' }

/**
 * A random history of a thing: devices that see now this, now that of what others wrote, clocks that are off by years,
 * and now and then somebody who cites what is not there, what comes later, or a circle.
 */
export function randomHistory(
  random: Seeded,
  size: number,
  kind = 'good',
): { thing: RecordId; records: PlacedRecord[] } {
  const devices = [ada, ada, ada, eve, ben].map((owner, n) => device(owner, n))
  const first = write(devices[0]!, firstBody(kind), { kind })
  const records = [first]
  for (let step = 1; step < size; step++) {
    const from = random.pick(devices)
    const after = Array.from({ length: random.int(4) }, () => random.pick(records).id)
    if (random.chance(0.1)) after.push(recordId(random.pick(devices).log, from.next + random.int(5), 0))
    const wall = 1_000 + random.int(5) + (random.chance(0.1) ? 10 ** 12 : 0)
    records.push(write(from, randomBody(random, kind, records), { kind, of: first.id, after, wall }))
  }
  return { thing: first.id, records }
}

function firstBody(kind: string): Fields {
  return kind === 'draft' ? { title: 'Manual', editors: 'invited', invited: [] } : { ...LAMP }
}

function randomBody(random: Seeded, kind: string, records: readonly PlacedRecord[]): Fields {
  const fields: [string, unknown][] = [
    ['title', `title ${random.int(4)}`],
    ['description', `text ${random.int(3)}`],
    ['files', { count: random.int(3) }],
    ['tags', [random.pick(['a', 'b'])]],
    ['__proto__', random.int(3)],
    ['maintainers', random.pick([[], [ben], [ben, eve]])],
    ['settles', [{ suggestion: random.pick(records).id, accepted: random.chance(0.5) }]],
    ['merges', [random.pick(records).id]],
    ['parts', { lines: [{ name: random.pick(['Screw', 'Nut']) }] }],
  ]
  if (kind === 'draft') {
    fields.length = 1
    fields.push(['editors', random.pick(['commons', 'invited'])], ['invited', random.pick([[], [eve]])])
  }
  return Object.fromEntries(fields.filter(() => random.chance(0.3)))
}
