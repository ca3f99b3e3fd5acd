import { type Fields, type FileRole, type PartLine, MAX_FILES } from '@allmende/vocabulary'

/** What the rules of completeness ask of a good. Values come from strangers and are looked at with care. */
export type Facts = {
  /** Whether a field, or a field in a field ("design.function"), says something. */
  says: (path: string) => boolean
  /** Whether a file or an address is named for a purpose. */
  hasRole: (...roles: FileRole[]) => boolean
  /** Whether a file has one of some endings. */
  hasFile: (endings: ReadonlySet<string>) => boolean
  /** How many files it has. */
  files: number
  parts: readonly PartLine[]
}

/** Gathers what is asked. `paths` are those of its files where the record doesn't hold them itself. */
export function factsOf(fields: Fields, parts: readonly PartLine[], paths: readonly string[] = []): Facts {
  const roles = list(fields['roles']).map((entry) => ({ role: at(entry, 'role'), at: at(entry, 'at') }))
  const files = fields['files']
  const named = [
    ...paths,
    ...list(at(files, 'entries')).map((entry) => at(entry, 'path')),
    ...roles.map((role) => role.at),
  ]
  const endings = new Set(named.slice(0, 2 * MAX_FILES).map(ending))
  const count = at(files, 'count')
  return {
    says: (path) => saysSomething(path.split('.').reduce<unknown>(at, fields)),
    hasRole: (...wanted) => roles.some(({ role }) => (wanted as unknown[]).includes(role)),
    hasFile: (wanted) => [...wanted].some((one) => endings.has(one)),
    files: Math.max(typeof count === 'number' ? count : 0, paths.length),
    parts,
  }
}

function at(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Fields)[name]
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function saysSomething(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== ''
  if (Array.isArray(value)) return value.length > 0
  return value !== undefined && value !== null && value !== false
}

function ending(path: unknown): string {
  return typeof path === 'string' ? (/\.([^./\\?#]+)$/.exec(path)?.[1]?.toLowerCase() ?? '') : ''
}
