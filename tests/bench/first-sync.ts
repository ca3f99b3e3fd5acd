import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Corestore from 'corestore'
import { deriveCommonsKeys, openLogs } from '@allmende/logs'
import { collectingLogger } from '@allmende/testkit'
import { generate } from './sync/generate.ts'
import type { Received, ReceiveOrder } from './sync/receive.ts'
import { median } from './median.ts'

export type FirstSyncRow = {
  what: string
  /** Medians of the rounds. */
  seconds: number
  recordsPerSecond: number
  cpuSeconds: number
  peakMegabytes: number
  rounds: number
  /** Speed against raw corestore in the same rounds. */
  ratio: number
}

export type FirstSyncOptions = {
  records?: number
  authors?: number
  rounds?: number
  log?: (line: string) => void
}

type Way = ReceiveOrder['way']
const WAYS: Way[] = ['raw', 'ours', 'ours-searchable']
const NAMES: Record<Way, string> = {
  raw: 'raw corestore, the same blocks',
  ours: 'sync, every log verified and bound',
  'ours-searchable': 'sync, until every record can be found',
}
const READ_KEY = Buffer.alloc(32, 7)

/**
 * A newcomer gets a commons of many small logs from one neighbour over loopback TCP and a secret stream: giver and taker
 * each a process. The ways take turns within a round; ratios are medians of the rounds.
 */
export async function benchFirstSync(options: FirstSyncOptions = {}): Promise<FirstSyncRow[]> {
  const { records = 100_000, authors = 1_000, rounds = 3, log = () => undefined } = options
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
  const givers: ChildProcess[] = []
  try {
    const logs = await prepare(folder, { records, authors })
    log(
      `${authors} logs of ${records} records in ${logs.reduce((sum, { length }) => sum + length, 0)} blocks`,
    )
    const raw = await give(givers, { way: 'raw', dir: join(folder, 'raw') })
    const ours = await give(givers, { way: 'ours', dir: join(folder, 'home') })
    const measured = new Map<Way, Received[]>(WAYS.map((way) => [way, []]))
    for (let round = 0; round < rounds; round++) {
      for (const way of WAYS) {
        const dir = join(folder, `${way}-${round}`)
        const address = way === 'raw' ? raw : ours
        const one = await receive({ way, dir, readKey: READ_KEY.toString('hex'), address, logs })
        rmSync(dir, { recursive: true, force: true })
        measured.get(way)?.push(one)
        log(`${NAMES[way]} · ${timeOf(one).toFixed(2)} s · ${one.peakMegabytes} MB`)
      }
    }
    return WAYS.map((way) => rowOf(way, measured, records))
  } finally {
    for (const giver of givers) giver.disconnect()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function prepare(folder: string, size: { records: number; authors: number }) {
  const raw = new Corestore(join(folder, 'raw'))
  const random = { bytes: (n: number) => crypto.getRandomValues(new Uint8Array(n)) }
  const clock = { now: () => Date.now() }
  const logs = await openLogs({ dir: join(folder, 'home'), clock, random, logger: collectingLogger() })
  const commons = await logs.commons(deriveCommonsKeys(READ_KEY, true))
  await generate(raw, commons, size)
  const made = commons.logs().map(({ key, length }) => ({ key, length }))
  await logs.close()
  await raw.close()
  return made
}

async function give(givers: ChildProcess[], order: { way: 'raw' | 'ours'; dir: string }): Promise<string> {
  const giver = child('./sync/provide.ts')
  givers.push(giver)
  giver.send({ ...order, readKey: READ_KEY.toString('hex') })
  const [{ address }] = (await once(giver, 'message')) as [{ address: string }]
  return address
}

async function receive(order: ReceiveOrder): Promise<Received> {
  const taker = child('./sync/receive.ts')
  const failed = once(taker, 'exit').then(([code]) => {
    throw new Error(`the receiver ended with ${String(code)}`)
  })
  taker.send(order)
  const [received] = (await Promise.race([once(taker, 'message'), failed])) as [Received]
  failed.catch(() => {})
  taker.disconnect()
  await once(taker, 'exit')
  return received
}

function child(script: string): ChildProcess {
  return fork(fileURLToPath(new URL(script, import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

const timeOf = (one: Received) => one.searchableSeconds ?? one.seconds

function rowOf(way: Way, measured: Map<Way, Received[]>, records: number): FirstSyncRow {
  const rows = measured.get(way) ?? []
  const raw = measured.get('raw') ?? []
  const seconds = median(rows.map(timeOf))
  return {
    what: NAMES[way],
    seconds,
    recordsPerSecond: Math.round(records / seconds),
    cpuSeconds: median(rows.map((one) => one.cpuSeconds)),
    peakMegabytes: Math.max(...rows.map((one) => one.peakMegabytes)),
    rounds: rows.length,
    ratio: median(rows.map((one, round) => timeOf(raw[round] as Received) / timeOf(one))),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [records, authors, rounds] = process.argv.slice(2).map(Number)
  benchFirstSync({
    ...(records ? { records } : {}),
    ...(authors ? { authors } : {}),
    ...(rounds ? { rounds } : {}),
    log: (line) => console.log(line),
  }).then(console.table, (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
}
