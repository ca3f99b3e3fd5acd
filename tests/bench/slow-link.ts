import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Corestore from 'corestore'
import { deriveCommonsKeys, openLogs } from '@allmende/logs'
import { collectingLogger, seeded, shapedProxy } from '@allmende/testkit'
import { encodeBlock, encodeRecord } from '@allmende/vocabulary'
import { startRemote } from '../remote.ts'
import { median } from './median.ts'
import { READ_KEY, type SlowNode } from './slow/node.ts'
import { importInto, newLog, prefixOf } from './sync/generate.ts'

export type SlowLinkRow = {
  what: string
  /** From dialing until 50 goods can be found; NaN if not within the minute. */
  secondsTo50: number
  /** Of the 100 newest, after 60 seconds. */
  newestAfter60: number
  goodsAfter60: number
  /** Blocks known to be missing, early and at the end of the minute. */
  behindAfter10: number
  behindAfter60: number
  kilobytes: number
  rounds: number
}

export type SlowLinkOptions = { authors?: number; rounds?: number; log?: (line: string) => void }

const GOODS_EACH = 20
const LINE = { bytesPerSecond: 512_000 / 8, latency: 150 }
const HOUR = 3_600_000

/** Somebody joins a commons of 20,000 goods over 512 kbit/s with 300 ms there and back: without being told where to begin, and told. */
export async function benchSlowLink(options: SlowLinkOptions = {}): Promise<SlowLinkRow[]> {
  const { authors = 1_000, rounds = 3, log = () => undefined } = options
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-slow-'))
  try {
    await fill(join(folder, 'giver'), authors)
    const ways = [false, true].map((startHere) => ({ startHere, rows: [] as Joined[] }))
    for (let round = 0; round < rounds; round++) {
      for (const { startHere, rows } of ways) {
        const taker = join(folder, `taker-${round}-${startHere}`)
        rows.push(await joining({ giver: join(folder, 'giver'), taker, startHere }))
        log(`${startHere ? 'told where to begin' : 'in any order'} · ${JSON.stringify(rows.at(-1))}`)
      }
    }
    return ways.map(({ startHere, rows }) => {
      const of = (field: keyof Joined) => median(rows.map((row) => row[field]))
      return {
        what: `${authors * GOODS_EACH} goods, ${startHere ? 'the newest and most used first' : 'in the order of their keys'}`,
        secondsTo50: Math.round(of('secondsTo50') * 10) / 10,
        newestAfter60: of('newestAfter60'),
        goodsAfter60: of('goodsAfter60'),
        behindAfter10: of('behindAfter10'),
        behindAfter60: of('behindAfter60'),
        kilobytes: Math.round(of('kilobytes')),
        rounds: rows.length,
      }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Joined = Omit<SlowLinkRow, 'what' | 'rounds'>

async function joining(order: { giver: string; taker: string; startHere: boolean }): Promise<Joined> {
  const script = new URL('./slow/node.ts', import.meta.url)
  const giver = startRemote<SlowNode>(script)
  const taker = startRemote<SlowNode>(script)
  const address = await giver.open({ dir: order.giver, startHere: order.startHere })
  await taker.open({ dir: order.taker, startHere: false })
  const newest = await giver.newest(100)
  const proxy = await shapedProxy(address, LINE)
  try {
    const began = performance.now()
    await taker.connect(proxy.address)
    let [secondsTo50, behindAfter10] = [Number.NaN, Number.NaN]
    for (;;) {
      const seconds = (performance.now() - began) / 1_000
      const { goods, ofNewest, behind } = await taker.seen(newest)
      if (Number.isNaN(secondsTo50) && goods >= 50) secondsTo50 = seconds
      if (Number.isNaN(behindAfter10) && seconds >= 10) behindAfter10 = behind ?? Number.NaN
      if (seconds >= 60) {
        const behindAfter60 = behind ?? Number.NaN
        const kilobytes = proxy.bytes() / 1024
        return {
          secondsTo50,
          newestAfter60: ofNewest,
          goodsAfter60: goods,
          behindAfter10,
          behindAfter60,
          kilobytes,
        }
      }
      await pause(200)
    }
  } finally {
    await Promise.all([giver.quit(), taker.quit()])
    await proxy.close()
  }
}

/** Each author was active for a day some time in the last years; every fiftieth has a long log of other things as well. */
async function fill(dir: string, authors: number): Promise<void> {
  const random = { bytes: (n: number) => crypto.getRandomValues(new Uint8Array(n)) }
  const logs = await openLogs({ dir, clock: { now: () => Date.now() }, random, logger: collectingLogger() })
  const commons = await logs.commons(deriveCommonsKeys(READ_KEY, true))
  mkdirSync(join(dir, 'raw'))
  const raw = new Corestore(join(dir, 'raw'))
  const days = seeded('slow link').shuffle(Array.from({ length: authors }, (_, day) => day))
  for (const [author, day] of days.entries()) {
    const { core, log, keyPair, binding } = await newLog(raw, commons)
    const at = Date.UTC(2023, 0, 1) + day * 24 * HOUR
    const goods = Array.from({ length: GOODS_EACH }, (_, good) => goodOf(author, good, at + good * HOUR))
    const blocks = [[binding], goods, ...(author % 50 === 0 ? longTexts(at) : [])]
    await core.append(
      blocks.map((items) => Buffer.from(encodeBlock(items))),
      { keyPair },
    )
    await importInto(commons, log, await prefixOf(core))
    await core.close()
  }
  await raw.close()
  rmSync(join(dir, 'raw'), { recursive: true })
  await logs.close()
}

function goodOf(author: number, good: number, at: number): Uint8Array {
  const description = `Number ${good} of author ${author}: a load carrying bicycle, welded frame and plywood box`
  const body = {
    title: `Cargo bike ${author}-${good}`,
    licence: 'CERN-OHL-S-2.0',
    type: 'design',
    description,
  } as const
  return encodeRecord({ kind: 'good', v: 1, clock: [at, 0], body })
}

/** Some 300 kB. */
function longTexts(at: number): Uint8Array[][] {
  return Array.from({ length: 10 }, (_, number) => {
    const body = { text: `${number} ${'a long text that few will read first '.repeat(800)}` }
    return [encodeRecord({ kind: 'note', v: 1, clock: [at, number], body } as never)]
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [authors, rounds] = process.argv.slice(2).map(Number)
  benchSlowLink({
    ...(authors ? { authors } : {}),
    ...(rounds ? { rounds } : {}),
    log: (line) => console.log(line),
  }).then(console.table, (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
}
