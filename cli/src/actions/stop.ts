import { readFile } from 'node:fs/promises'
import { findDaemon, isAlive, readDaemon } from '@allmende/api/daemon'
import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import { tellSafe } from './safe.ts'

/** Far more than a node takes to close: whatever doesn't answer it cuts off after a few seconds. */
const GONE_WITHIN_MS = 30_000
const LOOK_AGAIN_MS = 30

/** Stops the running node and waits until its process is gone. */
export const stop: Action = async ({ io, home, world }) => {
  const found = await findDaemon(home)
  if (!found) throw fail('NOTHING_TO_STOP', { found: `no running node on ${home}` })
  const { pid, url, started } = found.info
  // The terminal where it was started says so too; a service has none.
  await tellSafe(io, found.client)
  await found.client.stop()
  const until = world.now() + GONE_WITHIN_MS
  while (!(await isGone(home, pid, started))) {
    if (world.now() > until) throw fail('STOP_SLOW', { found: `pid ${pid}, ${url}`, hint: `kill ${pid}` })
    io.signal.throwIfAborted()
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  await io.result({ stopped: true, pid, url }, () => 'Stopped. Everything is on disk.')
}

async function isGone(home: string, pid: number, started: number): Promise<boolean> {
  if ((await readDaemon(home))?.started === started) return false
  return !isAlive(pid) || pid === process.pid || (await isZombie(pid))
}

/** On Linux a process whose parent never asks for its end stays in the list, though it is gone. */
async function isZombie(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return /\) [ZX] /.test(stat)
}
