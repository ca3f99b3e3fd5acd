import type { Keeping, KeepingInfo, PinInfo } from '@allmende/node'
import { BENCH, GARDEN, NASTY, PEER } from './samples.ts'

const ASKER: KeepingInfo = {
  person: 'bobbobbob',
  name: `Bob ${NASTY}`,
  since: 1_760_000_000_000,
  commons: [GARDEN.name],
  agreed: false,
  quota: null,
  held: { versions: 1, bytes: 3000 },
  missing: { versions: 1, bytes: 2000 },
  over: { versions: 0, bytes: 0 },
}

const PINNED: PinInfo = {
  what: 'good',
  name: BENCH.title,
  id: BENCH.id,
  since: 1_760_000_000_000,
  max: null,
  goods: 1,
  held: { versions: 1, bytes: 3000 },
  missing: { versions: 0, bytes: 0 },
  over: { versions: 0, bytes: 0 },
}

/** Who holds what, and what is held here. In the fake node. */
export function fakeKeeping(): Keeping {
  return {
    storage: async () => ({
      disk: 5000,
      commons: [
        {
          id: GARDEN.id,
          name: GARDEN.name,
          records: 3,
          versions: 1,
          bytes: 3000,
          goods: [
            {
              id: BENCH.id,
              title: NASTY,
              yours: true,
              pinned: false,
              versions: 1,
              bytes: 3000,
              elsewhere: 0,
            },
          ],
          more: false,
        },
      ],
    }),
    addKeeper: async ({ who, name = who }) => ({ node: PEER.node, name, commons: [GARDEN.name] }),
    removeKeeper: async ({ who }) => ({ node: PEER.node, name: who, commons: [GARDEN.name] }),
    listKeepers: async () => ({
      keepers: [
        {
          node: PEER.node,
          name: `Bert ${NASTY}`,
          person: null,
          since: 1_760_000_000_000,
          commons: [GARDEN.name],
          later: true,
          agreed: true,
          answer: 'no',
          asOf: 1_760_000_100_000,
          reason: `Bert ${NASTY} lacks 2 records`,
          why: { code: 'silent', name: NASTY, mirror: false },
          holds: { versions: 1, bytes: 3000 },
        },
      ],
      keeping: [ASKER],
      together: { bytes: 3000, limit: null },
    }),
    keepFor: async ({ quota = null }) => ({ ...ASKER, agreed: true, quota }),
    dropFor: async () => ASKER,
    listPins: async () => ({ pins: [PINNED] }),
    pin: async (request) => ({ ...PINNED, max: request.max ?? null, fetched: 3000 }),
    unpin: async () => PINNED,
    retract: async ({ withdraw = false }) => ({ id: BENCH.id, title: BENCH.title, withdrawn: withdraw }),
    forget: async () => ({
      id: BENCH.id,
      title: BENCH.title,
      versions: 1,
      before: 10_000,
      after: 7000,
      freed: 3000,
      folders: [`/somewhere/${NASTY}`],
    }),
    limitKept: async ({ bytes }) => ({ bytes: 3000, limit: bytes }),
  }
}
