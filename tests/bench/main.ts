/**
 * `npm run bench [WORD …]`: figures, each with its raw baseline from the same run, as a ratio; medians of three. Words
 * choose sections, `reconcile` also `reconcile-grown` and the like. `--seconds N` and `--rounds N` set the length of those that
 * last so long, `--sizes N,N` the documents of `live`, `--trace NAME` the history of `draft`. Nothing here fails: a figure is a figure.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { benchAppend } from './append.ts'
import { benchCatalogue } from './catalogue.ts'
import { benchCopy } from './copy.ts'
import { benchDraft } from './draft.ts'
import { benchFirstSync } from './first-sync.ts'
import { benchFlood } from './flood.ts'
import { benchFold } from './fold.ts'
import { benchLive } from './live.ts'
import { benchPage } from './page.ts'
import { benchPageLoad } from './page-load.ts'
import { benchGrown, benchReconcile } from './reconcile.ts'
import { benchSearch } from './search.ts'
import { benchSlowLink } from './slow-link.ts'
import { benchStart } from './start.ts'
import { benchStorage } from './storage.ts'

const { values: flags, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    sizes: { type: 'string' },
    trace: { type: 'string' },
  },
})
const lasting = {
  ...(flags.seconds !== undefined && { seconds: Number(flags.seconds) }),
  ...(flags.rounds !== undefined && { rounds: Number(flags.rounds) }),
}
const sizes = flags.sizes?.split(',').map(Number)

const data = (path: string): string => fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url))
const log = (line: string): void => console.log(`  · ${line}`)

type Section = {
  readonly name: string
  readonly goal: string
  readonly run: () => Promise<unknown>
  readonly needs?: string
}

const sections: readonly Section[] = [
  {
    name: 'first-sync',
    goal: 'to searchable ≥ 0.5 of raw corestore, memory < 400 MB',
    run: () => benchFirstSync({ log }),
  },
  {
    name: 'reconcile',
    goal: 'reconnect with 5,000 unchanged logs < 10 kB; one changed log < 50 ms more',
    run: () => benchReconcile({ log }),
  },
  {
    name: 'reconcile-grown',
    goal: '10,000 logs, 1,000 of them grown: memory bounded, cores closed again when idle',
    run: () => benchGrown({ log }),
  },
  {
    name: 'reconcile-first',
    goal: 'first sync of 10,000 authors with 10 records each, memory bounded',
    run: () => benchFirstSync({ authors: 10_000, records: 100_000, log }),
  },
  {
    name: 'flood',
    goal: '10,000 new people from one peer < 50 MB, no other peer delayed',
    run: () => benchFlood({ log }),
  },
  {
    name: 'slow-link',
    goal: 'joining 20,000 goods over 512 kbit/s and 300 ms: the newest within the first minute',
    run: () => benchSlowLink({ log }),
  },
  {
    name: 'storage',
    goal: 'what a log costs on disk and in memory',
    run: () => benchStorage({ log }),
  },
  {
    name: 'append',
    goal: 'durable append against raw append and fdatasync',
    run: async () => (await benchAppend()).rows,
  },
  {
    name: 'copy',
    goal: 'file to file ≥ 0.8 of raw hyperblobs, memory < 400 MB',
    run: () => benchCopy({ log }),
  },
  {
    name: 'live',
    goal: 'five editors: edit to visible ≥ 5 × (20 kB), ≥ 3 × (200 kB) as fast as automerge-repo; nothing blocked > 50 ms',
    run: () => benchLive({ log, ...lasting, ...(sizes && { sizes }) }),
  },
  {
    name: 'draft',
    goal: 'typing and bytes ≤ 1.5 × plain Automerge; opened from its snapshot ≤ 1.2 × load, without ≤ 3 ×',
    run: () =>
      benchDraft({
        log,
        ...(flags.rounds !== undefined && { rounds: Number(flags.rounds) }),
        ...(flags.trace !== undefined && { traces: [`sequential/${flags.trace}`] }),
      }),
    needs: data('traces/sequential/automerge-paper.json.gz'),
  },
  {
    name: 'search',
    goal: 'p95 ≤ 2 × a bare FTS5 table',
    run: () => benchSearch({ file: data('debian/goods.ndjson.gz'), log }),
    needs: data('debian/goods.ndjson.gz'),
  },
  {
    name: 'catalogue',
    goal: '> 5,000 goods/s to searchable with their parts lists; any exploded with p95 < 50 ms',
    run: () => benchCatalogue({ file: data('debian/goods.ndjson.gz'), log }),
    needs: data('debian/goods.ndjson.gz'),
  },
  { name: 'fold', goal: 'records folded and searchable', run: () => benchFold({ log }) },
  {
    name: 'page',
    goal: '100,000 goods: a keystroke to its results p95 < 50 ms, scrolling without dropped frames, page < 300 MB',
    run: () => benchPage({ log, ...(flags.rounds !== undefined && { rounds: Number(flags.rounds) }) }),
  },
  {
    name: 'page-load',
    goal: 'with the processor four times as slow: first content < 1 s, performance ≥ 95',
    run: () => benchPageLoad({ log, ...(flags.rounds !== undefined && { rounds: Number(flags.rounds) }) }),
  },
  { name: 'start', goal: 'ready < 1.5 s with 1,000,000 records', run: () => benchStart({ log }) },
]

for (const { name, goal, run, needs } of sections) {
  const chosen = words.some((word) => name === word || name.startsWith(`${word}-`))
  if (words.length > 0 && !chosen) continue
  console.log(`\n${name}: ${goal}`)
  if (needs !== undefined && !existsSync(needs)) {
    console.log(`  skipped: ${needs.split('/').slice(-3).join('/')} isn't there`)
    continue
  }
  const result = await run()
  console.table(Array.isArray(result) ? result : [result])
}
