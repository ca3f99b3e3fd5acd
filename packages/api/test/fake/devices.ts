import type { Devices } from '@allmende/node'

/** A person and their devices: backup, restore, recovery. In the fake node. */
export function fakeDevices(): Devices {
  return {}
}
