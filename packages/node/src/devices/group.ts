import type { Devices } from '../contract-devices.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'

/** A person and their devices: backup, restore, recovery. */
export function createDevices(_parts: Parts): Group<Devices> {
  return { actions: {} }
}
