import type { CommonsLogs } from '@allmende/logs'
import type { DeviceId, LogKey } from '@allmende/vocabulary'
import type { DeviceInfo } from '../contract-devices.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import type { OwnAccount } from './own-account.ts'
import type { KnownDevices } from './known-devices.ts'
import { writtenAt } from './own-heads.ts'

/** All devices of this person: as they said by the account, and as their logs show. This one first, then the newest. */
export async function listDevices(
  parts: Parts,
  account: OwnAccount,
  known: KnownDevices,
): Promise<DeviceInfo[]> {
  const self = parts.logs.identity?.device
  if (!self) return []
  const said = account.document?.devices ?? {}
  const wrote = await writtenBy(parts)
  const ids = new Set([self, ...(Object.keys(said) as DeviceId[]), ...known.all(), ...wrote.keys()])
  const infos = [...ids].map((device): DeviceInfo => {
    const here = device === self
    const connected = here || known.isConnected(device)
    return {
      device,
      name: said[device]?.name ?? null,
      here,
      since: said[device]?.since ?? known.get(device)?.since ?? null,
      wrote: wrote.get(device)?.at ?? null,
      seen: connected ? parts.clock.now() : (known.get(device)?.seen ?? null),
      connected,
      retired: said[device]?.retired ?? null,
      commons: wrote.get(device)?.commons ?? [],
    }
  })
  return infos.toSorted((a, b) => Number(b.here) - Number(a.here) || (b.since ?? 0) - (a.since ?? 0))
}

/** By its id, the beginning of its id, or its name. Throws DEVICE_UNKNOWN, DEVICE_AMBIGUOUS. */
export function findDevice(devices: readonly DeviceInfo[], wanted: string): DeviceInfo {
  const text = wanted.trim()
  const named = (name: string | null) => name?.toLowerCase() === text.toLowerCase()
  const fitting = [
    devices.filter(({ device }) => device === text),
    devices.filter(({ name }) => named(name)),
    text.length >= 4 ? devices.filter(({ device }) => device.startsWith(text)) : [],
  ].find((list) => list.length > 0)
  if (!fitting?.[0]) throw fail('DEVICE_UNKNOWN', { found: wanted })
  if (fitting.length > 1)
    throw fail('DEVICE_AMBIGUOUS', {
      found: wanted,
      which: fitting.map(({ device }) => device.slice(0, 8)).join(', '),
    })
  return fitting[0]
}

/** When each device of this person wrote last, and where. */
async function writtenBy(parts: Parts): Promise<Map<DeviceId, { at: number; commons: string[] }>> {
  const found = new Map<DeviceId, { at: number; commons: string[] }>()
  const person = parts.logs.identity?.person
  for (const { id, logs } of parts.book.members()) {
    for (const state of logs.logs()) {
      if (!state.bound || !state.device || state.person !== person) continue
      const known = found.get(state.device) ?? { at: 0, commons: [] }
      const at = await lastWritten(logs, state.key, state.contiguous)
      const commons = known.commons.includes(id) ? known.commons : [...known.commons, id]
      found.set(state.device, { at: Math.max(known.at, at), commons })
    }
  }
  return found
}

async function lastWritten(logs: CommonsLogs, log: LogKey, length: number): Promise<number> {
  let at = 0
  for await (const { records } of logs.read(log, Math.max(0, length - 1)))
    at = Math.max(at, ...records.map(writtenAt))
  return at
}
