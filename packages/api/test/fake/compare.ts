import type { CompareInfo } from '@allmende/node'
import { BENCH, NASTY } from './samples.ts'

const VERSION = { good: BENCH.id, title: BENCH.title, label: null, at: 1_750_000_000_000 }

/** Two versions of the bench. */
export const COMPARISON: CompareInfo = {
  from: { ...VERSION, version: BENCH.id, number: 1 },
  to: { ...VERSION, version: 'benchbenchbench.2.0', number: 2, label: `2.0 ${NASTY}` },
  alike: false,
  fields: [
    { name: 'tags', before: 'wood', after: `wood, ${NASTY}`, passages: null },
    {
      name: 'description',
      before: 'To sit.\nTwo.',
      after: `To sit.\n${NASTY}`,
      passages: [
        {
          skipped: 4,
          lines: [
            { what: 'same', text: 'To sit.', before: 5, after: 5 },
            { what: 'removed', text: 'Two.', before: 6 },
            { what: 'added', text: NASTY, after: 6 },
          ],
        },
      ],
    },
  ],
  parts: [
    { what: 'changed', name: `Leg ${NASTY}`, fields: [{ name: 'quantity', before: '3', after: '4' }] },
    { what: 'removed', name: 'Glue', fields: [] },
  ],
  partsMissing: false,
  files: [
    { path: `a ${NASTY}.md`, what: 'added', from: null, before: null, after: 10, passages: null, why: null },
    { path: 'plan.pdf', what: 'changed', from: null, before: 5, after: 6, passages: null, why: 'no-text' },
    { path: 'b.txt', what: 'moved', from: 'c.txt', before: 4, after: 4, passages: null, why: null },
  ],
}
