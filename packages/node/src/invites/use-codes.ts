import { parseInviteCode } from '@allmende/vocabulary'
import { joinCommons } from '../commons-actions.ts'
import type { ActionContext, CommonsInfo } from '../contract.ts'
import { fail } from '../errors.ts'
import type { CodeAnswer } from '../contract-invites.ts'
import type { Parts } from '../parts.ts'
import { joinedStatement } from './exchange.ts'
import type { InviteDesk } from './invite-desk.ts'
import type { Redeemed } from './joiner.ts'

/** How long somebody with this code is looked for: finding them over a DHT takes some seconds, and they may be slow to begin. */
export const WAIT_MS = 60_000
/** How long the inviter's word that they vouched is waited for; what was granted is granted without it. */
const NOTED_MS = 10_000

type CodeRequest = { readonly code: string; readonly waitSeconds?: number }

/**
 * Joins by a code. The link is taken first and the person is said after that, so that nobody who doesn't know the words
 * learns who came.
 */
export async function joinByCode(
  parts: Parts,
  desk: InviteDesk,
  request: CodeRequest & { readonly name?: string },
  context: ActionContext,
): Promise<CommonsInfo & { by: string | null; vouched: boolean | null }> {
  return redeem(parts, desk, request, context, async (redeemed) => {
    const { vouch, by } = redeemed.grant
    const link = linkOf(redeemed)
    const words = vouch ? await parts.writer.ensureIdentity() : undefined
    const joined = await joinCommons(parts, {
      link,
      ...(request.name === undefined ? {} : { name: request.name }),
    })
    const proof = vouch ? parts.logs.attest(joinedStatement(redeemed.handshakeHash)) : null
    const vouched = await inTime(redeemed.answer(proof))
    return { ...joined, ...(words === undefined ? {} : { words }), by, vouched }
  })
}

/** The link alone: to copy something, nobody has to be anybody. */
export function linkByCode(
  parts: Parts,
  desk: InviteDesk,
  request: CodeRequest,
  context: ActionContext,
): Promise<CodeAnswer> {
  return redeem(parts, desk, request, context, async (redeemed) => {
    const link = linkOf(redeemed)
    await inTime(redeemed.answer(null))
    return { link, by: redeemed.grant.by }
  })
}

function linkOf({ grant: { link } }: Redeemed): string {
  if (link === null) throw fail('INVITE_FOR_DEVICE')
  return link
}

async function redeem<T>(
  parts: Parts,
  desk: InviteDesk,
  { code, waitSeconds }: CodeRequest,
  { signal }: ActionContext,
  use: (redeemed: Redeemed) => Promise<T>,
): Promise<T> {
  const parsed = parseInviteCode(code)
  await parts.network.start()
  const waitMs = waitSeconds === undefined ? WAIT_MS : waitSeconds * 1_000
  return desk.redeem(parsed, { waitMs, signal }, use)
}

/** Null when nothing was heard. */
export async function inTime(answer: Promise<boolean | null>): Promise<boolean | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), NOTED_MS)))
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
