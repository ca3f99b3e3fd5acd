import { type CommonsLogs, isAttestedByRoot } from '@allmende/logs'
import { type FinalHeads, retiredDevices, type RetireStatement, retireStatement } from '@allmende/rules'
import type { Views } from '@allmende/views'
import {
  type CommonsId,
  decodeRecord,
  type DeviceId,
  isKind,
  type LogKey,
  type PersonId,
  placeOf,
  type RetireFields,
  validate,
} from '@allmende/vocabulary'

/** A device that writes no more in a commons, and what stays of its logs. */
export type Retired = { readonly person: PersonId; readonly heads: FinalHeads }

type Sources = {
  readonly views: Views
  readonly logsOf: (commons: CommonsId) => CommonsLogs | undefined
}

/**
 * Which devices are retired in a commons. The root's word counts wherever it stands, so the logs of retired devices are read
 * `beyond` blocks further than they are shown: else nodes that heard of two retirements in different order would differ.
 */
export async function retiredIn(
  { views, logsOf }: Sources,
  commons: CommonsId,
  beyond: number,
): Promise<ReadonlyMap<DeviceId, Retired>> {
  const logs = logsOf(commons)
  const shown = await views.statements(commons, ['retire'])
  if (shown.length === 0 || !logs) return new Map()
  const found = new Map<string, RetireStatement>()
  for (const { id, author, device, record } of shown) {
    const { log, block } = placeOf(id)
    found.set(id, judged(commons, record.body as RetireFields, { person: author, device, log, block }))
  }
  const devices = devicesIn(logs)
  const read = new Set<LogKey>()
  for (;;) {
    const retired = retiredDevices([...found.values()], devices)
    const unread = logs.logs().filter(({ key, device }) => device && retired.has(device) && !read.has(key))
    if (unread.length === 0) return withPerson(retired, [...found.values()])
    for (const { key, person, device } of unread) {
      read.add(key)
      const from = retired.get(device as DeviceId)?.get(key)?.records ?? 0
      for await (const { block, records } of logs.read(key, from, from + beyond)) {
        for (const [index, bytes] of records.entries()) {
          const body = retireIn(bytes)
          const by = { person: person as PersonId, device: device as DeviceId, log: key, block }
          if (body) found.set(`${key}.${block}.${index}`, judged(commons, body, by))
        }
      }
    }
  }
}

/** Whether the same stays by both. */
export function isSame(a: FinalHeads, b: FinalHeads | undefined): boolean {
  if (!b || a.size !== b.size) return false
  return [...a].every(([log, { records, edits }]) => {
    const other = b.get(log)
    return other?.records === records && other.edits === edits
  })
}

function judged(commons: CommonsId, body: RetireFields, by: RetireStatement['by']): RetireStatement {
  const { person, device, stays, proof } = body
  const byRoot =
    proof !== undefined &&
    isAttestedByRoot(person, retireStatement({ commons, person, device, stays }), proof)
  return { by, person, device, stays, byRoot }
}

/** What is beyond was folded by nobody: it passes the same door here. */
function retireIn(bytes: Uint8Array): RetireFields | null {
  try {
    const { record } = decodeRecord(bytes)
    return isKind(record, 'retire') && validate(record).length === 0 ? record.body : null
  } catch {
    return null
  }
}

function devicesIn(logs: CommonsLogs): Map<PersonId, Set<DeviceId>> {
  const devices = new Map<PersonId, Set<DeviceId>>()
  for (const { person, device, bound } of logs.logs()) {
    if (!bound || !person || !device) continue
    devices.set(person, (devices.get(person) ?? new Set()).add(device))
  }
  return devices
}

function withPerson(
  retired: ReadonlyMap<DeviceId, FinalHeads>,
  statements: readonly RetireStatement[],
): ReadonlyMap<DeviceId, Retired> {
  const persons = new Map(statements.map(({ device, person }) => [device, person]))
  return new Map(
    [...retired].map(([device, heads]) => [device, { heads, person: persons.get(device) as PersonId }]),
  )
}
