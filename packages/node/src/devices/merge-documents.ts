import { encodeCbor, type CommonsId, type DeviceId } from '@allmende/vocabulary'
import type { AccountDevice, AccountDocument, AccountEntry, AccountHead } from './document.ts'

/**
 * What two devices of one person know, together. Not "the last writer wins": each may have joined a commons the other
 * hasn't heard of. Commons and devices are united; of one device, what it said last. The same whichever comes first, and
 * merged with itself it stays as it is.
 */
export function mergeDocuments(one: AccountDocument, other: AccountDocument): AccountDocument {
  const [a, b] = hex(one) > hex(other) ? [one, other] : [other, one]
  const profile = later(a.profile, b.profile)
  return {
    ...b,
    ...a,
    version: Math.max(a.version, b.version),
    ...(profile && { profile }),
    commons: united(a.commons, b.commons, mergeCommons) as AccountDocument['commons'],
    devices: united(a.devices, b.devices, mergeDevices) as AccountDocument['devices'],
    keepers: united(a.keepers, b.keepers, (left, right) => (left > right ? left : right)),
  }
}

/** Whether two documents say the same; their version numbers are not looked at. */
export function sayTheSame(a: AccountDocument, b: AccountDocument): boolean {
  return Buffer.compare(encodeCbor({ ...a, version: 0 }), encodeCbor({ ...b, version: 0 })) === 0
}

type Kept = AccountDocument['commons'][CommonsId]

/** Said at the same time: field by field the greater, so that it doesn't matter in which order three are united. */
function mergeCommons(a: Kept, b: Kept): Kept {
  if (a.at === b.at) return { at: a.at, entry: together(a.entry, b.entry, greater) as AccountEntry }
  const [newer, older] = a.at > b.at ? [a, b] : [b, a]
  return { at: newer.at, entry: mergeEntries(newer.entry, older.entry) }
}

/** An entry with what another device's of the same commons has more. */
export function mergeEntries(newer: AccountEntry, older: AccountEntry): AccountEntry {
  return together(newer, older) as AccountEntry
}

type Choose = (newer: unknown, older: unknown) => unknown

/** The newer value; but a key, or a member of a list, that only the older has is never lost: it may be what opens something. */
function together(newer: unknown, older: unknown, choose: Choose = (first) => first): unknown {
  if (Array.isArray(newer) && Array.isArray(older)) {
    const known = new Set(newer.map((one) => hex(one)))
    return [...(newer as unknown[]), ...(older as unknown[]).filter((one) => !known.has(hex(one)))]
  }
  if (!isMap(newer) || !isMap(older)) return choose(newer, older)
  return united(newer, older, (first, second) => together(first, second, choose))
}

function greater(a: unknown, b: unknown): unknown {
  return hex(a) > hex(b) ? a : b
}

function mergeDevices(a: AccountDevice, b: AccountDevice): AccountDevice {
  const [newer, older] = isLater(a, b) ? [a, b] : [b, a]
  const named = a.named === b.named ? (a.name > b.name ? a : b) : a.named > b.named ? a : b
  const retired = Math.min(a.retired ?? Infinity, b.retired ?? Infinity)
  return {
    ...older,
    ...newer,
    name: named.name,
    named: named.named,
    since: Math.min(a.since, b.since),
    ...(retired < Infinity && { retired }),
    heads: united(newer.heads, older.heads, mergeHeads) as AccountDevice['heads'],
  }
}

/** A log only grows. */
function mergeHeads(a: readonly AccountHead[], b: readonly AccountHead[]): readonly AccountHead[] {
  const byLog = new Map(a.map((head) => [head.log, head]))
  for (const head of b) {
    const known = byLog.get(head.log)
    if (!known || head.blocks > known.blocks) byLog.set(head.log, head)
  }
  return [...byLog.values()].toSorted((one, other) => (one.log < other.log ? -1 : 1))
}

function united<Value>(
  a: Readonly<Record<string, Value>>,
  b: Readonly<Record<string, Value>>,
  merge: (a: Value, b: Value) => Value,
): Record<string, Value> {
  const all = new Map(Object.entries(a))
  for (const [key, value] of Object.entries(b)) {
    const known = all.get(key)
    all.set(key, known === undefined ? value : merge(known, value))
  }
  return Object.fromEntries(all)
}

function later<Dated extends { readonly at: number }>(a?: Dated, b?: Dated): Dated | undefined {
  return a && b ? (isLater(a, b) ? a : b) : (a ?? b)
}

/** Of two that were said at the same time, the one with the greater bytes: every device decides alike. */
function isLater(a: { readonly at: number }, b: { readonly at: number }): boolean {
  return a.at === b.at ? hex(a) > hex(b) : a.at > b.at
}

function hex(value: unknown): string {
  return Buffer.from(encodeCbor(value)).toString('hex')
}

function isMap(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  )
}

/** The id of each device but this one. */
export function otherDevices(document: AccountDocument, self: DeviceId): DeviceId[] {
  return (Object.keys(document.devices) as DeviceId[]).filter((device) => device !== self)
}
