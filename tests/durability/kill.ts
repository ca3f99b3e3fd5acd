import { deriveCommonsKeys, openLogs } from '@allmende/logs'
import { seeded, silentLogger } from '@allmende/testkit'
import { parseRecordId, type RecordId } from '@allmende/vocabulary'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type KillReport = {
  kills: number
  acknowledged: number
  lost: number
  /** Why an own log was given up, if one was. */
  sealed: string[]
  unready: number
}

const CHILD = fileURLToPath(new URL('writing-child.ts', import.meta.url))

/** One home, written by one process after the other, each killed at a seeded moment after its first acknowledgement. */
export async function killAtMoments(count: number, seed: number): Promise<KillReport> {
  const random = seeded(seed)
  const dir = mkdtempSync(join(tmpdir(), 'allmende-kill-'))
  const report: KillReport = { kills: 0, acknowledged: 0, lost: 0, sealed: [], unready: 0 }
  const acknowledged: RecordId[] = []
  try {
    for (let kill = 0; kill < count; kill++) {
      acknowledged.push(...(await runAndKill(dir, random.int(120))))
      report.kills += 1
      await look(dir, acknowledged, report, kill === count - 1)
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
  report.acknowledged = acknowledged.length
  return report
}

async function runAndKill(dir: string, afterMs: number): Promise<RecordId[]> {
  const child = spawn(process.execPath, [CHILD, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  await once(child.stdout, 'data')
  setTimeout(() => child.kill('SIGKILL'), afterMs)
  await once(child, 'close')
  // The last line may be cut off by the kill.
  return said
    .split('\n')
    .slice(0, -1)
    .map((line) => parseRecordId(line))
}

async function look(
  dir: string,
  acknowledged: readonly RecordId[],
  report: KillReport,
  thorough: boolean,
): Promise<void> {
  const logs = await openLogs({
    dir,
    clock: { now: () => Date.now() },
    random: seeded(1),
    logger: silentLogger,
    reserveBytes: 4096,
  })
  const commons = await logs.commons(deriveCommonsKeys(new Uint8Array(32).fill(6), true))
  const found = new Set<string>()
  for (const { key } of commons.logs()) {
    for await (const { block, records } of commons.read(key, 0)) {
      for (const index of records.keys()) found.add(`${key}.${block}.${index}`)
    }
  }
  report.lost = Math.max(report.lost, acknowledged.filter((id) => !found.has(id)).length)
  for (const { kind, message } of logs.findings) if (kind === 'own-log-sealed') report.sealed.push(message)
  if (thorough && !(await logs.check()).ok) report.unready += 1
  await logs.close()
}
