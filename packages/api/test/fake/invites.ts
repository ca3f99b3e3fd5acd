import type { FoundCommons, InviteInfo, Invites } from '@allmende/node'
import { errorTable } from '@allmende/vocabulary'
import { BENCH, GARDEN, NASTY } from './samples.ts'

const fail = errorTable({
  INVITE_WRONG: { status: 403, message: 'these are not the words of the code', hint: 'ask again' },
})

const INVITE: InviteInfo = {
  code: '7-garden-lantern',
  state: 'open',
  commons: GARDEN.id,
  commonsName: GARDEN.name,
  public: true,
  thing: null,
  opens: `Opens the public commons "${GARDEN.name}".`,
  expires: 1_700_000_600_000,
  usesLeft: 1,
  triesLeft: 3,
  vouches: false,
  joined: [],
}

const FOUND: FoundCommons = {
  id: GARDEN.id,
  name: `Garden ${NASTY}`,
  about: `Plants ${NASTY}`,
  tags: ['garden', NASTY],
  place: NASTY,
  language: 'de',
  link: GARDEN.link,
  at: INVITE.expires,
  until: INVITE.expires,
  trusted: true,
  confirmed: true,
  joined: false,
  listedBy: [{ person: 'bobbobbob', name: NASTY }],
}

/** Invites by a spoken code, and public commons found without a link. In the fake node: a code is used once it was looked at. */
export function fakeInvites(): Invites {
  const invites: InviteInfo[] = []
  const known = (code: string) => {
    if (code === '7-garden-lemon') throw fail('INVITE_WRONG')
  }
  return {
    listPublicly: async ({ stop = false, about = '', tags = [] }) => ({
      commons: GARDEN.id,
      name: GARDEN.name,
      link: GARDEN.link,
      listed: !stop,
      about,
      tags,
      place: '',
      language: '',
      until: stop ? null : INVITE.expires,
    }),
    findCommons: async ({ words = '' }) => {
      const results = words === 'nothing' ? [] : [FOUND]
      return { results, total: results.length, known: 1, hidden: 0 }
    },
    joinListed: async () => GARDEN,
    hideListed: async ({ what, show = false }) => ({ hidden: show ? [] : [what] }),
    invite: async ({ thing, vouch = false }) => {
      const about = thing === undefined ? null : { id: BENCH.id, title: BENCH.title }
      invites.push({ ...INVITE, thing: about, vouches: vouch })
      return { ...INVITE, thing: about, vouches: vouch }
    },
    listInvites: async () => {
      const seen = [...invites]
      const joined = [{ person: 'bobbobbob', at: INVITE.expires, vouched: true }]
      invites.forEach((one, at) => (invites[at] = { ...one, state: 'used', usesLeft: 0, joined }))
      return seen
    },
    cancelInvite: async (code) => ({ ...INVITE, code, state: 'cancelled' }),
    joinByCode: async ({ code }) => {
      known(code)
      return { ...GARDEN, by: `Anna ${NASTY}`, vouched: true }
    },
    linkByCode: async ({ code }) => {
      known(code)
      return { link: BENCH.link, by: `Anna ${NASTY}` }
    },
  }
}
