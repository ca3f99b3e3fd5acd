import {
  type CommonsId,
  type DeviceId,
  keyBytes,
  type LogKey,
  type PersonId,
  RETIRE_PURPOSE,
} from '@allmende/vocabulary'

/** Devices of a person that together may retire another, and how many the person must have for that: one stolen is never enough. */
export const RETIRE_VOTES = 2
export const DEVICES_FOR_VOTES = 3

/** How much of a log stays, in blocks. */
export type FinalHead = { readonly log: LogKey; readonly records: number; readonly edits: number }

/** A record of the kind `retire`, as it was read. */
export type RetireStatement = {
  /** Who wrote it, and where. */
  readonly by: {
    readonly person: PersonId
    readonly device: DeviceId
    readonly log: LogKey
    readonly block: number
  }
  readonly person: PersonId
  readonly device: DeviceId
  readonly stays: readonly FinalHead[]
  /** The signature in it is that of the person's root. */
  readonly byRoot: boolean
}

/** Final heads of a retired device; of a log that isn't among them nothing stays. */
export type FinalHeads = ReadonlyMap<LogKey, FinalHead>

/**
 * WARNING: signed. What the root signs to retire a device: fixed lengths behind the purpose, so that no part can be read as
 * another.
 */
export function retireStatement(of: {
  commons: CommonsId
  person: PersonId
  device: DeviceId
  stays: readonly FinalHead[]
}): Uint8Array {
  const keys = [of.commons, of.person, of.device].map((id) => keyBytes(id))
  const heads = of.stays.flatMap(({ log, records, edits }) => [keyBytes(log), number(records), number(edits)])
  const parts = [new TextEncoder().encode(`${RETIRE_PURPOSE}\n`), ...keys, number(of.stays.length), ...heads]
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 0)
  return bytes
}

function number(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
  return bytes
}

/**
 * Which devices are retired in a commons, with their final heads. Decided from the statements alone, whenever they arrive:
 *
 * 1. The root retires a device wherever the statement stands: the signature is what counts. Of several that it signed, each log
 *    keeps the most that one of them leaves it: the person has said so.
 * 2. Without the root, two devices of the same person together, if the person has at least three here: each log keeps
 *    what two of them leave it. A device has no say about itself, nor in what it wrote beyond its own final heads as the root set
 *    them. Two that retire each other's likes are both retired: only the root can tell who is who.
 *
 * `devices`: those of each person whose logs are bound in this commons.
 */
export function retiredDevices(
  statements: readonly RetireStatement[],
  devices: ReadonlyMap<PersonId, ReadonlySet<DeviceId>>,
): ReadonlyMap<DeviceId, FinalHeads> {
  const known = statements.filter(({ person, device }) => devices.get(person)?.has(device))
  const retired = byRoot(known)
  const voted = byVotes(
    known.filter((one) => !one.byRoot && !isBeyond(one, retired)),
    devices,
  )
  for (const [device, heads] of voted) if (!retired.has(device)) retired.set(device, heads)
  return retired
}

function byRoot(statements: readonly RetireStatement[]): Map<DeviceId, FinalHeads> {
  const retired = new Map<DeviceId, FinalHeads>()
  for (const [device, said] of grouped(statements.filter((one) => one.byRoot)))
    retired.set(device, heads(said, 1))
  return retired
}

function byVotes(
  statements: readonly RetireStatement[],
  devices: ReadonlyMap<PersonId, ReadonlySet<DeviceId>>,
): Map<DeviceId, FinalHeads> {
  const retired = new Map<DeviceId, FinalHeads>()
  for (const [device, said] of grouped(statements)) {
    const valid = said.filter(
      ({ by, person }) => by.person === person && by.device !== device && devices.get(person)?.has(by.device),
    )
    const enough = (devices.get(said[0]?.person as PersonId)?.size ?? 0) >= DEVICES_FOR_VOTES
    const voters = new Set(valid.map(({ by }) => by.device))
    if (enough && voters.size >= RETIRE_VOTES) retired.set(device, heads(valid, RETIRE_VOTES))
  }
  return retired
}

/** A device's word from after it was retired by the root counts no more. */
function isBeyond({ by }: RetireStatement, retired: ReadonlyMap<DeviceId, FinalHeads>): boolean {
  const final = retired.get(by.device)
  return final !== undefined && by.block >= (final.get(by.log)?.records ?? 0)
}

/** Of each log as much as `votes` of those who speak leave it. Of each device that speaks the most that it ever left counts. */
function heads(said: readonly RetireStatement[], votes: number): FinalHeads {
  const logs = new Set(said.flatMap(({ stays }) => stays.map(({ log }) => log)))
  // With one vote needed everybody is heard alone; else each device once.
  const voices = votes === 1 ? said.map((one) => [one]) : [...groupedBy(said, ({ by }) => by.device).values()]
  const left = (log: LogKey, what: 'records' | 'edits'): number => {
    const most = voices.map((one) =>
      Math.max(...one.map(({ stays }) => stays.find((stay) => stay.log === log)?.[what] ?? 0)),
    )
    return most.toSorted((a, b) => b - a)[votes - 1] ?? 0
  }
  return new Map(
    [...logs].map((log) => [log, { log, records: left(log, 'records'), edits: left(log, 'edits') }]),
  )
}

function grouped(statements: readonly RetireStatement[]): Map<DeviceId, RetireStatement[]> {
  return groupedBy(statements, ({ device }) => device)
}

function groupedBy(
  statements: readonly RetireStatement[],
  of: (statement: RetireStatement) => DeviceId,
): Map<DeviceId, RetireStatement[]> {
  const groups = new Map<DeviceId, RetireStatement[]>()
  for (const one of statements) groups.set(of(one), [...(groups.get(of(one)) ?? []), one])
  return groups
}
