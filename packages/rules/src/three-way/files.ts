/** A file of a version: where, what, and whether it is to be executed. `hash` in hexadecimal. */
export type FileState = { path: string; hash: string; executable?: boolean }

/** How it came to a decision. "Here" is ours, "there" is theirs. */
export type FileChange =
  | 'unchanged'
  | 'changed-here'
  | 'changed-there'
  | 'changed-alike'
  | 'changed-on-both-sides'
  | 'added-here'
  | 'added-there'
  | 'added-alike'
  | 'added-on-both-sides'
  | 'removed-here'
  | 'removed-there'
  | 'removed-alike'
  | 'changed-here-removed-there'
  | 'removed-here-changed-there'

export type FileDecision = {
  path: string
  /** Whose content to take; `none` if the file goes; `merge` if the contents must be merged, or both be kept. */
  take: 'ours' | 'theirs' | 'none' | 'merge'
  /** Whether the result is to be executable. */
  executable: boolean
  why: FileChange
  /** One side removed what the other changed: the change is kept, and a person should know. */
  conflict: boolean
  /** Another path of the result that can't be there beside this one: a folder of the same name, or one that differs by case only. */
  clashes?: string
}

/**
 * Decides for every path what a version of both sides has there. What one side only changed is taken; what both
 * changed alike is taken once; what both changed otherwise is to be merged. Nothing that somebody changed is dropped:
 * against a change, removing loses. Sorted by path.
 */
export function threeWayFiles(
  base: readonly FileState[],
  ours: readonly FileState[],
  theirs: readonly FileState[],
): FileDecision[] {
  const [b, o, t] = [base, ours, theirs].map((files) => new Map(files.map((file) => [file.path, file])))
  const paths = [...new Set([...b!.keys(), ...o!.keys(), ...t!.keys()])].sort()
  const decisions = paths.map((path) => decide(path, b!.get(path), o!.get(path), t!.get(path)))
  return markClashes(decisions)
}

function decide(
  path: string,
  base: FileState | undefined,
  ours: FileState | undefined,
  theirs: FileState | undefined,
): FileDecision {
  const of = (take: FileDecision['take'], why: FileChange, conflict = false): FileDecision => ({
    path,
    take,
    executable: take !== 'none' && executable(base, ours, theirs),
    why,
    conflict,
  })
  if (ours && theirs) return both(base, ours, theirs, of)
  if (!ours && !theirs) return of('none', 'removed-alike')
  const left = (ours ?? theirs)!
  const side = ours ? 'ours' : 'theirs'
  if (!base) return of(side, ours ? 'added-here' : 'added-there')
  if (same(base, left)) return of('none', ours ? 'removed-there' : 'removed-here')
  return of(side, ours ? 'changed-here-removed-there' : 'removed-here-changed-there', true)
}

function both(
  base: FileState | undefined,
  ours: FileState,
  theirs: FileState,
  of: (take: FileDecision['take'], why: FileChange) => FileDecision,
): FileDecision {
  if (!base) {
    return ours.hash === theirs.hash ? of('ours', 'added-alike') : of('merge', 'added-on-both-sides')
  }
  const [here, there] = [!same(base, ours), !same(base, theirs)]
  if (!here && !there) return of('ours', 'unchanged')
  if (!there) return of('ours', 'changed-here')
  if (!here) return of('theirs', 'changed-there')
  if (ours.hash === theirs.hash) return of('ours', 'changed-alike')
  if (base.hash === theirs.hash) return of('ours', 'changed-here')
  if (base.hash === ours.hash) return of('theirs', 'changed-there')
  return of('merge', 'changed-on-both-sides')
}

/** Whoever turned it, had a reason; of two who added the file one did, and a script that doesn't run is broken. */
function executable(
  base: FileState | undefined,
  ours: FileState | undefined,
  theirs: FileState | undefined,
): boolean {
  const [b, o, t] = [base, ours, theirs].map((file) => file?.executable === true)
  if (!ours || !theirs) return ours ? o! : t!
  if (!base) return o! || t!
  return o === b ? t! : o!
}

function same(a: FileState, b: FileState): boolean {
  return a.hash === b.hash && (a.executable === true) === (b.executable === true)
}

/** A path that one side made a folder of, or wrote in capitals, cannot lie beside the other on every file system. */
function markClashes(decisions: FileDecision[]): FileDecision[] {
  const kept = decisions.filter(({ take }) => take !== 'none')
  const byFolded = new Map<string, string>()
  for (const { path } of kept) if (!byFolded.has(fold(path))) byFolded.set(fold(path), path)
  const clashOf = new Map<string, string>()
  const clash = (a: string, b: string) => {
    if (!clashOf.has(a)) clashOf.set(a, b)
    if (!clashOf.has(b)) clashOf.set(b, a)
  }
  for (const { path } of kept) {
    const twin = byFolded.get(fold(path))!
    if (twin !== path) clash(path, twin)
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      const folder = byFolded.get(fold(path.slice(0, at)))
      if (folder !== undefined) clash(path, folder)
    }
  }
  return decisions.map((decision) => {
    const clashes = decision.take === 'none' ? undefined : clashOf.get(decision.path)
    return clashes === undefined ? decision : { ...decision, clashes, conflict: true }
  })
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase()
}
