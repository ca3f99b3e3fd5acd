import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { createGunzip } from 'node:zlib'
import { seeded, silentLogger } from '@allmende/testkit'
import {
  commonsIdOf,
  deviceIdOf,
  encodeRecord,
  logKeyOf,
  MAX_TITLE,
  packRecords,
  personIdOf,
} from '@allmende/vocabulary'
import { openViews, type Views } from '@allmende/views'
import { median } from './median.ts'

export type SearchRow = {
  what: string
  /** Milliseconds, medians of the rounds. */
  p50: number
  p95: number
  /** Median of the rounds' ratios against the bare table. */
  p50Ratio?: number
  p95Ratio?: number
  rounds: number
}

export type SearchOptions = {
  /** Goods, one JSON document a line, packed with gzip. */
  file: string
  queries?: number
  rounds?: number
  log?: (line: string) => void
}

type Document = { title: string; tags: string[]; description: string }
type Way = { name: string; search: (words: string[]) => Promise<number> | number }

/** The same searches in a bare FTS5 table and in ours, in turn; ours come back from the worker with titles and snippets. */
export async function benchSearch(options: SearchOptions): Promise<SearchRow[]> {
  const { file, queries = 300, rounds = 3, log = () => undefined } = options
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
  const bare = new DatabaseSync(join(folder, 'bare.db'))
  const views = await openViews({ file: join(folder, 'views.db'), logger: silentLogger })
  try {
    const documents = await read(file)
    fillBare(bare, documents)
    await fillViews(views, documents)
    log(`${documents.length} goods`)
    const ways = waysOf(bare, views)
    const asked = makeQueries(documents, queries)
    await measure(ways, asked)
    const measured: number[][][] = []
    for (let round = 0; round < rounds; round++) measured.push(await measure(ways, asked))
    return ways.map(({ name }, way) => rowOf(name, measured, way))
  } finally {
    await views.close()
    bare.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function waysOf(bare: DatabaseSync, views: Views): Way[] {
  const select = bare.prepare('SELECT rowid, title FROM bare WHERE bare MATCH ? ORDER BY rank LIMIT 20')
  const match = (words: string[]) =>
    words.map((word, at) => `"${word}"${at === words.length - 1 ? ' *' : ''}`).join(' AND ')
  const ours = async (words: string[], filter: object) => {
    const { results, searchedFor } = await views.find({ words: words.join(' '), ...filter })
    // What was found under another spelling the bare table doesn't look for; the time for it is ours all the same.
    return searchedFor === undefined ? results.length : 0
  }
  return [
    { name: 'bare FTS5 table, 20 best', search: (words) => select.all(match(words)).length },
    { name: 'ours, 20 best with total, author and snippet', search: (words) => ours(words, {}) },
    {
      name: 'ours, in one commons and kind',
      search: (words) => ours(words, { commons: COMMONS, kind: 'good' }),
    },
  ]
}

/** Times of each way, sorted. The ways take turns at every query. */
async function measure(ways: Way[], queries: string[][]): Promise<number[][]> {
  const times: number[][] = ways.map(() => [])
  for (const words of queries) {
    const found: number[] = []
    for (const [way, { search }] of ways.entries()) {
      const started = performance.now()
      found.push(await search(words))
      times[way]!.push(performance.now() - started)
    }
    if (new Set(found).size > 1) throw new Error(`${words.join(' ')}: ${found.join(', ')} found`)
  }
  return times.map((list) => list.toSorted((a, b) => a - b))
}

function rowOf(what: string, measured: number[][][], way: number): SearchRow {
  const at = (share: number, of: number) =>
    measured.map((round) => round[of]![Math.floor(round[of]!.length * share)]!)
  const ratio = (share: number) => {
    const bare = at(share, 0)
    return median(at(share, way).map((value, round) => value / bare[round]!))
  }
  const ratios = way === 0 ? {} : { p50Ratio: ratio(0.5), p95Ratio: ratio(0.95) }
  return { what, p50: median(at(0.5, way)), p95: median(at(0.95, way)), ...ratios, rounds: measured.length }
}

/** One to three words as they stand in the goods, a third of them cut to a beginning as in typing. */
function makeQueries(documents: Document[], count: number): string[][] {
  const random = seeded('search')
  return Array.from({ length: count }, () => {
    const { title, description } = random.pick(documents)
    const words = `${title} ${description}`.match(/[a-z]{3,}/g) ?? ['library']
    const picked = Array.from({ length: 1 + random.int(3) }, () => random.pick(words))
    const last = picked.pop()!
    return [...picked, random.int(3) === 0 ? last.slice(0, 3) : last]
  })
}

async function read(file: string): Promise<Document[]> {
  const documents: Document[] = []
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    if (line === '') continue
    const { name, summary, tags, section } = JSON.parse(line) as Record<string, never>
    const title = `${String(name)}: ${String(summary ?? '')}`.slice(0, MAX_TITLE).toWellFormed()
    const all = [section, ...((tags ?? []) as string[])]
      .filter(Boolean)
      .map((tag) => String(tag).slice(0, 50))
    documents.push({ title, tags: [...new Set(all)].slice(0, 32), description: String(summary ?? '') })
  }
  return documents
}

function fillBare(bare: DatabaseSync, documents: Document[]): void {
  bare.exec(`PRAGMA journal_mode = WAL; CREATE VIRTUAL TABLE bare USING fts5(
    title, tags, body, files, tokenize='unicode61 remove_diacritics 2')`)
  bare.exec(`INSERT INTO bare(bare, rank) VALUES('rank', 'bm25(10.0, 5.0, 1.0, 2.0)'); BEGIN`)
  const insert = bare.prepare('INSERT INTO bare VALUES(?, ?, ?, ?)')
  for (const { title, tags, description } of documents) insert.run(title, tags.join('\n'), description, '')
  bare.exec('COMMIT')
}

const key = (byte: number) => new Uint8Array(32).fill(byte)
const COMMONS = commonsIdOf(key(1))

async function fillViews(views: Views, documents: Document[]): Promise<void> {
  const owner = {
    commons: COMMONS,
    log: logKeyOf(key(2)),
    person: personIdOf(key(3)),
    device: deviceIdOf(key(4)),
  }
  const records = documents.map((document, at) =>
    encodeRecord({
      kind: 'good',
      v: 1,
      clock: [Date.UTC(2026, 0, 1) + at, 0],
      body: { ...document, licence: 'GPL-3.0-or-later', type: 'software' },
    }),
  )
  const blocks = packRecords(records).map((list, block) => ({ block, records: list }))
  await views.ingest({ ...owner, own: false, blocks })
}

if (import.meta.main) {
  const [file = '', queries, rounds] = process.argv.slice(2)
  benchSearch({
    file,
    ...(queries ? { queries: Number(queries) } : {}),
    ...(rounds ? { rounds: Number(rounds) } : {}),
    log: console.log,
  }).then(
    (rows) => console.table(rows),
    (error: unknown) => {
      console.error(error)
      process.exitCode = 1
    },
  )
}
