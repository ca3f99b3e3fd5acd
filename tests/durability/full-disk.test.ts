import { openLogs, deriveCommonsKeys, type CommonsLogs, type Logs } from '@allmende/logs'
import { seeded, silentLogger } from '@allmende/testkit'
import type { RecordId } from '@allmende/vocabulary'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'tape'

const KEYS = deriveCommonsKeys(new Uint8Array(32).fill(4), true)

/** A disk of our own, small enough to fill; null where none can be mounted. */
function smallDisk(megabytes: number): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-disk-'))
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  if (mount.status === 0) return folder
  rmSync(folder, { recursive: true })
  return null
}

function open(dir: string): Promise<Logs> {
  const clock = { now: () => Date.now() }
  return openLogs({ dir, clock, random: seeded(1), logger: silentLogger, reserveBytes: 6 * 1024 * 1024 })
}

/** Appends until it is refused; returns the code of the refusal. */
async function fill(commons: CommonsLogs, acknowledged: RecordId[]): Promise<string> {
  for (let at = 0; at < 5_000; at++) {
    try {
      acknowledged.push(...(await commons.append([Buffer.alloc(30_000, (at % 255) + 1)])).ids)
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error)
    }
  }
  return 'never refused'
}

async function missing(commons: CommonsLogs, ids: readonly RecordId[]): Promise<number> {
  let count = 0
  for (const id of ids) if ((await commons.record(id)) === null) count += 1
  return count
}

test('L10 a full disk: a clear error, nothing acknowledged lost, and it goes on when there is space', async (t) => {
  const disk = smallDisk(48)
  if (disk === null) {
    t.skip('no small disk can be mounted here (needs root)')
    t.end()
    return
  }
  t.teardown(() => {
    spawnSync('umount', [disk])
    rmSync(disk, { recursive: true, force: true })
  })
  const dir = join(disk, 'home')
  const logs = await open(dir)
  await logs.createIdentity()
  const commons = await logs.commons(KEYS)
  const acknowledged: RecordId[] = []
  t.equal(await fill(commons, acknowledged), 'STORE_FULL')
  t.ok(acknowledged.length > 100, `${acknowledged.length} records were acknowledged before`)
  t.equal(await missing(commons, acknowledged), 0, 'all of them can be read while the disk is full')
  t.equal(await fill(commons, acknowledged), 'STORE_FULL', 'and it stays refused')
  const kinds = logs.findings.map(({ kind }) => kind)
  t.ok(kinds.includes('store-full') && kinds.includes('store-reopened'), kinds.join(', '))

  spawnSync('mount', ['-o', 'remount,size=160m', disk])
  const { log } = commons.own!
  acknowledged.push(...(await commons.append([Buffer.alloc(30_000, 7)])).ids)
  t.equal(commons.own!.log, log, 'the same log goes on')
  t.equal(await missing(commons, acknowledged), 0)
  await logs.close()
  const again = await open(dir)
  t.equal(await missing(await again.commons(KEYS), acknowledged), 0, 'and after opening again')
  t.ok((await again.check()).ok)
  await again.close()
})
