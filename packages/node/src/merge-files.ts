import { type ListedFile, type OpenCore, readListed } from '@allmende/files'
import { type FileChange, mergeText, type SideNames, threeWayFiles } from '@allmende/rules'
import { isAllmendeError } from '@allmende/vocabulary'
import type { MergedFile } from './contract.ts'
import { byPath, statesOf } from './listed-files.ts'
import { textOfBytes } from './text-of-bytes.ts'

/** A text beyond this is a table or a drawing that a program wrote: its lines mean nothing to a person. */
const MAX_TEXT_BYTES = 1024 * 1024

/** The files of one side, with what opens the cores they lie in. */
export type FilesSide = { readonly files: readonly ListedFile[]; readonly openCore: OpenCore }
export type FilesSides = {
  readonly base: FilesSide
  readonly ours: FilesSide
  readonly theirs: FilesSide
  /** What the two sides are called in the marks of a conflict. */
  readonly labels: SideNames
  readonly patience: { signal?: AbortSignal; waitsOn?: (quiet: number) => boolean }
}

/** What the files of two sides come to. Nothing is written yet. */
export type FilesPlan = {
  /** Files that stay as they are on our side. */
  readonly kept: readonly ListedFile[]
  /** Files as the other side has them, under the path they get. */
  readonly taken: readonly ListedFile[]
  /** Texts made of both. */
  readonly texts: readonly { path: string; text: string; executable: boolean }[]
  readonly changes: readonly MergedFile[]
}

/**
 * Decides for each file what of two sides becomes of it; texts that both changed are merged by lines. Where a person has
 * to choose nothing is lost: a text keeps both, marked; anything else lies beside ours as `name.theirs.ext`.
 */
export async function planFiles(sides: FilesSides): Promise<FilesPlan> {
  const base = byPath(sides.base.files)
  const ours = byPath(sides.ours.files)
  const theirs = byPath(sides.theirs.files)
  const kept: ListedFile[] = []
  const taken: ListedFile[] = []
  const texts: FilesPlan['texts'][number][] = []
  const changes: MergedFile[] = []
  const decisions = threeWayFiles(
    statesOf(sides.base.files),
    statesOf(sides.ours.files),
    statesOf(sides.theirs.files),
  )
  for (const decision of decisions) {
    const { path, take, why, executable } = decision
    const [our, their] = [ours.get(path), theirs.get(path)]
    const change = (what: MergedFile['what'], note: string | null): void => {
      changes.push({ path, what, note })
    }
    if (take === 'ours' && our) {
      kept.push({ ...our, executable })
      if (decision.conflict && !decision.clashes) change('conflict', WORDS[why])
      else if (executable !== our.executable) change('taken', 'whether it is to be executed')
    } else if (take === 'theirs' && their) {
      // Two paths that are one on some systems can't lie beside each other: theirs gets a name of its own.
      const at = decision.clashes ? asideOf(path, [ours, theirs]) : path
      taken.push({ ...their, path: at, executable })
      change(decision.conflict ? 'conflict' : 'taken', at === path ? WORDS[why] : `it lies there as ${at}`)
    } else if (take === 'merge' && our && their) {
      const text = await textOfBoth(sides, base.get(path), our, their)
      if (text) {
        texts.push({ path, text: text.text, executable })
        change(text.conflicts > 0 ? 'conflict' : 'merged', noteOf(text.conflicts))
      } else {
        const aside = asideOf(path, [ours, theirs])
        kept.push({ ...our, executable })
        taken.push({ ...their, path: aside })
        change('conflict', `theirs lies beside it as ${aside}`)
      }
    } else if (take === 'none' && our) change('removed', WORDS[why])
  }
  return { kept, taken, texts, changes }
}

/** In words, what is worth saying. */
const WORDS: Readonly<Record<FileChange, string | null>> = {
  unchanged: null,
  'changed-here': null,
  'changed-there': null,
  'changed-alike': null,
  'changed-on-both-sides': null,
  'added-here': null,
  'added-there': 'new',
  'added-alike': null,
  'added-on-both-sides': null,
  'removed-here': null,
  'removed-there': null,
  'removed-alike': null,
  'changed-here-removed-there': 'it was removed there and changed here: it stays',
  'removed-here-changed-there': 'it was removed here and changed there: it is there again',
}

type Both = { readonly text: string; readonly conflicts: number }

/** Null where one of them is no text. */
async function textOfBoth(
  sides: FilesSides,
  base: ListedFile | undefined,
  our: ListedFile,
  their: ListedFile,
): Promise<Both | null> {
  if (Math.max(our.bytes, their.bytes, base?.bytes ?? 0) > MAX_TEXT_BYTES) return null
  const read = (file: ListedFile, side: FilesSide) => readListed(file, side.openCore, sides.patience)
  const mine = textOfBytes(await read(our, sides.ours))
  const other = textOfBytes(await read(their, sides.theirs))
  if (mine === null || other === null) return null
  // Without what both come from, all that differs is a conflict: both stay.
  const before = base ? await read(base, sides.base).catch(whenNobodyHasIt) : null
  return mergeText((before && textOfBytes(before)) ?? '', mine, other, sides.labels)
}

function whenNobodyHasIt(error: unknown): null {
  if (isAllmendeError(error) && error.code === 'COPY_NO_HOLDER') return null
  throw error
}

function noteOf(conflicts: number): string | null {
  return conflicts === 0 ? null : `${conflicts} ${conflicts === 1 ? 'place is' : 'places are'} marked in it`
}

/** A name for their file that nothing has yet, and that no folder of the same name can be in the way of. */
function asideOf(path: string, sides: readonly ReadonlyMap<string, ListedFile>[]): string {
  const taken = new Set(sides.flatMap((side) => [...side.keys()]).map((one) => one.toLowerCase()))
  const folders = path.split('/').map((_, at, all) => all.slice(0, at).join('/'))
  const free = folders.some((folder) => taken.has(folder.toLowerCase())) ? path.replaceAll('/', '-') : path
  const at = free.lastIndexOf('.')
  const dot = at > free.lastIndexOf('/') + 1 ? at : free.length
  for (let number = 1; ; number++) {
    const ending = number === 1 ? '.theirs' : `.theirs-${number}`
    const aside = `${free.slice(0, dot)}${ending}${free.slice(dot)}`
    if (!taken.has(aside.toLowerCase())) return aside
  }
}
