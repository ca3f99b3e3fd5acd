import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Corestore from 'corestore'
import { deriveCommonsKeys, openLogs } from '@allmende/logs'
import { openNode } from '@allmende/node'
import { collectingLogger } from '@allmende/testkit'
import { median } from './median.ts'
import { generate } from './sync/generate.ts'

export type StartRow = { what: string; seconds: number; megabytes: number; rounds: number; ratio?: number }

export type StartOptions = {
  records?: number
  authors?: number
  rounds?: number
  log?: (line: string) => void
}

const READ_KEY = Buffer.alloc(32, 9)
const program = fileURLToPath(new URL('../../cli/bin/allmende', import.meta.url))
const rawOpen = fileURLToPath(new URL('./start/raw-open.ts', import.meta.url))

/** From the command to the line that says the node is ready, on a home that holds many records of many authors. */
export async function benchStart(options: StartOptions = {}): Promise<StartRow[]> {
  const { records = 1_000_000, authors = 1_000, rounds = 3, log = () => undefined } = options
  const home = mkdtempSync(join(tmpdir(), 'allmende-bench-start-'))
  try {
    await fillHome(home, { records, authors }, log)
    const ours: Started[] = []
    const raw: Started[] = []
    for (let round = 0; round < rounds; round++) {
      raw.push(await started(process.execPath, ['--disable-warning=ExperimentalWarning', rawOpen, home]))
      ours.push(
        await started(program, [
          'start',
          '--home',
          home,
          '--port',
          '0',
          '--no-internet',
          '--no-starter',
          '--json',
        ]),
      )
      log(`ready after ${ours.at(-1)?.seconds.toFixed(2)} s, raw ${raw.at(-1)?.seconds.toFixed(2)} s`)
    }
    const ratio = median(ours.map(({ seconds }, round) => seconds / (raw[round]?.seconds ?? Number.NaN)))
    const what = `start with ${records} records of ${authors} authors`
    return [
      { what: `raw: store and tables of ${records} records opened`, ...medians(raw), rounds },
      { what, ...medians(ours), rounds, ratio },
    ]
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Writes a home with many records of many authors, folded. */
export async function fillHome(
  home: string,
  size: { records: number; authors: number },
  log: (line: string) => void,
): Promise<void> {
  const raw = new Corestore(join(home, 'raw'))
  const random = { bytes: (n: number) => crypto.getRandomValues(new Uint8Array(n)) }
  const logs = await openLogs({
    dir: home,
    clock: { now: () => Date.now() },
    random,
    logger: collectingLogger(),
  })
  const keys = deriveCommonsKeys(READ_KEY, true)
  await generate(raw, await logs.commons(keys), size)
  await logs.close()
  await raw.close()
  rmSync(join(home, 'raw'), { recursive: true })
  const entry = {
    id: keys.id,
    name: 'bench',
    readKey: READ_KEY.toString('hex'),
    public: true,
    role: 'member',
  }
  writeFileSync(
    join(home, 'commons.json'),
    JSON.stringify({ version: 1, current: keys.id, commons: [entry] }),
  )
  const node = await openNode({ home, internet: false, quiet: true })
  const before = performance.now()
  for (;;) {
    const [commons] = (await node.status()).commons
    if ((commons?.records ?? 0) >= size.records) break
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  log(`folded ${size.records} records in ${((performance.now() - before) / 1000).toFixed(1)} s`)
  await node.close()
}

type Started = { readonly seconds: number; readonly megabytes: number }

async function started(command: string, args: string[]): Promise<Started> {
  const before = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  await new Promise<void>((resolve, reject) => {
    lines.once('line', () => resolve())
    child.once('exit', (code) => reject(new Error(`${command} ended with status ${code}`)))
  })
  const seconds = (performance.now() - before) / 1000
  const megabytes = peak(child)
  const gone = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGTERM')
  await gone
  return { seconds, megabytes }
}

function peak({ pid }: ChildProcess): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024)
}

function medians(all: readonly Started[]): Started {
  return {
    seconds: median(all.map(({ seconds }) => seconds)),
    megabytes: median(all.map(({ megabytes }) => megabytes)),
  }
}
