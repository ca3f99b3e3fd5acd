import { triesLeft } from '@allmende/rules'
import { writeInviteCode } from '@allmende/vocabulary'
import type { DeviceCode } from '../contract-devices.ts'
import { fail } from '../errors.ts'
import { termsOf } from '../invites/give-codes.ts'
import type { InviteDesk } from '../invites/invite-desk.ts'
import { type Invite, inviteWith, stateOf } from '../invites/inviter.ts'
import type { Parts } from '../parts.ts'
import type { OwnAccount } from './own-account.ts'

/**
 * Opens nothing: it has two computers meet, and the words are typed on the new one. A name in it would be said to
 * whoever guesses the code.
 */
const NOTHING = { link: null, vouch: false, by: null }

/** What codes for one's own devices rest on. */
export type CodeParts = { readonly parts: Parts; readonly own: OwnAccount; readonly desk: InviteDesk }

/** Gives out a code for one more device. Throws DEVICE_NOBODY, ACCOUNT_NONE, INVITE_TERMS, INVITE_MANY. */
export async function addDevice(
  { parts, own, desk }: CodeParts,
  request: { readonly seconds?: number },
): Promise<DeviceCode> {
  if (!parts.logs.identity) throw fail('DEVICE_NOBODY')
  if (!own.keys) throw fail('ACCOUNT_NONE')
  const { uses, expires } = termsOf(parts, request)
  // The list is what the new one comes for: as new as it can be.
  await own.update()
  await parts.network.start()
  return infoOf(parts, own, await desk.open({ grant: NOTHING, commons: null, thing: null, uses, expires }))
}

/** The newest first. */
export function listDeviceCodes({ parts, own, desk }: CodeParts): DeviceCode[] {
  return forDevices(desk)
    .toReversed()
    .map((invite) => infoOf(parts, own, invite))
}

/** Throws DEVICE_CODE_UNKNOWN. A code that is over stays as it is. */
export function cancelDeviceCode({ parts, own, desk }: CodeParts, text: string): DeviceCode {
  const { code, invite } = inviteWith(forDevices(desk), text)
  if (!invite) throw fail('DEVICE_CODE_UNKNOWN', { found: code })
  desk.cancel(invite)
  return infoOf(parts, own, invite)
}

function forDevices(desk: InviteDesk): Invite[] {
  return desk.all().filter(({ commons }) => commons === null)
}

/** A node is known as a device as soon as that stands in the list of one's commons: some seconds after it came. */
function infoOf(parts: Parts, own: OwnAccount, invite: Invite): DeviceCode {
  const [came] = invite.devices
  const [device, said] =
    Object.entries(own.document?.devices ?? {}).find(([, { node }]) => came?.own && node === came.node) ?? []
  return {
    code: writeInviteCode(invite.code),
    state: stateOf(invite, parts.clock.now()),
    expires: invite.expires,
    triesLeft: triesLeft(invite),
    came: came ? { at: came.at, own: came.own, device: device ?? null, name: said?.name ?? null } : null,
  }
}
