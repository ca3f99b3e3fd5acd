import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seeded } from '@allmende/testkit'
import { median } from './median.ts'

export type CopyRow = {
  what: string
  /** Medians. */
  megabytesPerSecond: number
  cpuSeconds: number
  peakMegabytes: number
  rounds: number
  /** Throughput against raw hyperblobs with its default block size, in the same rounds. */
  ratio?: number
  /** Processor time against the same. */
  cpuRatio?: number
}

export type CopyBenchOptions = {
  largeBytes?: number
  smallFiles?: number
  smallBytes?: number
  rounds?: number
  log?: (line: string) => void
}

type Measured = { seconds: number; cpuSeconds: number; peakBytes: number }
type Way = { name: string; how: 'raw' | 'ours'; blockSize: number }

const MEGABYTE = 1024 * 1024
const SEED = 'copy'
/** hyperblobs' default; the baseline of the ratios. The second raw way shows what the larger blocks alone bring. */
const WAYS: Way[] = [
  { name: 'raw hyperblobs, 64 KiB blocks, core to core', how: 'raw', blockSize: 64 * 1024 },
  { name: 'raw hyperblobs, 256 KiB blocks, core to core', how: 'raw', blockSize: 256 * 1024 },
  { name: 'ours, to verified files on disk', how: 'ours', blockSize: 0 },
]

/**
 * Copies one large file and many small ones over loopback TCP and a secret stream, provider and receiver each in a
 * process of its own, and the raw download of the same content between the same kinds of process. The ways take turns
 * within a round, so that whatever else the machine does meets them alike; the ratios are medians of rounds.
 */
export async function benchCopy(options: CopyBenchOptions = {}): Promise<CopyRow[]> {
  const { largeBytes = 1024 * MEGABYTE, smallFiles = 2000, smallBytes = 64 * 1024, rounds = 3 } = options
  const log = options.log ?? (() => undefined)
  const large = await benchSet(`1 × ${megabytes(largeBytes)} MB`, 1, largeBytes, rounds, log)
  const small = await benchSet(
    `${smallFiles} × ${Math.round(smallBytes / 1024)} KiB`,
    smallFiles,
    smallBytes,
    rounds,
    log,
  )
  return [...large, ...small]
}

async function benchSet(
  what: string,
  files: number,
  bytes: number,
  rounds: number,
  log: (line: string) => void,
): Promise<CopyRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
  const stops: (() => Promise<void>)[] = []
  try {
    makeFiles(join(folder, 'content'), files, bytes)
    for (const [index, way] of WAYS.entries()) stops.push(await startProvider(folder, index, way))
    const measured: Measured[][] = WAYS.map(() => [])
    for (let round = 0; round < rounds; round++) {
      for (const [index, way] of WAYS.entries()) {
        const one = await receive(folder, `${round}-${index}`, index, way)
        measured[index]?.push(one)
        log(`${what} · ${way.name} · ${((files * bytes) / MEGABYTE / one.seconds).toFixed(1)} MB/s`)
      }
    }
    return rows(what, files * bytes, measured)
  } finally {
    for (const stop of stops) await stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function rows(what: string, bytes: number, measured: Measured[][]): CopyRow[] {
  const base = measured[0] ?? []
  return WAYS.map((way, index) => {
    const runs = measured[index] ?? []
    const row: CopyRow = {
      what: `${what} · ${way.name}`,
      megabytesPerSecond: bytes / MEGABYTE / median(runs.map((run) => run.seconds)),
      cpuSeconds: median(runs.map((run) => run.cpuSeconds)),
      peakMegabytes: median(runs.map((run) => run.peakBytes)) / MEGABYTE,
      rounds: runs.length,
    }
    if (index === 0) return row
    const ratio = median(runs.map((run, at) => (base[at]?.seconds ?? 0) / run.seconds))
    const cpuRatio = median(runs.map((run, at) => run.cpuSeconds / (base[at]?.cpuSeconds ?? 1)))
    return { ...row, ratio, cpuRatio }
  })
}

/** Random content, since a store or a disk may compress. */
function makeFiles(folder: string, files: number, bytes: number): void {
  mkdirSync(folder)
  const random = seeded(SEED)
  const piece = random.bytes(Math.min(bytes, 4 * MEGABYTE))
  const stamp = new DataView(piece.buffer, piece.byteOffset)
  for (let file = 0; file < files; file++) {
    const handle = openSync(join(folder, `file-${String(file).padStart(5, '0')}.bin`), 'w')
    for (let at = 0; at < bytes; at += piece.length) {
      // No two pieces alike, or the content would be stored once only.
      stamp.setUint32(0, file)
      stamp.setUint32(4, at / piece.length)
      writeSync(handle, piece, 0, Math.min(piece.length, bytes - at))
    }
    closeSync(handle)
  }
}

async function startProvider(folder: string, index: number, way: Way): Promise<() => Promise<void>> {
  const args = [way.how, join(folder, `from-${index}`), join(folder, 'content'), String(way.blockSize)]
  const child = spawn(process.execPath, [script('provider'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    writeFileSync(join(folder, `provider-${index}.json`), line)
    return async () => {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    }
  }
  throw new Error(`the provider of "${way.name}" ended before it served`)
}

/**
 * Leaves what it wrote until all rounds are over: for a minute ext4 gives none of the inodes away again that were just
 * removed, and looking for others would be half of the time of the small files.
 */
async function receive(folder: string, run: string, index: number, way: Way): Promise<Measured> {
  const [store, target] = [join(folder, `to-${run}`), join(folder, `target-${run}`)]
  const args = [way.how, store, target, join(folder, `provider-${index}.json`)]
  const child = spawn(process.execPath, [script('receiver'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) lines.push(line)
  return JSON.parse(lines[0] ?? 'null') as Measured
}

function script(name: string): string {
  return fileURLToPath(new URL(`./copy/${name}.ts`, import.meta.url))
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toLocaleString('en')
}
