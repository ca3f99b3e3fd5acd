import { fileURLToPath } from 'node:url'
import { driveLive } from './live/drive.ts'
import { median } from './median.ts'

export type LiveRow = {
  what: string
  /** Milliseconds from typed to seen by each of the others, medians of the rounds. */
  p50: number
  p99: number
  edits: number
  lost: number
  equal: boolean
  peakMegabytes: number
  /** How many times as long as the raw append → get of the same round. */
  ratio?: number
}

export type LiveBenchOptions = { seconds?: number; rounds?: number; log?: (line: string) => void }

const EDITORS = 3
const PER_SECOND = 20
const CHARACTERS = 18_000
const WAYS = [
  { what: 'raw: append → get over the same kind of stream', script: 'raw-editor' },
  { what: 'a draft: edit → visible', script: 'allmende-editor' },
] as const

/**
 * Three editors, each a process of its own, joined over loopback: from an edit of a draft to its being visible at the
 * others, and the raw append and get of as many blocks. The ways take turns within a round.
 */
export async function benchLive(options: LiveBenchOptions = {}): Promise<LiveRow[]> {
  const { seconds = 20, rounds = 3, log = () => undefined } = options
  const measured = WAYS.map(() => [] as Awaited<ReturnType<typeof driveLive>>[])
  for (let round = 0; round < rounds; round++) {
    for (const [index, { what, script }] of WAYS.entries()) {
      const figures = await driveLive({
        script: fileURLToPath(new URL(`./live/${script}.ts`, import.meta.url)),
        editors: EDITORS,
        perSecond: PER_SECOND,
        seconds,
        size: CHARACTERS,
        args: (editor) => [String(editor)],
      })
      measured[index]?.push(figures)
      log(`${what} · p50 ${figures.p50.toFixed(1)} ms, p99 ${figures.p99.toFixed(1)} ms`)
    }
  }
  return WAYS.map(({ what }, index) => {
    const runs = measured[index] ?? []
    const ratios = runs.map((run, round) => run.p50 / (measured[0]?.[round]?.p50 ?? 1))
    return {
      what,
      p50: median(runs.map((run) => run.p50)),
      p99: median(runs.map((run) => run.p99)),
      edits: runs[0]?.edits ?? 0,
      lost: Math.max(...runs.map((run) => run.lost)),
      equal: runs.every((run) => run.equal),
      peakMegabytes: median(runs.map((run) => run.memory)),
      ...(index > 0 && { ratio: median(ratios) }),
    }
  })
}
