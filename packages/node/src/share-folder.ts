import { realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  importFiles,
  type OpenCore,
  type Preview,
  type PreviewProblem,
  previewShare,
  readFileList,
} from '@allmende/files'
import { checkLicence, guessType, sameValue, suggestLicences } from '@allmende/rules'
import type { Thing } from '@allmende/views'
import {
  type Fields,
  type FileList,
  GOOD_TYPES,
  type GoodType,
  placeOf,
  type RecordId,
} from '@allmende/vocabulary'
import { nameOfVersion } from './choose-version.ts'
import type { OpenCommons } from './commons-book.ts'
import type { ActionContext, SharePreview, ShareRequest, ShareResult } from './contract.ts'
import type { ShareWarning } from './contract-share.ts'
import { fail } from './errors.ts'
import { licencesAgain, statedLicences } from './file-licences.ts'
import { rolesAgain } from './file-roles.ts'
import { mustFit } from './licence-fit.ts'
import { type Located, locateThing } from './locate-thing.ts'
import type { Parts } from './parts.ts'
import { type Unchanged, unchangedSince } from './share-unchanged.ts'
import type { WorkingCopy } from './shared-folders.ts'
import { partsFrom } from './parts-table.ts'
import { withCleanPictures } from './photos/clean-pictures.ts'
import { placesTold } from './photos/places-told.ts'
import { mayTend, mustTend } from './rights.ts'
import { writeGood } from './write-good.ts'
import type { NewRecord } from './write-records.ts'

/** A good that a folder holds already, and at which version. */
type Again = Located & { readonly version?: RecordId | undefined; readonly cleanPictures?: true | undefined }

/**
 * Where the files are from: a folder of the person's, or one that a page brought. That one lies in the home, and is gone
 * afterwards: no folder is noted, and which good it is a new version of is said and not remembered.
 */
export type ShareSource = { readonly uploaded?: true; readonly of?: string }

/** Says what sharing would do. Writes nothing. */
export async function previewFolder(
  parts: Parts,
  request: ShareRequest,
  source: ShareSource = {},
  looked?: Preview,
): Promise<SharePreview> {
  const preview = looked ?? (await lookInto(parts, request, source))
  const found = await againOf(parts, request, source, preview)
  const again = found?.thing
  const type = typeFor(request, preview, again)
  const table = await partsFrom(request, preview, type, again?.fields['files'] as FileList | undefined)
  return {
    path: preview.root,
    title: request.title ?? again?.title ?? preview.hints.title,
    type,
    files: preview.files.map(({ path, bytes }) => ({ path, bytes })),
    count: preview.files.length,
    bytes: preview.bytes,
    leftOut: preview.leftOut,
    warnings: [...preview.problems.map(warningOf), ...(table?.warnings ?? [])],
    cautions: await placesTold(preview.files, cleans(request, found)),
    licences: suggestLicences(type),
    roles: rolesAgain(
      again?.fields['roles'],
      preview.files.map(({ path }) => path),
    ).map(({ role, at }) => ({ role, at })),
    parts: table ? { from: table.from, lines: table.lines.length } : null,
    ...(again
      ? {
          again: {
            id: again.id,
            title: again.title,
            licence: again.licence ?? '',
            version: String(again.versions.length),
          },
        }
      : {}),
  }
}

/**
 * Shares a folder or a file as a good, or as a new version of the good that it holds. Resolves when content and record
 * are on disk. A folder in which nothing changed, and of which nothing new is said, makes no version (rule N48).
 * Throws LICENCE_…, SHARE_PROBLEM, SHARE_FOREIGN, SHARE_BEHIND, COMMONS_… and the errors of `files`.
 */
export async function shareFolder(
  parts: Parts,
  request: ShareRequest,
  context: ActionContext,
  source: ShareSource = {},
): Promise<ShareResult> {
  const preview = await lookInto(parts, request, source)
  refuseProblems(preview)
  const again = await againOf(parts, request, source, preview)
  const commons = again?.commons ?? parts.book.forWriting(request.commons)
  const type = typeFor(request, preview, again?.thing)
  const licence = chosenLicence(request.licence ?? again?.thing.licence, type)
  if (again) refuseUndoing(again, request)
  await refuseMisfit(parts, again?.thing, licence, request)
  const more = await said(request, { preview, type, licence, again: again?.thing })
  const words = await parts.writer.ensureIdentity()
  const fields = again ? changed(again.thing, { title: request.title, licence, type }) : {}
  const saidAlready = again && Object.keys({ ...fields, ...changed(again.thing, more) }).length === 0
  const bring = async (looked: Preview): Promise<FileList | Unchanged> =>
    (saidAlready && (await unchangedSince(parts, again, looked, context))) ||
    bringIn(parts, commons, looked, again?.thing ?? null, context)
  const clean = cleans(request, again)
  const brought = await (clean ? withCleanPictures(parts, preview, context, bring) : bring(preview))
  const note = clean ? { cleanPictures: true as const } : {}
  if ('since' in brought) {
    const stands = { good: brought.id, version: brought.version, ...note }
    if (!source.uploaded) await parts.shared.remember(preview.root, commons.id, stands)
    return resultOf(parts, commons, brought.id, { ...brought, licence })
  }
  const files = brought
  const body = { ...more, files }
  // Killed between the record and the note, the folder would stand at the version before, and could not be shared again.
  if (again?.version) {
    const before = { good: again.thing.id, version: again.version, sharing: true as const, ...note }
    await parts.shared.remember(preview.root, commons.id, before)
  }
  const title = request.title ?? again?.thing.title ?? (preview.hints.title || basename(preview.root))
  const { id, version } = again
    ? await nextVersion(parts, commons, again.thing, { ...fields, ...body })
    : await firstVersion(parts, commons, { title, licence, type, ...body })
  if (!source.uploaded) await parts.shared.remember(preview.root, commons.id, { good: id, version, ...note })
  await parts.holdings.add(commons.id, version)
  const { count, bytes } = files
  const shared = { version, title, licence, files: count, bytes, ...(words === undefined ? {} : { words }) }
  return resultOf(parts, commons, id, shared)
}

function resultOf<T extends object>(parts: Parts, commons: OpenCommons, id: RecordId, shared: T) {
  const { name: commonsName, public: isPublic } = commons.entry
  const link = parts.book.thingLink(commons, id, 'good')
  return { id, link, ...shared, commons: commons.id, commonsName, public: isPublic }
}

/** Said once for a folder it holds on: else the next version would tell what this one doesn't. */
function cleans(request: ShareRequest, again: Again | null): boolean {
  return request.cleanPictures ?? again?.cleanPictures ?? false
}

/** Refuses a missing or non-free licence with what would do; never puts another in its place. */
export function chosenLicence(licence: string | undefined, type: GoodType): string {
  const suggestions = suggestLicences(type)
    .map(({ id }) => id)
    .join(', ')
  if (licence === undefined || licence.trim() === '') throw fail('LICENCE_MISSING', { type, suggestions })
  const verdict = checkLicence(licence, type)
  if (verdict.ok) return verdict.expression
  const near = verdict.suggestions.length > 0 ? verdict.suggestions.join(', ') : suggestions
  throw fail('LICENCE_REFUSED', {
    found: licence,
    reason: verdict.reason,
    suggestions: near,
    expected: 'a free licence as an SPDX expression',
  })
}

/** What lies there. To look through a large folder takes seconds: who needs it twice hands it on. */
export function lookInto(parts: Parts, { path }: ShareRequest, { uploaded }: ShareSource): Promise<Preview> {
  return previewShare(path, { homes: uploaded ? [] : [parts.home.dir] })
}

async function againOf(
  parts: Parts,
  request: ShareRequest,
  { uploaded, of }: ShareSource,
  { root }: Preview,
): Promise<Again | null> {
  if (!uploaded) return sharedBefore(parts, request, root)
  if (of === undefined) return null
  const located = await locateThing(parts, of, {}, { wait: false }, ['good'])
  mustTend(parts, located.thing)
  return located
}

function typeFor(request: ShareRequest, preview: Preview, again: Thing | undefined): GoodType {
  if (request.type === undefined)
    return again ? (again.fields['type'] as GoodType) : guessType(preview.files.map(({ path }) => path))
  const type = GOOD_TYPES.find((known) => known === request.type)
  if (!type) throw fail('TYPE_UNKNOWN', { expected: GOOD_TYPES.join(', '), found: request.type })
  return type
}

function warningOf({ severity, code, message, values }: PreviewProblem): ShareWarning {
  return { code, message, values, at: null, hinders: severity === 'error' }
}

function refuseProblems(preview: Preview): void {
  const errors = preview.problems.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return
  const problems = errors
    .slice(0, 5)
    .map(({ message }) => message)
    .join('; ')
  throw fail('SHARE_PROBLEM', {
    problems: errors.length > 5 ? `${problems}; and ${errors.length - 5} more` : problems,
  })
}

/**
 * The good that this folder holds, if a new version of it is what is wanted. Throws SHARE_FOREIGN for a copy of what
 * somebody else tends: shared as a good of its own it would say nothing of where it comes from.
 */
async function sharedBefore(parts: Parts, request: ShareRequest, root: string): Promise<Again | null> {
  if (request.asNew) return null
  const among = request.commons === undefined ? parts.book.all() : [parts.book.find(request.commons)]
  const folder = await realpath(root)
  let foreign: Thing | null = null
  for (const commons of among) {
    const copy = parts.shared.at(folder, commons.id)
    const thing = copy && (await parts.views.show(copy.good))
    if (thing && mayTend(parts, thing)) {
      return { commons, thing, version: versionOf(copy, thing, commons), cleanPictures: copy.cleanPictures }
    }
    if (thing && copy.version !== undefined) foreign = thing
  }
  if (foreign) mustTend(parts, foreign)
  return null
}

/** Where a folder stands. What was being written from it when the program was killed may have become a version all the same. */
function versionOf(copy: WorkingCopy, thing: Thing, { logs }: OpenCommons): RecordId | undefined {
  const newest = thing.versions.at(-1)
  if (!copy.sharing || !newest || placeOf(newest.id).log !== logs.own?.log) return copy.version
  return thing.versions.at(-2)?.id === copy.version ? newest.id : copy.version
}

/** A folder that stands at an older version would undo what came since, unseen. */
function refuseUndoing({ thing, version }: Again, { over }: ShareRequest): void {
  const newest = thing.versions.at(-1)
  if (over || version === undefined || newest === undefined || newest.id === version) return
  throw fail('SHARE_BEHIND', {
    title: thing.title,
    id: thing.id,
    found: nameOfVersion(thing, version),
    expected: nameOfVersion(thing, newest.id),
  })
}

/** A fork under another licence than what it came from: only where that lets one. */
async function refuseMisfit(
  parts: Parts,
  again: Thing | undefined,
  licence: string,
  request: ShareRequest,
): Promise<void> {
  if (!again?.derivedFrom || again.licence === licence) return
  const original = await parts.views.show(again.derivedFrom)
  if (!original?.licence) return
  const type = again.fields['type'] as GoodType
  mustFit({ from: original.licence, into: licence, type, checked: request.licenceChecked ?? false })
}

async function bringIn(
  parts: Parts,
  commons: OpenCommons,
  preview: Preview,
  again: Thing | null,
  context: ActionContext,
): Promise<FileList> {
  const writer = await commons.logs.filesWriter()
  const list = again?.versions.findLast(({ files }) => files !== undefined)?.files
  const openCore: OpenCore = (core) => commons.logs.core(core)
  const files = list && (await readFileList(list, openCore))
  try {
    return await importFiles({
      path: preview.root,
      preview,
      writer,
      store: join(parts.home.dir, 'store'),
      ...(files ? { previous: { files, openCore } } : {}),
      ...(context.signal ? { signal: context.signal } : {}),
      onProgress: (progress) =>
        context.onProgress?.({
          phase: 'reading',
          done: progress.bytesDone,
          total: progress.bytes,
          unit: 'bytes',
          note: `${progress.filesDone} of ${progress.files} files`,
        }),
    })
  } finally {
    await writer.close()
  }
}

type Said = {
  readonly preview: Preview
  readonly type: GoodType
  readonly licence: string
  readonly again: Thing | undefined
}

/** What the request and the files themselves say, but for title, licence and type. */
async function said(request: ShareRequest, { preview, type, licence, again }: Said): Promise<Fields> {
  const { description, tags, version } = request
  const paths = preview.files.map(({ path }) => path)
  const roles = rolesAgain(again?.fields['roles'], paths)
  const stated = await statedLicences(preview.files, licence, type)
  const licences = licencesAgain(again?.fields['licences'], stated, paths)
  const table = await partsFrom(request, preview, type, again?.fields['files'] as FileList | undefined)
  const found = {
    roles: roles.length > 0 || again?.fields['roles'] !== undefined ? roles : undefined,
    licences: licences.length > 0 || again?.fields['licences'] !== undefined ? licences : undefined,
    parts: table ? { lines: table.lines } : undefined,
  }
  return {
    ...(description === undefined ? {} : { description }),
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(version === undefined ? {} : { version }),
    ...(again ? changed(again, found) : given(found)),
  }
}

async function firstVersion(parts: Parts, commons: OpenCommons, body: Fields) {
  const id = await writeGood(parts, commons, { body })
  return { id, version: id }
}

/** Writes a new version of a good, on top of all the heads that are known here. */
export async function nextVersion(
  parts: Parts,
  commons: OpenCommons,
  thing: Thing,
  body: NewRecord['body'],
): Promise<{ id: RecordId; version: RecordId }> {
  mustTend(parts, thing)
  const version = await writeGood(parts, commons, { of: thing.id, after: thing.heads, body })
  return { id: thing.id, version }
}

function changed(thing: Thing, fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(given(fields)).filter(([name, value]) => !sameValue(thing.fields[name], value)),
  )
}

function given(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
