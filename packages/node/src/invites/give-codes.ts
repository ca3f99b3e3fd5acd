import { INVITE_MS, MAX_INVITE_MS, MAX_INVITE_USES, triesLeft } from '@allmende/rules'
import { decodeLink, describeLink, type PersonId, type RecordId, writeInviteCode } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { InviteInfo, InviteRequest } from '../contract-invites.ts'
import { fail } from '../errors.ts'
import { locateThing } from '../locate-thing.ts'
import type { Parts } from '../parts.ts'
import { vouch } from '../people.ts'
import type { InviteDesk } from './invite-desk.ts'
import { type Invite, inviteWith, stateOf } from './inviter.ts'

/** A code that opens something; others are for one's own devices (`devices/device-codes.ts`). */
type OpensCommons = Invite & { readonly commons: string; readonly grant: { readonly link: string } }

const opensCommons = (invite: Invite): invite is OpensCommons =>
  invite.commons !== null && invite.grant.link !== null

/** Gives out a code for a commons, or for a good in one. Throws INVITE_TERMS, INVITE_MANY, and what names of commons throw. */
export async function giveCode(parts: Parts, desk: InviteDesk, request: InviteRequest): Promise<InviteInfo> {
  const { uses, expires } = termsOf(parts, request)
  const { commons, link, thing } = await opened(parts, request)
  if (commons.entry.role !== 'member') throw fail('COMMONS_OWN_WORDS', { what: 'inviting' })
  const vouches = request.vouch === true || !commons.entry.public
  // Before the code is said: a vouch needs somebody to vouch, and the 24 words have to be shown to a person who is there.
  const words = vouches ? await parts.writer.ensureIdentity() : undefined
  await parts.network.start()
  const grant = { link, vouch: vouches, by: parts.wanted.get('profile')?.name ?? null }
  const invite = await desk.open({ grant, commons: commons.id, thing: thing?.id ?? null, uses, expires })
  return {
    ...infoOf(parts, { ...invite, commons: commons.id, grant }, thing?.title),
    ...(words === undefined ? {} : { words }),
  }
}

export async function listCodes(parts: Parts, desk: InviteDesk): Promise<InviteInfo[]> {
  const infos: InviteInfo[] = []
  for (const invite of desk.all().filter(opensCommons).toReversed()) {
    const thing = invite.thing === null ? null : await parts.views.show(invite.thing)
    infos.push(infoOf(parts, invite, thing?.title))
  }
  return infos
}

/** Throws INVITE_UNKNOWN. A code that is over stays as it is. */
export function cancelCode(parts: Parts, desk: InviteDesk, text: string): InviteInfo {
  const { code, invite } = inviteWith(desk.all().filter(opensCommons), text)
  if (!invite) throw fail('INVITE_UNKNOWN', { found: code })
  desk.cancel(invite)
  return infoOf(parts, invite)
}

/** Notes who came, and vouches for them where that was wished. */
export async function welcome(parts: Parts, invite: Invite, person: PersonId | null): Promise<boolean> {
  const noted = { person, at: parts.clock.now(), vouched: false }
  invite.joined.push(noted)
  if (
    invite.commons === null ||
    !invite.grant.vouch ||
    person === null ||
    person === parts.logs.identity?.person
  )
    return false
  await vouch(parts, { person, commons: invite.commons })
  noted.vouched = true
  return true
}

/** How long a code is good, and how often. Throws INVITE_TERMS. */
export function termsOf(
  parts: Parts,
  { seconds, uses = 1 }: Pick<InviteRequest, 'seconds' | 'uses'>,
): { uses: number; expires: number } {
  const ms = seconds === undefined ? INVITE_MS : seconds * 1_000
  if (!(ms >= 1_000 && ms <= MAX_INVITE_MS))
    throw fail('INVITE_TERMS', { expected: 'a time of one second to one day', found: `${seconds} seconds` })
  if (!Number.isInteger(uses) || uses < 1 || uses > MAX_INVITE_USES)
    throw fail('INVITE_TERMS', { expected: `1 to ${MAX_INVITE_USES} uses`, found: String(uses) })
  return { uses, expires: parts.clock.now() + ms }
}

type Opened = {
  readonly commons: OpenCommons
  readonly link: string
  readonly thing?: { readonly id: RecordId; readonly title: string }
}

async function opened(parts: Parts, { commons: name, thing: reference }: InviteRequest): Promise<Opened> {
  if (reference === undefined) {
    const commons = parts.book.forWriting(name)
    return { commons, link: parts.book.link(commons) }
  }
  const { commons, thing } = await locateThing(parts, reference, {})
  const kind = thing.kind === 'draft' ? 'draft' : 'good'
  return { commons, link: parts.book.thingLink(commons, thing.id, kind), thing }
}

function infoOf(parts: Parts, invite: OpensCommons, title = ''): InviteInfo {
  const entry = parts.book.get(invite.commons)?.entry
  return {
    code: writeInviteCode(invite.code),
    state: stateOf(invite, parts.clock.now()),
    commons: invite.commons,
    commonsName: entry?.name ?? '',
    public: entry?.public ?? false,
    thing: invite.thing === null ? null : { id: invite.thing, title },
    opens: describeLink(decodeLink(invite.grant.link)),
    expires: invite.expires,
    usesLeft: Math.max(0, invite.uses - invite.used),
    triesLeft: triesLeft(invite),
    vouches: invite.grant.vouch,
    joined: invite.joined,
  }
}
