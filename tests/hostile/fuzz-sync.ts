// The long form of the fuzz in packages/sync: `sh scripts/node24 tests/hostile/fuzz-sync.ts [count] [seed]`.
import { fileURLToPath } from 'node:url'
import { fuzzSync, type FuzzReport } from '../../packages/sync/test/fuzz.ts'

const ROUND = 5_000

/** As many rounds of another seed each as make `count` messages; a node begins anew in each. */
export async function fuzzSyncLong(count = 100_000, seed = 'long', log = console.log): Promise<FuzzReport[]> {
  const reports: FuzzReport[] = []
  for (let sent = 0; sent < count; sent += ROUND) {
    const report = await fuzzSync({ count: Math.min(ROUND, count - sent), seed: `${seed}/${sent}` })
    reports.push(report)
    log(`${report.seed}: ${report.sent} sent, ${report.refused} refused, ${report.connections} connections`)
    if (!report.storeUnchanged || !report.stillSyncs)
      throw new Error(`the node was harmed by seed ${report.seed}`)
  }
  return reports
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [count, seed] = process.argv.slice(2)
  fuzzSyncLong(count ? Number(count) : undefined, seed).catch((error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
}
