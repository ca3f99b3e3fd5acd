import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Positions count characters; no trace has one beyond the first plane, so they count UTF-16 units too. */
export type TracePatch = [at: number, del: number, ins: string]

export type ForkedTransaction = { parents: number[]; agent: number; patches: TracePatch[] }

/** What one of two typists wrote between two meetings. */
export type Run = {
  agent: number
  /** How many runs of the other one are merged before it. */
  after: number
  patches: TracePatch[]
}

const TRACES = process.env['ALLMENDE_TRACES'] ?? join(import.meta.dirname, '../../../shared/data/traces')

/** Why a test that wants a recorded editing history is skipped where it isn't there. */
export function traceMissing(name: string): string | false {
  return existsSync(fileOf(name)) ? false : `../shared/data/traces/${name}.json.gz is not there`
}

export function readTrace<T>(name: string): T {
  return JSON.parse(gunzipSync(readFileSync(fileOf(name))).toString()) as T
}

function fileOf(name: string): string {
  return join(TRACES, `${name}.json.gz`)
}

/**
 * The trace of two typists as runs, in an order in which they can be made: a run ends where the other one merges it, and where
 * its own typist merges something. Of the first `merges` merges.
 */
export function runsOf(transactions: readonly ForkedTransaction[], merges = Infinity): Run[] {
  const isMerged = new Set(
    transactions.flatMap(({ agent, parents }) =>
      parents.filter((parent) => transactions[parent]!.agent !== agent),
    ),
  )
  const runs: Run[] = []
  const counts = [0, 0]
  const open: (Run | null)[] = [null, null]
  const merged = [0, 0]
  const endOf = new Map<number, number>()
  let met = 0
  const close = (agent: number): void => {
    if (open[agent]) counts[agent]!++
    open[agent] = null
  }
  for (const [index, { agent, parents, patches }] of transactions.entries()) {
    const cross = parents.filter((parent) => transactions[parent]!.agent !== agent)
    if (cross.length > 0) {
      if (++met > merges) break
      close(agent)
      merged[agent] = Math.max(merged[agent]!, ...cross.map((parent) => endOf.get(parent)!))
    }
    if (!open[agent]) runs.push((open[agent] = { agent, after: merged[agent]!, patches: [] }))
    open[agent].patches.push(...patches)
    if (isMerged.has(index)) {
      close(agent)
      endOf.set(index, counts[agent]!)
    }
  }
  return runs
}
