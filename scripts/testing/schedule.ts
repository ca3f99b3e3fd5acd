import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** How long each test file took when it was last run here; nothing depends on its being there. */
const NOTES = 'node_modules/.cache/test-seconds.json'

/** Without a note: files in `tests` start real programs and take longest. */
const GUESS_S = { tests: 60, others: 5 }

/** The longest first, so that no core is left idle at the end while a long one still runs. */
export function longestFirst(files: readonly string[]): string[] {
  const noted = notes()
  const seconds = (file: string) =>
    noted[file] ?? (file.startsWith('tests/') ? GUESS_S.tests : GUESS_S.others)
  return files.toSorted((a, b) => seconds(b) - seconds(a) || (a < b ? -1 : 1))
}

/** Notes how long files took, for the next run. */
export function noteSeconds(took: ReadonlyMap<string, number>): void {
  mkdirSync(dirname(NOTES), { recursive: true })
  writeFileSync(NOTES, JSON.stringify({ ...notes(), ...Object.fromEntries(took) }, null, 1))
}

function notes(): Record<string, number> {
  try {
    return JSON.parse(readFileSync(NOTES, 'utf8')) as Record<string, number>
  } catch {
    return {}
  }
}
