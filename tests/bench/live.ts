import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtEditor } from './live/built.ts'
import { driveLive, type LiveFigures } from './live/drive.ts'
import { median } from './median.ts'
import { installPeers } from './peers/install.ts'

export type LiveRow = {
  what: string
  characters: number
  /** Milliseconds from typed to seen by each of the others, medians of the rounds. */
  p50: number
  p99: number
  /** The same for what was typed in the first two seconds, when logs begin: not part of the other two. */
  first99: number
  /** The longest time for which the event loop of any editor did not turn, in milliseconds; of all rounds. */
  blocked: number
  /** The most processor time that the main thread of any editor used between two turns of its loop. */
  worked: number
  /** Seconds of processor time of all five together. */
  cpu: number
  edits: number
  lost: number
  equal: boolean
  peakMegabytes: number
  /** How many times as fast as this way the draft is, in the same round: p50, p99; medians. */
  draftFaster50?: number
  draftFaster99?: number
}

export type LiveBenchOptions = {
  seconds?: number
  rounds?: number
  sizes?: readonly number[]
  log?: (line: string) => void
}

type Way = { readonly what: string; readonly script: string; readonly args?: readonly string[] }

const EDITORS = 5
const PER_SECOND = 10

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const RAW: Way = {
  what: 'raw: append → get over the same kind of stream',
  script: script('./live/raw-editor.ts'),
}
/** What a draft gives that neither the other raw way nor automerge-repo does: what others see is on its author's disk. */
const RAW_SYNCED: Way = {
  what: 'raw, on disk before it is told: write → append → get',
  script: script('./live/raw-editor.ts'),
  args: ['synced'],
}
const PEER: Way = {
  what: 'automerge-repo over WebSocket: edit → visible',
  script: script('./peers/automerge-repo-editor.ts'),
}

/**
 * Five editors, each a process of its own, joined over loopback as a swarm joins them (each to each; a system with a
 * server in the middle: to that), one of whom leaves and comes back: from an edit of a
 * draft to its being visible at the others, the same in automerge-repo, and the raw append and get of as many blocks.
 * The ways take turns within a round.
 */
export async function benchLive(options: LiveBenchOptions = {}): Promise<LiveRow[]> {
  const { sizes = [20_000, 200_000], log = () => undefined } = options
  // As people run it: packed. The others are built as well.
  const draft: Way = { what: 'a draft: edit → visible', script: await builtEditor() }
  const ways = [RAW, RAW_SYNCED, draft, ...peers(log)]
  const rows: LiveRow[] = []
  try {
    for (const size of sizes) rows.push(...(await benchSize(ways, draft, size, options)))
  } finally {
    await rm(dirname(draft.script), { recursive: true })
  }
  return rows
}

function peers(log: (line: string) => void): Way[] {
  try {
    installPeers()
    return [PEER]
  } catch (error) {
    log(`automerge-repo is skipped: ${String(error)}`)
    return []
  }
}

async function benchSize(
  ways: readonly Way[],
  draft: Way,
  size: number,
  options: LiveBenchOptions,
): Promise<LiveRow[]> {
  const { seconds = 20, rounds = 3, log = () => undefined } = options
  const measured = new Map<Way, LiveFigures[]>(ways.map((way) => [way, []]))
  for (let round = 0; round < rounds; round++)
    for (const way of ways) {
      const figures = await driveLive({
        script: way.script,
        editors: EDITORS,
        perSecond: PER_SECOND,
        seconds,
        size,
        leaving: true,
        args: (editor) => [String(editor), String(EDITORS), ...(way.args ?? [])],
      })
      measured.get(way)!.push(figures)
      const { p50, p99, firstP99, blocked, worked } = figures
      log(
        `${size} characters, ${way.what} · p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, in the first seconds ${firstP99.toFixed(0)} ms, blocked ${blocked.toFixed(0)} ms, worked ${worked.toFixed(0)} ms`,
      )
    }
  const drafts = measured.get(draft) ?? []
  return ways.map((way) => ({
    ...rowOf(way, size, measured.get(way) ?? []),
    ...(way !== draft && fasterThan(measured.get(way) ?? [], drafts)),
  }))
}

function rowOf(way: Way, characters: number, runs: readonly LiveFigures[]): LiveRow {
  return {
    what: way.what,
    characters,
    p50: median(runs.map((run) => run.p50)),
    p99: median(runs.map((run) => run.p99)),
    first99: median(runs.map((run) => run.firstP99)),
    blocked: Math.max(...runs.map((run) => run.blocked)),
    worked: Math.max(...runs.map((run) => run.worked)),
    cpu: median(runs.map((run) => run.cpu)),
    edits: runs[0]?.edits ?? 0,
    lost: Math.max(...runs.map((run) => run.lost)),
    equal: runs.every((run) => run.equal),
    peakMegabytes: median(runs.map((run) => run.memory)),
  }
}

function fasterThan(runs: readonly LiveFigures[], drafts: readonly LiveFigures[]): Partial<LiveRow> {
  const faster = (which: 'p50' | 'p99'): number =>
    median(runs.map((run, round) => run[which] / (drafts[round]?.[which] ?? Number.NaN)))
  return { draftFaster50: faster('p50'), draftFaster99: faster('p99') }
}
