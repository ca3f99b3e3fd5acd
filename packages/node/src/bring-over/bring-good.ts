import { sameValue } from '@allmende/rules'
import type { Thing, Version } from '@allmende/views'
import type { Fields, FileList, RecordId } from '@allmende/vocabulary'
import { bringAcross, partsAcross } from '../bring-across.ts'
import type { OpenCommons } from '../commons-book.ts'
import type { ActionContext } from '../contract.ts'
import { creditsWith, namesIn } from '../credits.ts'
import { type GoodState, stateAt } from '../good-state.ts'
import type { Parts } from '../parts.ts'
import { reachCores } from '../reach-cores.ts'
import { writeGood } from '../write-good.ts'

/** What belongs to the conversation in the old commons: suggestions that were answered there, versions that were taken in. */
const STAYS = new Set(['settles', 'merges'])

export type Carried = { readonly id: RecordId; readonly versions: number; readonly bytes: number }

type Way = { readonly from: OpenCommons; readonly to: OpenCommons }

/**
 * Writes a good of one's own, version by version, into another commons, each with its content; what was carried before is left.
 * Other people's share in a version is told by its credits, since the record is written anew by oneself.
 */
export async function bringGood(
  parts: Parts,
  way: Way,
  thing: Thing,
  context: ActionContext,
): Promise<Carried> {
  const { to } = way
  let last: { id: RecordId; fields: Fields; files: FileList | undefined } | null = null
  let good = parts.brought.get(to.id, thing.id)
  let [versions, bytes] = [0, 0]
  for (const version of thing.versions) {
    const state = await stateAt(parts, { commons: way.from, thing }, version.id)
    const known = parts.brought.get(to.id, version.id)
    if (known) {
      last = { id: known, fields: state.fields, files: await filesThere(parts, known) }
      continue
    }
    const same: boolean = last !== null && sameValue(last.fields['files'], state.fields['files'])
    const files: FileList | undefined = same ? last?.files : await content(parts, way, state, context)
    const body = await bodyOf(parts, way, state, { version, files, before: last?.fields })
    const id = await writeGood(parts, to, {
      body,
      ...(good && last ? { of: good, after: [last.id] } : {}),
    })
    good ??= id
    await parts.brought.remember(to.id, version.id, id)
    if (parts.holdings.here(way.from.id, version.id)) await parts.holdings.add(to.id, id)
    last = { id, fields: state.fields, files }
    versions++
    if (!same) bytes += files?.bytes ?? 0
  }
  await laterWords(parts, way, thing, last)
  return { id: good ?? thing.id, versions, bytes }
}

async function content(
  parts: Parts,
  { from, to }: Way,
  state: GoodState,
  context: ActionContext,
): Promise<FileList | undefined> {
  if (!state.files) return undefined
  await reachCores(parts, { commons: from, thing: state.thing }, state.files.cores, context)
  return (await bringAcross(parts, state, to, context)).files
}

async function filesThere(parts: Parts, version: RecordId): Promise<FileList | undefined> {
  const thing = await parts.views.show(version)
  return thing?.versions.findLast(({ files }) => files !== undefined)?.files
}

type Anew = {
  readonly version: Version
  readonly files: FileList | undefined
  readonly before: Fields | undefined
}

/** All fields of the first version; of later ones those that changed. */
async function bodyOf(
  parts: Parts,
  { from, to }: Way,
  state: GoodState,
  { version, files, before }: Anew,
): Promise<Fields> {
  const changed = Object.entries(state.fields).filter(
    ([name, value]) => !STAYS.has(name) && (!before || !sameValue(before[name], value)),
  )
  const has = (name: string) => changed.some(([one]) => one === name)
  const body: Fields = {
    ...Object.fromEntries(changed),
    ...(has('files') && files ? { files } : {}),
    ...(has('parts') ? await partsAcross(parts, state) : {}),
  }
  if (version.author === parts.logs.identity?.person) return parts.brought.renamed(to.id, body)
  const names = await namesIn(parts, from.id)
  const credits = creditsWith(
    state.fields['credits'],
    version.author,
    names.get(version.author),
    'contributor',
  )
  return parts.brought.renamed(to.id, { ...body, credits })
}

/** A title or description that was changed without making a version. */
async function laterWords(
  parts: Parts,
  { to }: Way,
  thing: Thing,
  last: { id: RecordId; fields: Fields } | null,
): Promise<void> {
  const good = parts.brought.get(to.id, thing.id)
  const there = good && (await parts.views.show(good))
  if (!last || !there) return
  const words = Object.entries(thing.fields).filter(
    ([name, value]) =>
      !STAYS.has(name) &&
      !['files', 'parts', 'version'].includes(name) &&
      !sameValue(last.fields[name], value),
  )
  const anew = words.filter(([name, value]) => !sameValue(there.fields[name], value))
  if (anew.length === 0) return
  const body = parts.brought.renamed(to.id, Object.fromEntries(anew))
  await parts.writer.write(to, { kind: 'good', of: there.id, after: there.heads, body })
}
