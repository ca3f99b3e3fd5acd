import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { ErrorCode } from './errors.ts'

// Changes that brought a worker down are remembered on disk: after a restart they would do it again.

/** By the hash of the change. A file that is missing or damaged means none: then they are found once more. */
export function readKeptOut(snapshot: string): Map<string, ErrorCode> {
  try {
    return new Map(JSON.parse(readFileSync(fileOf(snapshot), 'utf8')) as [string, ErrorCode][])
  } catch {
    return new Map()
  }
}

export function writeKeptOut(snapshot: string, keptOut: ReadonlyMap<string, ErrorCode>): void {
  const file = fileOf(snapshot)
  writeFileSync(`${file}.new`, JSON.stringify([...keptOut]))
  renameSync(`${file}.new`, file)
}

function fileOf(snapshot: string): string {
  return `${snapshot}.kept-out`
}
