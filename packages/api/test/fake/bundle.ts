import type { ActionContext, Bundles } from '@allmende/node'
import { BENCH, GARDEN, NASTY, PEER } from './samples.ts'

type Tools = { readonly work: (name: string, path: string, context?: ActionContext) => Promise<void> }

const FILES = { id: BENCH.id, version: BENCH.id, title: `A bench ${NASTY}`, bytes: 3000 }

/** What goes from node to node in a file. In the fake node. */
export function fakeBundles({ work }: Tools): Bundles {
  return {
    async createBundle({ file, for: someone }, context) {
      await work('createBundle', file, context)
      return {
        file,
        bytes: 20_000,
        for: someone === undefined ? [] : [{ node: PEER.node, name: PEER.name ?? null }],
        commons: [
          {
            id: GARDEN.id,
            name: GARDEN.name,
            logs: 3,
            blocks: 40,
            bytes: 12_000,
            files: [FILES],
            leftOut: [
              { ...FILES, title: `A house ${NASTY}`, bytes: 2 ** 31, reason: 'more than goes along unasked' },
            ],
            known: someone === undefined ? null : BENCH.at,
          },
        ],
      }
    },
    async openBundle({ file }, context) {
      await work('openBundle', file, context)
      return {
        file,
        bytes: 20_000,
        from: { node: PEER.node, name: NASTY, at: BENCH.at },
        transport: 'stick',
        commons: [
          {
            id: GARDEN.id,
            name: GARDEN.name,
            logs: 3,
            blocks: 40,
            records: 55,
            bytes: 12_000,
            files: [FILES],
            notTaken: [{ reason: 'quota', logs: 1 }],
          },
        ],
        unopened: 1,
      }
    },
  }
}
