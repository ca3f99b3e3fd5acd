import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seeded, silentLogger } from '@allmende/testkit'
import { commonsIdOf, deviceIdOf, logKeyOf, personIdOf, type RecordId } from '@allmende/vocabulary'
import { openViews, type Views } from '@allmende/views'
import { median } from './median.ts'
import { type Catalogue, generateCatalogue } from './views/debian-goods.ts'

export type CatalogueRow = {
  what: string
  /** Goods to searchable. */
  perSecond?: number
  /** Milliseconds. */
  p50?: number
  p95?: number
  most?: number
}

export type CatalogueOptions = {
  /** Packages, one JSON document a line, packed with gzip. */
  file: string
  /** Goods that are exploded, and asked for in other ways. */
  asked?: number
  rounds?: number
  log?: (line: string) => void
}

const key = (byte: number) => new Uint8Array(32).fill(byte)
const LOG = logKeyOf(key(2))
const OWNER = {
  commons: commonsIdOf(key(1)),
  log: LOG,
  person: personIdOf(key(3)),
  device: deviceIdOf(key(4)),
  own: false,
}

/** A whole distribution as goods with parts lists: how fast it can be searched, and what is asked of it. */
export async function benchCatalogue(options: CatalogueOptions): Promise<CatalogueRow[]> {
  const { file, asked = 1_000, rounds = 3, log = () => undefined } = options
  const catalogue = await generateCatalogue(file, LOG)
  const { ids, lines } = catalogue
  log(`${ids.length} goods with ${lines} lines in their parts lists`)
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
  try {
    const speeds: number[] = []
    for (let round = 0; round < rounds; round++) {
      const views = await open(folder, round)
      speeds.push(await fill(views, catalogue))
      log(`${Math.round(speeds.at(-1)!)} goods a second`)
      if (round < rounds - 1) await views.close()
      else
        return [
          { what: 'to searchable, with parts lists', perSecond: median(speeds) },
          ...(await ask(views, ids, asked)),
        ]
    }
    return []
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function open(folder: string, round: number): Promise<Views> {
  return openViews({ file: join(folder, `views-${round}.db`), logger: silentLogger })
}

async function fill(views: Views, { blocks, ids }: Catalogue): Promise<number> {
  const started = performance.now()
  await views.ingest({ ...OWNER, blocks })
  const { total } = await views.find({ kind: 'good' })
  if (total !== ids.length) throw new Error(`${total} of ${ids.length} goods were found`)
  return ids.length / ((performance.now() - started) / 1000)
}

async function ask(views: Views, ids: readonly RecordId[], asked: number): Promise<CatalogueRow[]> {
  const random = seeded('catalogue')
  const some = Array.from({ length: asked }, () => random.pick(ids))
  const few = some.slice(0, Math.ceil(asked / 20))
  const deep = await cursorAt(views, Math.floor(ids.length * 0.9))
  const list = { kind: 'good' } as const
  const rows = [
    await times('a parts list exploded', some, (id) => views.explode(id)),
    await times('its closure', some, (id) => views.closure(id)),
    await times('what others say and made of it', few, (id) => views.about(id)),
    await times('the first page of a list', few, () => views.list(list)),
    await times('a page behind nine tenths of it', few, () => views.list({ ...list, cursor: deep })),
    await times('a page of what is alive', few, () => views.list({ ...list, order: 'alive' })),
    await times('20 of one tag, with total', few, () => views.find({ ...list, tag: 'games' })),
    await times('20 of one type, with total', few, () => views.find({ ...list, type: 'software' })),
    await times('a word with a mistake', few, () => views.find({ words: 'graphcial' })),
  ]
  await views.close()
  return rows
}

async function cursorAt(views: Views, depth: number): Promise<string> {
  let cursor: string | undefined
  for (let at = 0; at < depth; at += 200) {
    cursor = (await views.list({ kind: 'good', limit: 200, cursor })).next
  }
  return cursor!
}

async function times(
  what: string,
  ids: readonly RecordId[],
  one: (id: RecordId) => Promise<unknown>,
): Promise<CatalogueRow> {
  const all: number[] = []
  for (const id of ids) {
    const started = performance.now()
    await one(id)
    all.push(performance.now() - started)
  }
  all.sort((a, b) => a - b)
  const at = (share: number) => all[Math.floor(all.length * share)]!
  return { what, p50: at(0.5), p95: at(0.95), most: all.at(-1)! }
}

if (import.meta.main) {
  const [file = '', asked, rounds] = process.argv.slice(2)
  benchCatalogue({
    file,
    ...(asked ? { asked: Number(asked) } : {}),
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
