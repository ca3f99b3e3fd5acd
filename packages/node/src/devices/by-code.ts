import { accountOfWords } from '@allmende/logs'
import { parseInviteCode } from '@allmende/vocabulary'
import type { ActionContext } from '../contract.ts'
import { fail } from '../errors.ts'
import type { InviteDesk } from '../invites/invite-desk.ts'
import { inTime, WAIT_MS } from '../invites/use-codes.ts'
import type { Parts } from '../parts.ts'
import { proveOwnDevice } from './proof.ts'

type ByCode = { readonly words: string; readonly code: string; readonly waitMs?: number }

/**
 * Finds the computer that made a code, and does `work` while the two are connected. Nothing is made before it has said that
 * it is of the same words: wrong words are told by their checksum without spending the code, those of somebody else by it.
 * Throws INVITE_CODE_…, IDENTITY_WORDS, INVITE_NOBODY, INVITE_WRONG, INVITE_DEAD, RESTORE_CODE, RESTORE_STRANGER.
 */
export async function withOwnDevice<T>(
  { parts, desk }: { readonly parts: Parts; readonly desk: InviteDesk },
  { words, code, waitMs = WAIT_MS }: ByCode,
  { onProgress, signal }: ActionContext,
  work: () => Promise<T>,
): Promise<T> {
  const parsed = parseInviteCode(code)
  const account = await accountOfWords(words)
  await parts.network.start()
  onProgress?.({ phase: 'looking for the computer that made the code', done: 0, unit: 'records' })
  return desk.redeem(parsed, { waitMs, signal }, async (found) => {
    const { grant, handshakeHash } = found
    if (grant.link !== null) throw fail('RESTORE_CODE')
    // Not heard: the list itself is given only to who proves the account, so nothing is lost by going on.
    const own = await inTime(found.answer(proveOwnDevice(account, handshakeHash)))
    if (own === false) throw fail('RESTORE_STRANGER')
    return work()
  })
}
