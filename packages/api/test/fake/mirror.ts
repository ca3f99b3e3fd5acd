import type { Mirrors } from '@allmende/node'
import { GARDEN, NASTY, PEER } from './samples.ts'

const STATE = {
  bytes: 3_000_000,
  quota: 10_000_000,
  full: false,
  logs: 2,
  behind: 0,
  filesWanted: 1,
  filesHeld: 1,
}

/** Keepers that hold ciphertext only. In the fake node. */
/** `keeps`: whether it keeps a commons for others already. */
export function fakeMirrors(keeps = true): Mirrors {
  const { id, name } = GARDEN
  const kept = { ...STATE, id: 'keptkeptkept', name: `Kept ${NASTY}`, public: false, peers: 1 }
  const takenBack = { id: 'gonegonegone', name: 'Gone', at: 1_700_000_000_000, bytes: 5000, by: PEER.node }
  return {
    mirrorLink: async () => ({ id, name, link: 'allmende:mirrorlink', public: true }),
    keepMirror: async ({ quota = STATE.quota }) => ({
      ...kept,
      quota,
      giver: PEER.node,
      since: 1_700_000_000_000,
    }),
    dropMirror: async () => ({ ...takenBack, by: 'owner' }),
    mirrors: async () => ({
      keeps: keeps ? [{ ...kept, giver: PEER.node, since: 1_700_000_000_000 }] : [],
      takenBack: [takenBack],
      mirrors: [
        {
          ...STATE,
          commons: id,
          commonsName: name,
          node: PEER.node,
          connected: true,
          at: 1_700_000_000_000,
          removal: 'none',
          oldKey: false,
        },
      ],
    }),
    removeMirror: async () => ({
      commons: id,
      commonsName: name,
      removed: [{ node: PEER.node, bytes: 3_000_000, all: true }],
      asked: ['faraway'],
      refused: [],
    }),
  }
}
