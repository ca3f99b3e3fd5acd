import type { FileState } from '../three-way/files.ts'

/** A file that came, went, is otherwise, or lies elsewhere with what it had. */
export type FileDifference = {
  readonly path: string
  readonly what: 'added' | 'removed' | 'changed' | 'moved'
  /** Of `moved`: where it lay. */
  readonly from: string | null
}

/**
 * The files in which a version differs from an earlier one, by path. One that went where another of the same content came
 * has moved; of several alike each has one. Rule R58.
 */
export function compareFiles(before: readonly FileState[], after: readonly FileState[]): FileDifference[] {
  const [old, now] = [byPath(before), byPath(after)]
  const gone = new Map<string, string[]>()
  for (const { path, hash } of sorted(before)) {
    if (now.has(path)) continue
    const alike = gone.get(hash)
    if (alike) alike.push(path)
    else gone.set(hash, [path])
  }
  const found: FileDifference[] = []
  for (const file of sorted(after)) {
    const { path, hash } = file
    const was = old.get(path)
    const from = was ? undefined : gone.get(hash)?.shift()
    if (from !== undefined) found.push({ path, what: 'moved', from })
    else if (!was) found.push({ path, what: 'added', from: null })
    else if (was.hash !== hash || (was.executable === true) !== (file.executable === true))
      found.push({ path, what: 'changed', from: null })
  }
  for (const paths of gone.values())
    for (const path of paths) found.push({ path, what: 'removed', from: null })
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

function byPath(files: readonly FileState[]): Map<string, FileState> {
  return new Map(files.map((file) => [file.path, file]))
}

function sorted(files: readonly FileState[]): FileState[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
