import { runFlood, type Delays, type FloodResult } from '../flood/flood.ts'
import { median } from './median.ts'

export type FloodRow = {
  what: string
  /** Of another peer's records, from the call that writes one until it can be read here. */
  p50Milliseconds: number
  p95Milliseconds: number
  diskMegabytes?: number
  liveMegabytes?: number
  residentMegabytes?: number
  secondsUntilOver?: number
  rounds: number
}

export type FloodBenchOptions = { identities?: number; rounds?: number; log?: (line: string) => void }

const MEGABYTE = 1024 * 1024

/** What ten thousand new people from one peer cost a node that knows a thousand, and another peer; without the flood and with. */
export async function benchFlood(options: FloodBenchOptions = {}): Promise<FloodRow[]> {
  const { identities = 10_000, rounds = 3, log = () => undefined } = options
  const results: FloodResult[] = []
  for (let round = 0; round < rounds; round++) {
    const large = identities / 5
    const one = await runFlood({ identities, known: 1_000, large, calmMs: 10_000, floodedMs: 30_000 })
    results.push(one)
    log(JSON.stringify(one))
  }
  const grown = (of: 'diskBytes' | 'liveBytes' | 'residentBytes') =>
    Math.round((median(results.map(({ before, after }) => after[of] - before[of])) / MEGABYTE) * 10) / 10
  return [
    delayRow(
      'no flood',
      results.map(({ calm }) => calm),
    ),
    {
      ...delayRow(
        `${identities} new people`,
        results.map(({ flooded }) => flooded),
      ),
      diskMegabytes: grown('diskBytes'),
      liveMegabytes: grown('liveBytes'),
      residentMegabytes: grown('residentBytes'),
      secondsUntilOver: Math.round(median(results.map(({ settledMs }) => settledMs)) / 1000),
    },
  ]
}

function delayRow(what: string, delays: readonly Delays[]): FloodRow {
  return {
    what,
    p50Milliseconds: median(delays.map(({ p50 }) => p50)),
    p95Milliseconds: median(delays.map(({ p95 }) => p95)),
    rounds: delays.length,
  }
}
