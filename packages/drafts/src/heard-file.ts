import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

// Who was heard when the snapshots beside it were written. Without the file, everybody: then they are made anew once too often.

export function readHeard(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

export function writeHeard(file: string, who: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, who)
  renameSync(`${file}.new`, file)
}
