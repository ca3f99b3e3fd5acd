import type { DeviceCode, Devices } from '@allmende/node'
import type { Calls } from './calls.ts'

/** A person and their devices: backup, restore, recovery. Over the API. */
export function devicesOver({ get, post, act }: Calls): Devices {
  return {
    listDevices: () => get('/v1/devices'),
    addDevice: (request) => post('/v1/devices/codes', request),
    listDeviceCodes: async () => (await get<{ codes: DeviceCode[] }>('/v1/devices/codes')).codes,
    cancelDeviceCode: (code) => post('/v1/devices/codes/cancel', { code }),
    renameDevice: (request) => post('/v1/devices/name', request),
    retireDevice: (request) => post('/v1/devices/retire', request),
    takeWords: (request) => post('/v1/account', request),
    splitWords: (request) => post('/v1/recovery/split', request),
    combineShares: (request) => post('/v1/recovery/combine', request),
    backup: (request, context) => act('/v1/backups', request, context),
    verifyBackup: (request, context) => act('/v1/backups/verify', request, context),
    restore: (request, context) => act('/v1/restores', request, context),
  }
}
