import { type DeviceId, displayText } from '@allmende/vocabulary'
import type { Bundles } from '../contract-bundle.ts'
import type { DeviceInfo, DeviceList, Devices } from '../contract-devices.ts'
import { fail } from '../errors.ts'
import type { Group } from '../group.ts'
import type { InviteDesk } from '../invites/invite-desk.ts'
import type { Parts } from '../parts.ts'
import { AccountService } from './account-service.ts'
import { backup, verifyBackup } from './backup.ts'
import { addDevice, cancelDeviceCode, listDeviceCodes } from './device-codes.ts'
import { KnownDevices } from './known-devices.ts'
import { findDevice, listDevices } from './list-devices.ts'
import type { OwnAccount } from './own-account.ts'
import { combineShares, splitWords } from './recovery.ts'
import { Restore } from './restore.ts'
import { retireDevice, Retirements } from './retire.ts'

/** A person and their devices: backup, restore, recovery. */
export function createDevices(parts: Parts, bundles: Bundles, desk: InviteDesk): Group<Devices> {
  const service = new AccountService(parts)
  const known = new KnownDevices(parts, service.own)
  const restore = new Restore(parts, service, known, { bundles, desk })
  const retirements = new Retirements(parts, service.own)
  const codes = { parts, own: service.own, desk }
  const devices = () => listDevices(parts, service.own, known)
  return {
    actions: {
      async listDevices() {
        if (service.own.keys) await service.own.update()
        const since = restore.lookingSince
        return {
          person: parts.logs.identity?.person ?? null,
          devices: await devices(),
          account: accountInfo(service),
          restoring: since === null ? null : { since, tried: restore.tried() },
        }
      },
      addDevice: (request) => addDevice(codes, request),
      listDeviceCodes: async () => listDeviceCodes(codes),
      cancelDeviceCode: async (code) => cancelDeviceCode(codes, code),
      renameDevice: async (request) => renameDevice(parts, service.own, await devices(), request),
      async retireDevice(request) {
        if (service.own.keys) await service.own.update()
        return retireDevice(parts, service.own, await devices(), request)
      },
      async takeWords({ words }) {
        await parts.logs.takeAccount(words)
        service.begin()
        await service.own.update()
        const { document } = service.own
        if (!document) throw fail('ACCOUNT_NONE')
        return { person: document.person, version: document.version }
      },
      splitWords: async (request) => ({ shares: await splitWords(request, parts.random) }),
      combineShares: async ({ shares }) => ({ words: await combineShares(shares) }),
      backup: (request, context = {}) => backup({ parts, own: service.own, bundles }, request, context),
      async verifyBackup({ file }, context = {}) {
        if (!parts.logs.identity) throw fail('BACKUP_NOBODY')
        if (!service.own.keys) throw fail('ACCOUNT_NONE')
        return verifyBackup(service.own.keys, file, context)
      },
      restore: (request, context = {}) => restore.run(request, context),
    },
    async start() {
      await service.start()
      await known.start()
      await restore.start()
      retirements.start()
    },
    async close() {
      known.close()
      service.close()
    },
  }
}

async function renameDevice(
  parts: Parts,
  own: OwnAccount,
  devices: readonly DeviceInfo[],
  { device: wanted, name }: { device: string; name: string },
): Promise<{ device: string; name: string }> {
  if (!own.keys) throw fail('ACCOUNT_NONE')
  const device = findDevice(devices, wanted).device as DeviceId
  const shown = displayText(name, 60).trim()
  if (shown === '') throw fail('DEVICE_NAME', { found: name })
  await own.update((document) => {
    const empty = { since: parts.clock.now(), at: 0, heads: {} }
    const named = { ...empty, ...document.devices[device], name: shown, named: parts.clock.now() }
    return { ...document, devices: { ...document.devices, [device]: named } }
  })
  return { device, name: shown }
}

function accountInfo(service: AccountService): DeviceList['account'] {
  const { document, keys, envelope } = service.own
  if (!keys || !document) return null
  const keptBy = service.keptBy().map(({ node, version, at }) => ({
    node,
    name: document.keepers[node] || null,
    newest: version === envelope?.version,
    at,
  }))
  return { version: document.version, commons: Object.keys(document.commons).length, keptBy }
}
