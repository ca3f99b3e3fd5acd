import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Folded, FolderOrder } from './views/folder.ts'
import { writeRecords } from './views/records-file.ts'
import { median } from './median.ts'

export type FoldRow = {
  what: string
  /** Medians of the rounds. */
  seconds: number
  cpuSeconds: number
  recordsPerSecond?: number
  /** Records for each second of processor time, both threads together. */
  recordsPerCpuSecond?: number
  peakMegabytes: number
  blockedMs: number
  indexMegabytes: number
  rounds: number
}

export type FoldOptions = {
  records?: number
  authors?: number
  rounds?: number
  log?: (line: string) => void
}

/** From record bytes to searchable, then opening what came of it; each round in a process of its own. */
export async function benchFold(options: FoldOptions = {}): Promise<FoldRow[]> {
  const { records = 1_000_000, authors = 1_000, rounds = 3, log = () => undefined } = options
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
  try {
    const file = join(folder, 'records')
    const bytes = writeRecords(file, { records, authors })
    log(`${records} records by ${authors} authors, ${Math.round(bytes / records)} bytes each`)
    const folded: Folded[] = []
    const opened: Folded[] = []
    let indexMegabytes = 0
    for (let round = 0; round < rounds; round++) {
      const index = join(folder, `index-${round}`)
      folded.push(await run({ what: 'fold', records: file, index }, records))
      log(`fold ${JSON.stringify(folded.at(-1))}`)
      opened.push(await run({ what: 'open', records: file, index }, records))
      log(`open ${JSON.stringify(opened.at(-1))}`)
      indexMegabytes = statSync(index).size / 1e6
      rmSync(index)
    }
    const fold = row('fold to searchable', folded, indexMegabytes)
    const speeds = {
      recordsPerSecond: records / fold.seconds,
      recordsPerCpuSecond: records / fold.cpuSeconds,
    }
    return [{ ...fold, ...speeds }, row(`open with ${records} records`, opened, indexMegabytes)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function run(order: FolderOrder, records: number): Promise<Folded> {
  const child = fork(fileURLToPath(new URL('./views/folder.ts', import.meta.url)))
  child.send(order)
  const [folded] = (await once(child, 'message')) as [Folded]
  await once(child, 'exit')
  if (folded.found !== records) throw new Error(`${folded.found} of ${records} records were found`)
  return folded
}

function row(what: string, rounds: Folded[], indexMegabytes: number): FoldRow {
  const of = (field: keyof Folded) => median(rounds.map((round) => round[field]))
  return {
    what,
    seconds: of('seconds'),
    cpuSeconds: of('cpuSeconds'),
    peakMegabytes: of('peakMegabytes'),
    blockedMs: of('blockedMs'),
    indexMegabytes,
    rounds: rounds.length,
  }
}

if (import.meta.main) {
  const [records, authors, rounds] = process.argv.slice(2).map(Number)
  benchFold({
    ...(records ? { records } : {}),
    ...(authors ? { authors } : {}),
    ...(rounds ? { rounds } : {}),
    log: console.log,
  }).then(
    (rows) => console.table(rows),
    (error: unknown) => {
      console.error(error)
      process.exitCode = 1
    },
  )
}
