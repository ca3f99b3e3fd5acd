import {
  type Epoch,
  epochs,
  type Epochs,
  type Exclusion,
  type PlacedRecord,
  type Vouches,
} from '@allmende/rules'
import type { Statement } from '@allmende/views'
import type { CommonsId, DeviceId, EpochFields, PersonId } from '@allmende/vocabulary'
import { placeOf } from '@allmende/vocabulary'
import type { CommonsEntry } from '../commons-file.ts'
import type { EpochLogs } from '../epochs/epoch-logs.ts'

/** What was said about the keys of a private commons, and what it comes to. */
export type KeysKnown = Epochs & {
  /** For each epoch the key sealed to a device. */
  readonly given: ReadonlyMap<CommonsId, ReadonlyMap<DeviceId, Uint8Array>>
  /** Keys that members of a later epoch wrote down for those who came later. They prove nothing by themselves. */
  readonly told: readonly Uint8Array[]
  /** For each epoch that is no longer written in: whose logs in it are heard. */
  readonly heard: ReadonlyMap<CommonsId, ReadonlySet<PersonId>>
}

export type KeysQuestion = {
  readonly entry: CommonsEntry
  readonly logs: EpochLogs
  readonly said: readonly Statement[]
  readonly vouches: Vouches
  readonly exclusions: readonly PlacedRecord[]
  readonly excluded: ReadonlyMap<PersonId, Exclusion>
  readonly retired: ReadonlyMap<DeviceId, unknown>
}

/** Reads the statements about keys. Pure, but for asking in which epoch a log lies. */
export function keysKnown(question: KeysQuestion): KeysKnown {
  const { entry, logs, said, vouches, exclusions, excluded, retired } = question
  const statements = said.flatMap(({ id, author, record }) => {
    const epoch = logs.of(placeOf(id).log)?.id
    return epoch && record.body['next'] !== undefined ? [{ id, person: author, record, in: epoch }] : []
  })
  const { founder } = entry
  const given = new Map<CommonsId, Map<DeviceId, Uint8Array>>()
  for (const { record } of statements) {
    const { next, keys = [] } = record.body as EpochFields
    const devices = given.get(next!) ?? new Map<DeviceId, Uint8Array>()
    for (const { device, sealed } of keys) devices.set(device, sealed)
    given.set(next!, devices)
  }
  const exposed = exposedTo(retired, given, logs)
  const found = epochs({ root: logs.id, founder, vouches, statements, exclusions, excluded, exposed })
  const told = said.flatMap(({ record }) => (record.body as EpochFields).before ?? [])
  return { ...found, given, told, heard: heardIn(found, given, logs) }
}

/** Epochs whose key one of these devices was given, or must have had to write in them. */
function exposedTo(
  retired: KeysQuestion['retired'],
  given: KeysKnown['given'],
  logs: EpochLogs,
): Set<CommonsId> {
  const exposed = new Set<CommonsId>()
  for (const [epoch, devices] of given)
    if ([...devices.keys()].some((one) => retired.has(one))) exposed.add(epoch)
  for (const epoch of retired.size > 0 ? logs.all() : [])
    if (epoch.logs().some(({ device, bound }) => bound && device && retired.has(device)))
      exposed.add(epoch.id)
  return exposed
}

/**
 * In an epoch that is no longer written in only those are heard who went on into a later one, or were given its key:
 * whoever enters by an old link afterwards could else speak to those who have changed the key because of them.
 */
function heardIn(
  { all, current }: Epochs,
  given: KeysKnown['given'],
  logs: EpochLogs,
): Map<CommonsId, Set<PersonId>> {
  const states = logs.logs()
  const owner = new Map(states.flatMap(({ device, person }) => (device && person ? [[device, person]] : [])))
  const heard = new Map<CommonsId, Set<PersonId>>()
  const known = new Set<PersonId>()
  const later = (a: Epoch, b: Epoch): number =>
    Number(b.id === current) - Number(a.id === current) || b.number - a.number
  for (const { id } of all.toSorted(later)) {
    if (id === current)
      for (const { person, bound } of logs.epoch(id)?.logs() ?? []) if (person && bound) known.add(person)
    if (id !== current) heard.set(id, new Set(known))
    for (const device of given.get(id)?.keys() ?? []) {
      const person = owner.get(device)
      if (person) known.add(person)
    }
  }
  return heard
}
