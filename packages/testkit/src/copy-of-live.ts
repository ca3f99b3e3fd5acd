import { cpSync, readdirSync, rmSync } from 'node:fs'

const TRIES = 100

/**
 * Copies a folder that a database is writing to. A power cut leaves the files of one moment, and so must the copy: when the
 * database put away files meanwhile, it is made anew.
 */
export function copyOfLive(from: string, to: string): void {
  for (let tries = 0; !copied(from, to); tries++) {
    if (tries === TRIES) throw new Error(`${from} never rests: it could not be copied`)
    rmSync(to, { recursive: true, force: true })
  }
}

function copied(from: string, to: string): boolean {
  const files = (): string => readdirSync(from, { recursive: true, encoding: 'utf8' }).toSorted().join('\n')
  const before = files()
  try {
    cpSync(from, to, { recursive: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return false
  }
  return files() === before
}
