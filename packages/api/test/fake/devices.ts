import type { ActionContext, DeviceCode, DeviceInfo, Devices } from '@allmende/node'
import { GARDEN, NASTY } from './samples.ts'

export const HERE: DeviceInfo = {
  device: 'devicedevice',
  name: 'Laptop',
  here: true,
  since: 1_760_000_000_000,
  wrote: 1_760_000_000_000,
  seen: 1_760_000_000_000,
  connected: true,
  retired: null,
  commons: [GARDEN.id],
}

const OTHER: DeviceInfo = {
  ...HERE,
  device: 'otherother',
  name: `Old ${NASTY}`,
  here: false,
  connected: false,
  wrote: null,
  seen: null,
}

const CODE: DeviceCode = {
  code: '7-garden-lantern',
  state: 'open',
  expires: 1_760_000_600_000,
  triesLeft: 3,
  came: null,
}

/** A person and their devices: backup, restore, recovery. In the fake node. */
export function fakeDevices(
  work: (name: string, path: string, context?: ActionContext) => Promise<void>,
): Devices {
  const codes: DeviceCode[] = []
  return {
    listDevices: async () => ({
      person: 'annaannaanna',
      devices: [HERE, OTHER],
      account: { version: 3, commons: 1, keptBy: [{ node: 'bobsnode', name: null, newest: true, at: 1 }] },
      restoring: null,
    }),
    addDevice: async () => {
      codes.push(CODE)
      return CODE
    },
    // Once it was looked at, it is used.
    listDeviceCodes: async () => {
      const seen = [...codes]
      const came = { at: CODE.expires, own: true, device: OTHER.device, name: OTHER.name }
      codes.forEach((one, at) => (codes[at] = { ...one, state: 'used', came }))
      return seen
    },
    cancelDeviceCode: async (code) => ({ ...CODE, code, state: 'cancelled' }),
    renameDevice: async ({ name }) => ({ device: HERE.device, name }),
    retireDevice: async ({ words }) => ({
      device: OTHER.device,
      name: OTHER.name,
      byRoot: words !== undefined,
      commons: [{ id: GARDEN.id, name: GARDEN.name, records: 5 }],
      refused: 0,
    }),
    takeWords: async () => ({ person: 'annaannaanna', version: 1 }),
    splitWords: async ({ friends }) => ({
      shares: Array.from({ length: friends }, (_, at) => `allmende-share-1:${at}`),
    }),
    combineShares: async () => ({ words: 'abandon ability able' }),
    backup: async ({ file, withoutFiles }, context) => {
      await work('backup', file, context)
      return { ...backupOf(file), ...(withoutFiles && { content: 100 }) }
    },
    verifyBackup: async ({ file }, context) => {
      await work('verify', file, context)
      return backupOf(file)
    },
    restore: async ({ words, files }, context) => {
      await work('restore', '', context)
      const found = !words.startsWith('lost')
      const { id, name, public: open } = GARDEN
      const where = { commons: id, name, device: OTHER.device, deviceName: OTHER.name }
      return {
        person: 'annaannaanna',
        device: HERE.device,
        found,
        tried: ['looked on the same network', 'nobody answered'],
        asOf: found ? 1_760_000_000_000 : null,
        name: found ? `Anna ${NASTY}` : null,
        commons: found ? [{ id, name, public: open, records: 5, goods: 1, whole: 'yes' }] : [],
        devices: [HERE, OTHER],
        missing: found
          ? [{ ...where, records: 2, of: 7, since: null, until: 1_760_000_000_000, connected: false }]
          : [],
        files: found ? [{ commons: id, id: 'a.1.0', title: `Plan ${NASTY}`, files: 2, bytes: 3000 }] : [],
        fetched: files ? { goods: 1, files: 2, bytes: 3000 } : NO_FILES,
        elsewhere: files ? NO_FILES : { goods: 1, files: 2, bytes: 3000 },
        writesTo: found ? name : null,
      }
    },
  }
}

const NO_FILES = { goods: 0, files: 0, bytes: 0 }

function backupOf(file: string) {
  const commons = [GARDEN.name, NASTY]
  return { file, bytes: 5000, person: 'annaannaanna', commons, asOf: 1_760_000_000_000, content: 3000 }
}
