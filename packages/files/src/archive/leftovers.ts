import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const PREFIX = 'allmende-unpacked-'

/** A fresh folder that only this user may enter, named after this process. */
export function freshFolder(within: string): Promise<string> {
  return mkdtemp(join(within, `${PREFIX}${process.pid}-`))
}

/** Removes what processes left that were killed while they unpacked: nothing else could. Never fails. */
export async function removeLeftovers(within: string): Promise<void> {
  const names = await readdir(within).catch(() => [])
  for (const name of names) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]
    if (pid === undefined || isRunning(Number(pid))) continue
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
