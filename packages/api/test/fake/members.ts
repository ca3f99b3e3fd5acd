import type { BlockInfo, ExclusionResult, Members } from '@allmende/node'
import { GARDEN, NASTY } from './samples.ts'

const BOB = { person: 'bobbobbob', name: `Bob ${NASTY}` }
const ANNA = { person: 'annaannaanna', name: 'Anna' }
const BLOCK: BlockInfo = { ...BOB, note: `rude ${NASTY}`, at: 1_700_000_000_000, commons: null }
const IN = { commons: GARDEN.id, commonsName: GARDEN.name, public: GARDEN.public }

/** Who belongs to a commons: blocks, exclusion, epochs of the read key. In the fake node. */
export function fakeMembers(): Members {
  const decided: ExclusionResult = {
    ...BOB,
    ...IN,
    id: 'outoutout.1.0',
    inForce: true,
    by: [ANNA],
    newKey: false,
  }
  return {
    block: async ({ remove }) => ({ ...BLOCK, removed: remove === true }),
    listBlocks: async () => ({
      blocks: [BLOCK, { ...BLOCK, commons: [{ id: GARDEN.id, name: GARDEN.name }] }],
    }),
    members: async () => ({
      ...IN,
      founder: ANNA,
      epoch: 0,
      total: 3,
      next: 'nextnext',
      members: [
        {
          ...ANNA,
          you: true,
          founder: true,
          since: 1_700_000_000_000,
          vouchedBy: [],
          blocked: false,
          excluded: null,
          proposedBy: [],
          nodes: ['nodenodenode'],
        },
        {
          ...BOB,
          you: false,
          founder: false,
          since: null,
          vouchedBy: [ANNA],
          blocked: true,
          excluded: { by: [ANNA], note: `rude ${NASTY}` },
          proposedBy: [],
          nodes: [],
        },
      ],
    }),
    exclude: async () => decided,
    changeKey: async () => ({
      commons: GARDEN.id,
      commonsName: GARDEN.name,
      epoch: 1,
      devices: 3,
      link: GARDEN.link,
    }),
    readmit: async () => ({ ...decided, inForce: false }),
  }
}
