import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const PREFIX = 'allmende-work-'

/**
 * Hands a fresh folder that only this user may enter to `work`, and removes it whatever happens; what a killed process left
 * goes by the next time.
 */
export async function withFolder<Result>(
  within: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  await removeLeftovers(within)
  const folder = await mkdtemp(join(within, `${PREFIX}${process.pid}-`))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/**
 * Removes what processes left that were killed while they worked: nothing else could. Never fails. `alone`: nobody else works in
 * that folder, so what bears the number of a process that runs is of an earlier one too. In a container it is often the same.
 */
export async function removeLeftovers(within: string, alone = false): Promise<void> {
  const names = await readdir(within).catch(() => [])
  for (const name of names) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]
    if (pid === undefined || (!alone && isRunning(Number(pid)))) continue
    const folder = join(within, name)
    const mine = await stat(folder).then(
      ({ uid }) => uid === (process.getuid?.() ?? uid),
      () => false,
    )
    if (mine) await rm(folder, { recursive: true, force: true }).catch(() => {})
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process is none of ours.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
