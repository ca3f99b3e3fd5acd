import type { DatabaseSync } from 'node:sqlite'
import { MAX_CACHED_NAMES } from './limits.ts'

/** Small numbers for long names (keys of commons, people, devices and logs; kinds): 52 characters in every row and index would double the file. */
export interface Names {
  /** The number of a name; a new name gets one. */
  number(name: string): number
  /** The number of a name, or null if it was never seen. */
  known(name: string): number | null
  name(number: number): string
  /** Forgets what is cached: after a rollback, numbers given meanwhile are free again. */
  reset(): void
}

export function createNames(db: DatabaseSync): Names {
  const numbers = new Map<string, number>()
  const names = new Map<number, string>()
  const byName = db.prepare('SELECT id FROM names WHERE name = ?')
  const byNumber = db.prepare('SELECT name FROM names WHERE id = ?')
  const insert = db.prepare('INSERT INTO names(name) VALUES(?)')

  function remember(name: string, number: number): number {
    if (numbers.size >= MAX_CACHED_NAMES) reset()
    numbers.set(name, number)
    names.set(number, name)
    return number
  }

  function known(name: string): number | null {
    const cached = numbers.get(name)
    if (cached !== undefined) return cached
    const row = byName.get(name)
    return row === undefined ? null : remember(name, Number(row['id']))
  }

  function reset(): void {
    numbers.clear()
    names.clear()
  }

  return {
    known,
    reset,
    number: (name) => known(name) ?? remember(name, Number(insert.run(name).lastInsertRowid)),
    name(number) {
      const cached = names.get(number)
      if (cached !== undefined) return cached
      const name = String(byNumber.get(number)?.['name'])
      remember(name, number)
      return name
    },
  }
}
