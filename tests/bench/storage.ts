import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { collectingLogger } from '@allmende/testkit'
import { openViews } from '@allmende/views'
import { RecordFollower } from '../../packages/node/src/follow-records.ts'
import { startRemote } from '../remote.ts'
import type { End } from './reconcile/end.ts'
import { openHome, prepare } from './reconcile/prepare.ts'

export type StorageRow = {
  what: string
  /** Ciphertext with what binds the logs: what goes over a wire at the least. */
  blockMegabytes: number
  storeMegabytes: number
  indexMegabytes: number
  /** Of a process that has only opened the logs. */
  residentMegabytes: number
  secondsToOpen: number
}

export type StorageOptions = { logs?: readonly number[]; log?: (line: string) => void }

const MEGABYTE = 1024 * 1024
const round = (value: number): number => Math.round(value * 10) / 10

/** What logs of ten records each take on disk and in memory: two sizes, so that the cost of one log is their difference. */
export async function benchStorage(options: StorageOptions = {}): Promise<StorageRow[]> {
  const { logs = [0, 2_000, 10_000], log = () => undefined } = options
  const rows: StorageRow[] = []
  for (const count of logs) {
    const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-storage-'))
    try {
      const { bytes } = await prepare(folder, { logs: count, grown: 0 })
      const home = join(folder, 'ours-0')
      const end = startRemote<End>(new URL('./reconcile/end.ts', import.meta.url), ['ours', home])
      const began = performance.now()
      await end.open()
      const seconds = (performance.now() - began) / 1000
      const { megabytes } = await end.memory()
      await end.quit()
      await foldAll(home)
      rows.push({
        what: `${count} logs with 10 records each`,
        blockMegabytes: round(bytes / MEGABYTE),
        storeMegabytes: round(bytesIn(join(home, 'store')) / MEGABYTE),
        indexMegabytes: round(statSync(join(home, 'index.sqlite')).size / MEGABYTE),
        residentMegabytes: megabytes,
        secondsToOpen: round(seconds),
      })
      log(JSON.stringify(rows.at(-1)))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return rows
}

async function foldAll(home: string): Promise<void> {
  const { logs, commons } = await openHome(home)
  const logger = collectingLogger()
  const views = await openViews({ file: join(home, 'index.sqlite'), logger })
  const follower = new RecordFollower(commons, views, logger)
  await follower.start()
  await follower.allSettled()
  follower.stop()
  // Closing writes what stands in the write-ahead file into the file itself.
  await views.close()
  await logs.close()
}

function bytesIn(dir: string): number {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}
