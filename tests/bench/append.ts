import { deriveCommonsKeys, openLogs, type CommonsLogs } from '@allmende/logs'
import { seeded, silentLogger } from '@allmende/testkit'
import { encodeRecord } from '@allmende/vocabulary'
import Corestore from 'corestore'
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './median.ts'

export type BenchRow = {
  what: string
  value: number
  unit: 'ms' | 'records/s'
  /** To the raw baseline of the same run: time over time, or rate over rate. */
  ratio?: number
}

const RUNS = 3
const APPENDS = 300
const READ_RECORDS = 100_000

/** One small record durably appended, against what it is made of; and reading it all again in bulk. */
export async function benchAppend(): Promise<{ name: string; rows: BenchRow[] }> {
  const figures = {
    sync: [] as number[],
    raw: [] as number[],
    durable: [] as number[],
    burst: [] as number[],
    read: [] as number[],
    get: [] as number[],
  }
  for (let run = 0; run < RUNS; run++) {
    const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
    try {
      figures.sync.push(await syncAlone(folder))
      figures.raw.push(await rawAppend(folder))
      const ours = await ourAppend(folder)
      figures.durable.push(ours.single)
      figures.burst.push(ours.burst)
      const reading = await bulkRead(folder)
      figures.read.push(reading.ours)
      figures.get.push(reading.raw)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return { name: 'append', rows: rowsOf(figures) }
}

function rowsOf(
  figures: Record<'sync' | 'raw' | 'durable' | 'burst' | 'read' | 'get', number[]>,
): BenchRow[] {
  const [sync, raw, durable, burst, read, get] = [
    figures.sync,
    figures.raw,
    figures.durable,
    figures.burst,
    figures.read,
    figures.get,
  ].map(median) as [number, number, number, number, number, number]
  return [
    { what: 'fdatasync alone, 300 bytes behind each other (p50)', value: sync, unit: 'ms' },
    { what: 'raw append, not durable (p50)', value: raw, unit: 'ms' },
    { what: 'durable append (p50)', value: durable, unit: 'ms', ratio: durable / (raw + sync) },
    { what: 'durable appends, 50 callers at once', value: burst, unit: 'records/s' },
    { what: 'raw: get() of each block, 32 records a block', value: get, unit: 'records/s' },
    {
      what: 'read(): the same log, decrypted and taken apart',
      value: read,
      unit: 'records/s',
      ratio: read / get,
    },
  ]
}

async function syncAlone(folder: string): Promise<number> {
  const file = await open(join(folder, 'plain'), 'w')
  const bytes = Buffer.alloc(300, 1)
  const times = await timed(APPENDS, async () => {
    await file.write(bytes)
    await file.datasync()
  })
  await file.close()
  return median(times)
}

async function rawAppend(folder: string): Promise<number> {
  const store = new Corestore(join(folder, 'raw'))
  const core = store.get({ name: 'log', encryption: { key: Buffer.alloc(32, 7) } })
  await core.ready()
  const times = await timed(APPENDS, () => core.append(record(1)))
  await store.close()
  return median(times)
}

async function ourAppend(folder: string): Promise<{ single: number; burst: number }> {
  const logs = await openLogs({
    dir: join(folder, 'ours'),
    clock: { now: () => Date.now() },
    random: seeded(1),
    logger: silentLogger,
  })
  await logs.createIdentity()
  const commons = await logs.commons(deriveCommonsKeys(new Uint8Array(32).fill(1), true))
  await commons.append([record(0)])
  const single = median(await timed(APPENDS, () => commons.append([record(1)])))
  const burst = await burstRate(commons)
  await logs.close()
  return { single, burst }
}

async function burstRate(commons: CommonsLogs): Promise<number> {
  const start = performance.now()
  const callers = Array.from({ length: 50 }, async () => {
    for (let at = 0; at < 100; at++) await commons.append([record(at)])
  })
  await Promise.all(callers)
  return 5_000 / ((performance.now() - start) / 1_000)
}

async function bulkRead(folder: string): Promise<{ ours: number; raw: number }> {
  const logs = await openLogs({
    dir: join(folder, 'bulk'),
    clock: { now: () => Date.now() },
    random: seeded(1),
    logger: silentLogger,
  })
  await logs.createIdentity()
  const commons = await logs.commons(deriveCommonsKeys(new Uint8Array(32).fill(1), true))
  // 32 records a block, as in the other benches.
  const block = Array.from({ length: 32 }, (_, at) => record(at))
  for (let at = 0; at < READ_RECORDS / 32; at++) await commons.append(block)
  const { log } = commons.own!
  const start = performance.now()
  let records = 0
  for await (const read of commons.read(log, 1)) records += read.records.length
  const ours = records / ((performance.now() - start) / 1_000)
  const core = await commons.core(log)
  const again = performance.now()
  for (let at = 1; at < core.length; at++) await core.get(at)
  const raw = records / ((performance.now() - again) / 1_000)
  await core.close()
  await logs.close()
  return { ours, raw }
}

function record(at: number): Uint8Array {
  return encodeRecord({
    kind: 'profile',
    v: 1,
    clock: [1_700_000_000_000, at],
    body: { name: 'somebody', about: 'x'.repeat(200) },
  })
}

async function timed(times: number, work: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = []
  for (let at = 0; at < times; at++) {
    const start = performance.now()
    await work()
    taken.push(performance.now() - start)
  }
  return taken
}
