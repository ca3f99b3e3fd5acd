import { type ListedFile, type OpenCore, readFileList } from '@allmende/files'
import { asOf, mergeThing } from '@allmende/rules'
import type { Thing } from '@allmende/views'
import type { Fields, FileList, PartLine, Parts as PartsField, RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from './commons-book.ts'
import type { ActionContext } from './contract.ts'
import { fail } from './errors.ts'
import type { Located } from './locate-thing.ts'
import type { Parts } from './parts.ts'
import { patienceOf } from './patience.ts'

/** A good as it stood at one of its versions, whatever came later. */
export type GoodState = {
  readonly thing: Thing
  readonly commons: OpenCommons
  readonly version: RecordId
  readonly fields: Fields
  readonly files: FileList | undefined
}

/** The state of a good at a version: what its author and maintainers had said who knew just that. Throws THING_UNKNOWN. */
export async function stateAt(
  parts: Parts,
  { commons, thing }: Located,
  version: RecordId,
): Promise<GoodState> {
  const past = asOf(thing.id, await parts.views.history(thing.id), [version])
  const merged = mergeThing(thing.id, past.records)
  if (!merged || past.missing.length > 0) throw fail('THING_UNKNOWN', { found: version })
  const { fields } = merged
  return { thing, commons, version, fields, files: fields['files'] as FileList | undefined }
}

/** The files of a state. A list that lies in a blob is fetched, from whoever is connected. Throws NO_HOLDER. */
export async function filesOf(parts: Parts, state: GoodState, context: ActionContext): Promise<ListedFile[]> {
  if (!state.files) return []
  const { files, commons } = state
  return readFileList(files, coresOf(parts, commons), patienceOf(parts, commons.id, context))
}

/** Opens the cores of a commons, attached to whoever is connected. */
export function coresOf(parts: Parts, commons: OpenCommons): OpenCore {
  return (core) => parts.sync.openFiles(commons.id, core)
}

/** The lines of a parts list, with those that stand in records of their own. Throws PARTS_MISSING while one isn't here. */
export async function linesOf(parts: Parts, fields: Fields): Promise<PartLine[]> {
  const list = fields['parts'] as PartsField | undefined
  if (!list) return []
  const lines = [...list.lines]
  for (const id of list.more ?? []) {
    const view = await parts.views.record(id)
    const record = view?.record as { kind: string; body: { lines: PartLine[] } } | undefined
    if (record?.kind !== 'parts' || view?.refused) throw fail('PARTS_MISSING', { found: id })
    lines.push(...record.body.lines)
  }
  return lines
}
