import type { ActionContext, Carry, ExportResult } from '@allmende/node'
import { BENCH, GARDEN, NASTY } from './samples.ts'

type Work = (name: string, path: string, context?: ActionContext) => Promise<void>

/** What carries goods over the border, in the fake node: it behaves as the contract says and writes nothing. */
export function fakeCarry(work: Work): Carry {
  const written = (as: string, path: string): ExportResult => ({
    as,
    path,
    written: ['index.html'],
    files: 1,
    bytes: 1000,
    goods: 1,
    notes: [`The text of ${NASTY} isn’t here.`],
  })
  return {
    importGoods: async ({ path, dryRun = false }, context) => {
      await work('import', path, context)
      const { id, link, title, licence } = BENCH
      const good = {
        from: 'okh.toml',
        format: 'okh2',
        title,
        description: NASTY,
        licence,
        type: 'design',
        outcome: 'new' as const,
        reason: null,
        hint: null,
        id,
        link,
        version: id,
        files: 2,
        bytes: 3000,
        paths: ['okh.toml', `plan ${NASTY}.pdf`],
        parts: 2,
        subAssemblies: 0,
        missing: ['bom.csv'],
        table: {
          file: 'parts.csv',
          lines: 2,
          mapping: { name: `Part ${NASTY}` },
          unused: ['Price'],
          sections: [{ title: 'Frame', header: 1, first: 2, last: 3, skipped: false }],
        },
        pointers: [],
        completeness: { percent: 40, missing: [{ field: 'design.tools', why: `tools ${NASTY}` }] },
      }
      const message = `no ${NASTY}`
      const values = { key: NASTY }
      const found = { severity: 'warning' as const, code: 'OKH_FORM', message, values, file: 'okh.toml' }
      const findings = [{ ...found, line: 3, column: null, hint: null }]
      const where = { commons: GARDEN.id, commonsName: GARDEN.name, public: GARDEN.public }
      const whole = { id, link, version: id, title, licence, files: 2, bytes: 3000 }
      return { dryRun, ...whole, goods: [good], findings, leftOut: [], ...where }
    },
    exportGood: async ({ as, to }, context) => {
      await work('export', to, context)
      return written(as, to)
    },
    bringOver: async ({ from, to, dryRun = false }, context) => {
      await work('bring', from, context)
      const { id, title } = BENCH
      return {
        dryRun,
        from: GARDEN.id,
        to,
        toName: `Board ${NASTY}`,
        public: true,
        brought: [{ id, kind: 'good', title, versions: 2, bytes: 3000 }],
        words: 1,
        left: [{ id, kind: 'good', title: NASTY, author: 'someone', authorName: NASTY }],
      }
    },
    exportCommons: async ({ as, to }, context) => {
      await work('export', to, context)
      return written(as, to)
    },
  }
}
