import type { ActionContext, Deeds, MergeReport } from '@allmende/node'
import { COMPARISON } from './compare.ts'
import { BENCH, BENCH_THING, GARDEN, NASTY, SUGGESTION } from './samples.ts'

const REPORT: MergeReport = {
  base: BENCH.id,
  files: [
    { path: 'plan.pdf', what: 'taken', note: null },
    { path: `notes ${NASTY}.md`, what: 'conflict', note: '1 place is marked in it' },
  ],
  parts: { changed: 1, conflicts: [] },
  fields: { taken: ['description'], conflicts: [] },
  conflicts: 1,
  fetched: 2000,
}

type Tools = {
  readonly known: (reference: string) => typeof BENCH_THING
  readonly work: (name: string, path: string, context?: ActionContext) => Promise<void>
  readonly words: () => { words?: string }
}

/** The deeds of the fake node: they behave as the contract says and change nothing. */
export function fakeDeeds({ known, work, words }: Tools): Deeds {
  return {
    fork: async ({ good, title, to, as = 'changed' }, context) => {
      const { licence } = known(good)
      await work('fork', to ?? '', context)
      return {
        id: 'forkforkfork.1.0',
        link: 'allmende:forklink',
        version: 'forkforkfork.1.0',
        title: title ?? `${BENCH.title} (fork)`,
        licence: licence!,
        files: 2,
        bytes: 3000,
        commons: GARDEN.id,
        commonsName: GARDEN.name,
        public: GARDEN.public,
        derivedFrom: BENCH.id,
        derivation: as,
        stored: 0,
        path: to ?? null,
        ...words(),
      }
    },
    pull: async ({ fork, dryRun }, context) => {
      known(fork)
      await work('pull', '', context)
      const from = { id: BENCH.id, version: BENCH.id, title: BENCH.title }
      const version = dryRun ? null : 'forkforkfork.2.0'
      return { id: 'forkforkfork.1.0', title: 'Fork', version, upToDate: false, from, report: REPORT }
    },
    suggest: async ({ fork, title }) => {
      known(fork)
      const { id: about, title: aboutTitle } = BENCH
      return { id: SUGGESTION.id, about, aboutTitle, offers: 'forkforkfork.1.0', title, ...words() }
    },
    accept: async (_request, context) => {
      await work('accept', '', context)
      const { id, author, authorName } = SUGGESTION
      const version = 'benchbenchbench.3.0'
      return {
        id: BENCH.id,
        title: BENCH.title,
        version,
        suggestion: id,
        by: author,
        byName: authorName,
        report: REPORT,
      }
    },
    withdraw: async () => ({ id: BENCH.id, title: BENCH.title, suggestion: SUGGESTION.id }),
    decline: async ({ reason }) => ({ id: BENCH.id, title: BENCH.title, suggestion: SUGGESTION.id, reason }),
    reportBuild: async ({ good, outcome, photos = [] }, context) => {
      const { id, title } = known(good)
      await work('build', '', context)
      const licence = photos.length > 0 ? 'CC-BY-SA-4.0' : null
      const traces = { removed: photos.length, places: 0, unchecked: [] }
      const counted = { files: photos.length, bytes: photos.length * 1000, licence, traces }
      return {
        id: 'buildbuildbuild.1.0',
        good: id,
        title,
        version: id,
        number: 1,
        outcome,
        ...counted,
        ...words(),
      }
    },
    reportUse: async ({ good }) => ({ id: 'useuseuse.1.0', good, title: known(good).title }),
    explode: async ({ good }) => ({
      ...ofBench(known(good)),
      parts: [
        {
          name: `Screw ${NASTY}`,
          quantity: 8,
          unit: null,
          good: null,
          unknown: false,
          missing: false,
          lines: 2,
        },
      ],
      uses: [{ name: 'Saw', action: 'use', quantity: 1 }],
      assemblies: [{ version: 'leg.1.0', title: `Leg ${NASTY}`, quantity: 4 }],
      circles: [[{ version: BENCH.id, title: BENCH.title }]],
      unknown: ['gone.1.0'],
      cut: false,
    }),
    compare: async ({ good }) => (known(good), COMPARISON),
    closure: async ({ good }) => ({
      ...ofBench(known(good)),
      needs: [
        { name: `Saw ${NASTY}`, kind: 'tool', state: 'no-design', good: null, listed: false, level: 1 },
      ],
      closed: false,
      circles: [],
      cut: false,
    }),
    maintain: async ({ good, add = [] }) => {
      const { id, title, author, authorName } = known(good)
      const maintainers = [{ person: 'bobbobbob', name: 'Bob' }]
      return { id, title, author: { person: author, name: authorName }, maintainers, changed: add.length > 0 }
    },
  }
}

function ofBench({ id, title }: typeof BENCH_THING) {
  return { id, version: id, title }
}
