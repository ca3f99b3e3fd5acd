import { type Content, readFileList, unneededBlocks } from '@allmende/files'
import type { Thing } from '@allmende/views'
import type { FileList, RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { ActionContext } from '../contract.ts'
import type { Forgotten, Keeping } from '../contract-keeping.ts'
import { fail } from '../errors.ts'
import { type Located, locateThing } from '../locate-thing.ts'
import type { Parts } from '../parts.ts'
import { filesOfVersion } from './fetch-version.ts'
import { filesOfDrafts } from './files-of-drafts.ts'
import { otherHolders } from './known-holders.ts'

/** What is here is read in a moment; whatever takes longer isn't. */
const READ_MS = 2_000

/**
 * Frees the disk of a good's files. Its records stay, and with them what it is and who made it; `copy` fetches the files
 * again from whoever has them. Throws FORGET_LAST where no other computer is known to hold what is here, FORGET_KEPT and
 * FORGET_NOTHING.
 */
export async function forget(
  parts: Parts,
  request: Parameters<Keeping['forget']>[0],
  context: ActionContext,
): Promise<Forgotten> {
  const located = await locateThing(parts, request.thing, context, { wait: false }, ['good', 'build'])
  const { commons, thing } = located
  if (thing.kind !== 'good' && thing.kind !== 'build')
    throw fail('THING_KIND', { expected: 'good', found: thing.kind })
  if (parts.keeping.agreements.of(thing.author))
    throw fail('FORGET_KEPT', { title: thing.title, who: thing.authorName ?? thing.author })
  const versions = versionsOf(thing)
  const here = versions.filter((id) => parts.holdings.here(commons.id, id))
  if (!request.evenIfLast) await refuseLast(parts, located, here)
  const title = thing.title === '' ? 'build' : thing.title
  const cleared = await forgetContent(parts, located, context)
  if (here.length === 0 && cleared === 0) throw fail('FORGET_NOTHING', { title })
  const { before, after } = await parts.logs.compact()
  return {
    id: thing.id,
    title,
    versions: here.length,
    before,
    after,
    freed: Math.max(0, before - after),
    folders: parts.shared.foldersOf(commons.id, thing.id),
  }
}

function versionsOf(thing: Thing): RecordId[] {
  return thing.kind === 'good' ? thing.versions.map(({ id }) => id) : [thing.id]
}

async function refuseLast(
  parts: Parts,
  { commons, thing }: Located,
  here: readonly RecordId[],
): Promise<void> {
  for (const version of here) {
    const holders = await otherHolders(parts, commons, thing.author, version)
    if (holders.length === 0) throw fail('FORGET_LAST', { title: thing.title })
  }
}

/**
 * Clears what nothing else here needs; what was only begun to be fetched too. Taken for missing before the first block goes.
 * @returns blocks that were here and are no more
 */
export async function forgetContent(
  parts: Parts,
  { commons, thing }: Located,
  context: ActionContext,
): Promise<number> {
  const versions = versionsOf(thing)
  const contents = await contentsOf(parts, commons, thing, versions)
  await parts.keeping.pins.remove({ what: 'good', commons: commons.id, thing: thing.id })
  await parts.keeping.pins.forget(thing.id, parts.clock.now())
  await parts.holdings.remove(commons.id, versions)
  context.onProgress?.({ phase: 'looking at what else needs it', done: 0, unit: 'blocks' })
  const ranges = unneededBlocks(contents, await stillNeeded(parts, commons, thing, contents))
  let cleared = 0
  for (const [core, some] of ranges) {
    context.onProgress?.({ phase: 'freeing the disk', done: cleared, unit: 'blocks' })
    cleared += await commons.logs.clearFiles(core, some)
  }
  return cleared
}

async function contentsOf(
  parts: Parts,
  commons: OpenCommons,
  thing: Thing,
  versions: readonly RecordId[],
): Promise<Content[]> {
  const lists = versions.flatMap((id) => filesOfVersion(thing, id) ?? [])
  const contents = await Promise.all(lists.map((list) => contentOf(parts, commons, list)))
  return contents.filter((content) => content !== null)
}

/** Only what lies here: a list that was never fetched has no content here either. */
export async function contentOf(
  parts: Parts,
  { logs }: OpenCommons,
  list: FileList,
): Promise<Content | null> {
  if (list.cores.some((core) => logs.owner(core)?.which !== 'files')) return null
  try {
    const entries = await readFileList(list, (core) => logs.core(core), { giveUpAfter: READ_MS })
    return { list, entries }
  } catch (error) {
    parts.logger.info('a list of files is not here', { error: String(error) })
    return null
  }
}

/** The content of everything else that is held here and lies in one of these cores. */
async function stillNeeded(
  parts: Parts,
  commons: OpenCommons,
  thing: Thing,
  contents: readonly Content[],
): Promise<Content[]> {
  const cores = new Set(contents.flatMap(({ list }) => list?.cores ?? []))
  const forgotten = new Set(versionsOf(thing))
  const byVersion = new Map<RecordId, Thing>()
  const needed: Content[] = []
  for (const version of parts.holdings.of(commons.id)) {
    if (forgotten.has(version)) continue
    const other = byVersion.get(version) ?? (await parts.views.show(version))
    for (const id of other ? versionsOf(other) : []) byVersion.set(id, other!)
    const list = other && filesOfVersion(other, version)
    if (!list || !list.cores.some((core) => cores.has(core))) continue
    const content = await contentOf(parts, commons, list)
    // What is held and can't be read as such is not to be lost for that: nothing is cleared then.
    if (!content) throw fail('FORGET_UNCLEAR', { title: other.title })
    needed.push(content)
  }
  return [...needed, ...(await filesOfDrafts(parts, commons, cores))]
}
