// The bound first entry (D2): who writes this log, for which commons, on which device, with which cores.
import {
  decodeRecord,
  DEVICE_PURPOSE,
  encodeRecord,
  isKind,
  keyBytes,
  validate,
  type Clock,
  type CommonsId,
  type CoreKey,
  type DeviceId,
  type LogKey,
  type PersonId,
} from '@allmende/vocabulary'
import IdentityKey from 'keet-identity-key'
import { attestAsDevice, hasDeviceForm } from './attest-device.ts'
import type { DeviceSecrets } from './identity.ts'

export type Binding = {
  commons: CommonsId
  person: PersonId
  device: DeviceId
  records: LogKey
  edits: CoreKey
  files: CoreKey
}

/**
 * WARNING: signed. What the device attests: everything together, in fixed lengths, with the purpose in front. Were
 * anything left out, a proof could be shown in another commons, for another log, or with another's edits core.
 */
function statement(binding: Binding): Uint8Array {
  const { commons, person, device, records, edits, files } = binding
  const keys = [commons, person, device, records, edits, files].map((id) => keyBytes(id))
  return Buffer.concat([Buffer.from(`${DEVICE_PURPOSE}\n`), ...keys])
}

/** The record that becomes block 0 of all three cores, byte for byte the same in each. */
export function makeBinding(
  identity: DeviceSecrets,
  commons: CommonsId,
  cores: { records: LogKey; edits: CoreKey; files: CoreKey },
  clock: Clock,
): Uint8Array {
  const { person, device } = identity
  const binding = { commons, person, device, ...cores }
  const proof = attestAsDevice(identity, statement(binding))
  return encodeRecord({
    kind: 'device',
    v: 1,
    clock: [clock.now(), 0],
    body: { purpose: DEVICE_PURPOSE, commons, person, device, cores, proof },
  })
}

export type BindingVerdict = { ok: true; binding: Binding } | { ok: false; reason: string }

/**
 * Verifies the first record of the log `log` in `commons`. Conditions, in this order: it is a valid `device` record ·
 * for this commons · of this log · with three different cores · the proof has the one form that is allowed · the
 * person attests the device, and the device all of the above.
 * Never throws: what cannot be verified is refused.
 */
export function verifyBinding(record: Uint8Array, commons: CommonsId, log: LogKey): BindingVerdict {
  const body = readDeviceRecord(record)
  if (body === null) return refused('the first entry is not a device record')
  const { cores } = body
  const binding: Binding = { commons: body.commons, person: body.person, device: body.device, ...cores }
  if (binding.commons !== commons) return refused('the entry is for another commons')
  if (binding.records !== log) return refused('the entry is for another log')
  if (new Set<string>([cores.records, cores.edits, cores.files]).size !== 3)
    return refused('a core is named twice')
  if (!hasDeviceForm(body.proof)) return refused('the proof is not of the form root, device, entry')
  return isProven(binding, body.proof) ? { ok: true, binding } : refused('the proof is wrong')
}

/** The cores that a first entry names; null when it isn't a device record. Nothing is verified here. */
export function claimedCores(record: Uint8Array): { records: string; edits: string; files: string } | null {
  return readDeviceRecord(record)?.cores ?? null
}

/** The log that a first entry says it belongs to; null when it isn't a device record. Nothing is verified here. */
export function claimedLog(record: Uint8Array): LogKey | null {
  return readDeviceRecord(record)?.cores.records ?? null
}

function readDeviceRecord(bytes: Uint8Array) {
  try {
    const { record } = decodeRecord(bytes)
    if (!isKind(record, 'device') || validate(record).length > 0) return null
    return record.body
  } catch {
    return null
  }
}

function isProven(binding: Binding, proof: Uint8Array): boolean {
  try {
    const verified = IdentityKey.verify(Buffer.from(proof), statement(binding), {
      expectedIdentity: Buffer.from(keyBytes(binding.person)),
      expectedDevice: Buffer.from(keyBytes(binding.device)),
    })
    return verified !== null
  } catch {
    // `verify` throws on what it can't parse.
    return false
  }
}

function refused(reason: string): BindingVerdict {
  return { ok: false, reason }
}
