import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { median } from './median.ts'
import { startRemote, type Remote } from '../remote.ts'
import type { End, Memory, Met } from './reconcile/end.ts'
import { prepare } from './reconcile/prepare.ts'

export type ReconcileRow = {
  what: string
  /** Of both directions together, with the handshake of the connection. */
  bytes: number
  milliseconds: number
  /** Of the process that dialed, after it was quiet. */
  megabytes: number
  peakMegabytes: number
  openCores: number
  rounds: number
}

export type ReconcileOptions = { logs?: number; rounds?: number; log?: (line: string) => void }

type Pair = { dialing: Remote<End>; listening: Remote<End> }

/**
 * Two that have met before meet again over loopback TCP, each a process: nothing changed, and one log changed; against the
 * same cores all opened and attached. Ends with what an idle node still has open.
 */
export async function benchReconcile(options: ReconcileOptions = {}): Promise<ReconcileRow[]> {
  const { logs = 5_000, rounds = 5, log = () => undefined } = options
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-reconcile-'))
  try {
    const { blocks, bytes } = await prepare(folder, { logs, grown: 0 })
    log(`${logs} logs, ${blocks} blocks, ${Math.round(bytes / 1024)} kB`)
    const raw = await reconnects('raw', folder, rounds, log)
    const ours = await reconnects('ours', folder, rounds, log)
    return [
      rowOf(`raw: ${logs} cores opened and attached`, raw.same, raw.memory),
      rowOf(`${logs} unchanged logs`, ours.same, ours.memory),
      rowOf(`one of ${logs} logs has a block more, until it is here`, ours.changed, ours.memory),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Many logs have grown at once: they are attached in turns, and let go again. */
export async function benchGrown(options: ReconcileOptions = {}): Promise<ReconcileRow[]> {
  const { logs = 10_000, rounds = 3, log = () => undefined } = options
  const grown = logs / 10
  const met: { raw: Met[]; ours: Met[] } = { raw: [], ours: [] }
  const memory: Record<string, Memory[]> = { raw: [], ours: [], idle: [] }
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-reconcile-'))
    try {
      await prepare(folder, { logs, grown })
      for (const way of ['raw', 'ours'] as const) {
        const pair = await openPair(way, folder)
        met[way].push(await pair.dialing.meet(await pair.listening.listen()))
        memory[way]?.push(await pair.dialing.memory())
        if (way === 'ours') {
          await pause(IDLE_WAIT_MS)
          memory['idle']?.push(await pair.dialing.memory())
        }
        await quit(pair)
        log(`${way} · ${JSON.stringify({ ...met[way].at(-1), ...memory[way]?.at(-1) })}`)
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const idle = met.ours.map(() => ({ milliseconds: 0, bytes: 0 }))
  return [
    rowOf(`raw: ${logs} cores attached, ${grown} have a block more`, met.raw, memory['raw'] ?? []),
    rowOf(`${logs} logs, ${grown} have a block more`, met.ours, memory['ours'] ?? []),
    rowOf('the same, a quarter of a minute later', idle, memory['idle'] ?? []),
  ]
}

/** After the idle time of the ends, and corestore's own eight seconds. */
const IDLE_WAIT_MS = 15_000

async function reconnects(way: 'ours' | 'raw', folder: string, rounds: number, log: (line: string) => void) {
  const pair = await openPair(way, folder)
  const same: Met[] = []
  const changed: Met[] = []
  if (way === 'ours') {
    // A first meeting, so that the log of whoever writes on is known to both.
    await pair.listening.write()
    await meet(pair)
  }
  for (let round = 0; round < rounds; round++) {
    same.push(await meet(pair))
    log(`${way}, nothing changed · ${told(same.at(-1))}`)
    if (way === 'raw') continue
    await pair.listening.write()
    changed.push(await meet(pair))
    log(`${way}, one log changed · ${told(changed.at(-1))}`)
  }
  const memory = [await pair.dialing.memory()]
  await quit(pair)
  return { same, changed, memory }
}

async function meet({ dialing, listening }: Pair): Promise<Met> {
  const met = await dialing.meet(await listening.listen())
  await Promise.all([dialing.part(), listening.part()])
  return met
}

async function openPair(way: 'ours' | 'raw', folder: string): Promise<Pair> {
  const pair = {
    dialing: startEnd(way, join(folder, `${way}-1`)),
    listening: startEnd(way, join(folder, `${way}-0`)),
  }
  await Promise.all([pair.dialing.open(), pair.listening.open()])
  return pair
}

const startEnd = (way: 'ours' | 'raw', dir: string): Remote<End> =>
  startRemote<End>(new URL('./reconcile/end.ts', import.meta.url), [way, dir])

async function quit({ dialing, listening }: Pair): Promise<void> {
  await Promise.all([dialing.quit(), listening.quit()])
}

const told = (met?: Met) => `${met?.milliseconds.toFixed(0)} ms, ${met?.bytes} bytes`

function rowOf(what: string, met: readonly Met[], memory: readonly Memory[]): ReconcileRow {
  return {
    what,
    bytes: median(met.map(({ bytes }) => bytes)),
    milliseconds: Math.round(median(met.map(({ milliseconds }) => milliseconds)) * 10) / 10,
    megabytes: median(memory.map(({ megabytes }) => megabytes)),
    peakMegabytes: Math.max(...memory.map(({ peakMegabytes }) => peakMegabytes)),
    openCores: median(memory.map(({ openCores }) => openCores)),
    rounds: met.length,
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [what, logs, rounds] = process.argv.slice(2)
  const run = what === 'grown' ? benchGrown : benchReconcile
  run({
    ...(logs ? { logs: Number(logs) } : {}),
    ...(rounds ? { rounds: Number(rounds) } : {}),
    log: (line) => console.log(line),
  }).then(console.table, (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
}
