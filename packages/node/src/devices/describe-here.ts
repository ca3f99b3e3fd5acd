import { hostname } from 'node:os'
import { encodeCbor, type CommonsId, type DeviceId, type NodeId } from '@allmende/vocabulary'
import { isStarter } from '../commons-file.ts'
import type { Parts } from '../parts.ts'
import type { AccountDevice, AccountDocument, AccountHead } from './document.ts'
import { mergeEntries } from './merge-documents.ts'
import type { OwnHeads } from './own-heads.ts'
import { closeKeys } from './sealed-keys.ts'

/** The entries of this home as they were when last looked at. */
export type Noticed = Map<CommonsId, string>

/** The document with what this device has and knows of itself; the very same one when nothing is new. */
export async function describeHere(
  parts: Parts,
  document: AccountDocument,
  heads: OwnHeads,
  noticed: Noticed,
): Promise<AccountDocument> {
  const device = parts.logs.identity?.device
  if (!device) return document
  const now = parts.clock.now()
  const profile = profileOf(parts, document, now)
  return {
    ...document,
    ...(profile && { profile }),
    commons: commonsOf(parts, document, noticed, now),
    devices: { ...document.devices, [device]: await deviceOf(parts, document, device, heads, now) },
    keepers: { ...document.keepers, ...(await keepersOf(parts)) },
  }
}

function profileOf(parts: Parts, { profile }: AccountDocument, now: number): AccountDocument['profile'] {
  const here = parts.wanted.get('profile')
  if (!here || (profile?.name === here.name && profile.about === here.about)) return profile
  return { ...here, at: now }
}

/**
 * What is changed here since the last look is newer than what others say. What merely differs is not: two devices that call a
 * commons differently would answer each other for ever.
 */
function commonsOf(
  parts: Parts,
  { commons, person, devices }: AccountDocument,
  noticed: Noticed,
  now: number,
): AccountDocument['commons'] {
  const all = { ...commons }
  const alone = Object.values(devices).some(({ retired }) => retired !== undefined)
  for (const { id, entry } of parts.book.members()) {
    if (isStarter(entry)) continue
    const known = commons[id]
    const bytes = hex(entry)
    const before = noticed.get(id)
    noticed.set(id, bytes)
    const here = closeKeys(entry, known?.entry, { person, alone })
    const changed = before !== undefined && before !== bytes
    const merged = !known ? here : changed ? mergeEntries(here, known.entry) : mergeEntries(known.entry, here)
    if (!known || hex(merged) !== hex(known.entry)) all[id] = { entry: merged, at: now }
  }
  return all
}

async function deviceOf(
  parts: Parts,
  { devices }: AccountDocument,
  device: DeviceId,
  counted: OwnHeads,
  now: number,
): Promise<AccountDevice> {
  const known = devices[device]
  const heads: Record<CommonsId, readonly AccountHead[]> = { ...known?.heads }
  for (const { id, entry, logs } of parts.book.members()) {
    const own = isStarter(entry) ? [] : await counted.of(logs)
    if (own.length > 0) heads[id] = own
  }
  const first = { name: hostname().slice(0, 60) || 'device', named: 0, since: now, heads: {} }
  const said = { ...first, ...known, node: parts.id, heads }
  return known && hex({ ...said, at: 0 }) === hex({ ...known, at: 0 }) ? known : { ...said, at: now }
}

/** Nodes that this person asked to keep everything. */
async function keepersOf(parts: Parts): Promise<Record<NodeId, string>> {
  const keepers: Record<NodeId, string> = {}
  const person = parts.logs.identity?.person
  for (const { id } of parts.book.members()) {
    for (const { author, record } of await parts.views.statements(id, ['keeper'])) {
      const { node, name, ends } = record.body as { node?: NodeId; name?: string; ends?: true }
      if (author === person && node && !ends) keepers[node] = name ?? ''
    }
  }
  return keepers
}

function hex(value: unknown): string {
  return Buffer.from(encodeCbor(value)).toString('hex')
}
