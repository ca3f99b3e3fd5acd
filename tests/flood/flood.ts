import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Corestore from 'corestore'
import { deriveCommonsKeys, openLogs } from '@allmende/logs'
import { collectingLogger, seeded, until } from '@allmende/testkit'
import { encodeBlock, type LogKey } from '@allmende/vocabulary'
import { importInto, newLog, packed, prefixOf } from '../bench/sync/generate.ts'
import { startRemote, type Remote } from '../remote.ts'
import { READ_KEY, type Figures, type FloodNode, type Times } from './node.ts'

/** As much as somebody writes who wants to be noticed and stays within the quota. */
const LARGE_BLOCKS = 4
const LARGE_BYTES = 50_000
const EVERY_MS = 20
const RECORDS = 10

export type FloodOptions = {
  identities: number
  /** People whom the victim knows and has everything of when it begins, with ten records each. */
  known: number
  /** How many of them bring 200 kB each; the others bring one record. */
  large: number
  /** How long the other peer writes without and with the flood. */
  calmMs: number
  floodedMs: number
}

export type FloodResult = {
  calm: Delays
  flooded: Delays
  before: Figures
  after: Figures
  /** Logs that the victim has, its friend's among them. */
  logs: number
  /** Until the victim wanted nothing more of the flooder. */
  settledMs: number
}

export type Delays = { appends: number; lost: number; p50: number; p95: number; longest: number }

/**
 * Three processes: somebody who writes all the time, a victim who knows them, and a flooder with so many new people, every
 * one with real keys and a real log. The delays are those of the writer's records until they can be read at the victim.
 */
export async function runFlood(options: FloodOptions): Promise<FloodResult> {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-flood-'))
  const nodes: Remote<FloodNode>[] = []
  const start = () => {
    const node = startRemote<FloodNode>(new URL('./node.ts', import.meta.url))
    nodes.push(node)
    return node
  }
  try {
    await makeLogs(join(folder, 'flooder'), options)
    const known = await makeLogs(join(folder, 'writer'), { identities: options.known, large: 0 })
    const [writer, victim, flooder] = [start(), start(), start()]
    const founder = await writer.open({ dir: join(folder, 'writer'), known })
    await victim.open({ dir: join(folder, 'victim'), founder, known })
    await flooder.open({ dir: join(folder, 'flooder'), floods: true })
    await victim.connect(await writer.listen())
    await settled(victim)
    const calmTimes = await writer.write({ everyMs: EVERY_MS, forMs: options.calmMs })
    const before = await victim.figures()
    const writing = writer.write({ everyMs: EVERY_MS, forMs: options.floodedMs })
    await victim.connect(await flooder.listen())
    const settledMs = await settled(victim)
    const floodedTimes = await writing
    // What was written last is still on its way.
    const wanted = Object.keys(floodedTimes).length
    await until(async () => delays(floodedTimes, await victim.arrivals()).appends >= wanted, {
      deadlineMs: 10_000,
    }).catch(() => undefined)
    const arrived = await victim.arrivals()
    const after = await victim.figures()
    const { logs } = await victim.state()
    const [calm, flooded] = [delays(calmTimes, arrived), delays(floodedTimes, arrived)]
    return { calm, flooded, before, after, logs, settledMs }
  } finally {
    for (const node of nodes) await node.quit()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function settled(victim: Remote<FloodNode>): Promise<number> {
  const began = performance.now()
  let last = -1
  await until(
    async () => {
      const { logs, behind } = await victim.state()
      const quiet = behind === 0 && logs === last && logs > 1
      last = logs
      return quiet
    },
    { what: 'the flood to be over', deadlineMs: 600_000, everyMs: 1_000 },
  )
  return performance.now() - began
}

function delays(written: Times, arrived: Times): Delays {
  const asked = Object.entries(written)
  const took = asked
    .flatMap(([block, at]) =>
      arrived[Number(block)] === undefined ? [] : [(arrived[Number(block)] ?? 0) - at],
    )
    .toSorted((a, b) => a - b)
  const at = (part: number) => took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? Number.NaN
  return {
    appends: took.length,
    lost: asked.length - took.length,
    p50: at(0.5),
    p95: at(0.95),
    longest: at(1),
  }
}

async function makeLogs(
  dir: string,
  { identities, large }: { identities: number; large: number },
): Promise<LogKey[]> {
  const keys: LogKey[] = []
  const random = { bytes: (n: number) => crypto.getRandomValues(new Uint8Array(n)) }
  const logs = await openLogs({ dir, clock: { now: () => Date.now() }, random, logger: collectingLogger() })
  const commons = await logs.commons(deriveCommonsKeys(READ_KEY, true))
  const noise = seeded('flood')
  mkdirSync(join(dir, 'raw'))
  const raw = new Corestore(join(dir, 'raw'))
  for (let number = 0; number < identities; number++) {
    const { core, log, keyPair, binding } = await newLog(raw, commons)
    const blocks = [[binding], ...packed(number, number < large ? 1 : RECORDS)]
    if (number < large)
      for (let block = 2; block < LARGE_BLOCKS; block++) blocks.push([...manyBytes(noise.bytes(LARGE_BYTES))])
    await core.append(
      blocks.map((items) => Buffer.from(encodeBlock(items))),
      { keyPair },
    )
    await importInto(commons, log, await prefixOf(core))
    await core.close()
    keys.push(log)
  }
  await raw.close()
  rmSync(join(dir, 'raw'), { recursive: true })
  await logs.close()
  return keys
}

/** Two records that no schema knows, together as large as said. */
function manyBytes(bytes: Uint8Array): Uint8Array[] {
  return [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)]
}
