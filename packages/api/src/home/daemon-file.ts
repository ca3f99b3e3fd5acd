import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** What `daemon.json` says of the running node. WARNING: other programs read it. */
export type DaemonInfo = {
  readonly port: number
  readonly pid: number
  readonly url: string
  /** Milliseconds since the epoch. */
  readonly started: number
}

export function daemonFile(home: string): string {
  return join(home, 'daemon.json')
}

/** Written whole (temporary file, rename), readable by this user only. */
export async function writeDaemon(home: string, info: DaemonInfo): Promise<void> {
  const file = daemonFile(home)
  const temporary = `${file}.${process.pid}.new`
  await rm(temporary, { force: true })
  const handle = await open(temporary, 'wx', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(info)}\n`)
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
}

/** What the file says, whether that is still so or not. Null without a file, or with one that isn't ours. */
export async function readDaemon(home: string): Promise<DaemonInfo | null> {
  const text = await readFile(daemonFile(home), 'utf8').catch(() => '')
  try {
    const { port, pid, url, started } = JSON.parse(text) as Partial<DaemonInfo>
    if (!isCount(port) || port > 65_535 || !isCount(pid) || typeof started !== 'number') return null
    // Not whatever the file says: a token is only ever sent to the loopback address.
    return url === `http://127.0.0.1:${port}` ? { port, pid, url, started } : null
  } catch {
    return null
  }
}

/** Removes the file if it still is the one of this node: another may have started meanwhile. */
export async function removeDaemon(home: string, mine: DaemonInfo): Promise<void> {
  const found = await readDaemon(home)
  if (found?.pid === mine.pid && found.started === mine.started) await rm(daemonFile(home), { force: true })
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0
}
