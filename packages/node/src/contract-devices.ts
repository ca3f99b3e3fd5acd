/** A person and their devices: backup, restore, recovery. */
export type Devices = Record<never, never>
