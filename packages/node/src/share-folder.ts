import { realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { importFiles, type OpenCore, type Preview, previewShare, readFileList } from '@allmende/files'
import { checkLicence, guessType, suggestLicences } from '@allmende/rules'
import type { Thing } from '@allmende/views'
import { type FileList, GOOD_TYPES, type GoodType, type RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from './commons-book.ts'
import type { ActionContext, SharePreview, ShareRequest, ShareResult } from './contract.ts'
import { fail } from './errors.ts'
import type { Parts } from './parts.ts'
import type { NewRecord } from './write-records.ts'

/** Says what sharing would do. Writes nothing. */
export async function previewFolder(parts: Parts, request: ShareRequest): Promise<SharePreview> {
  const preview = await previewShare(request.path, { homes: [parts.home.dir] })
  const type = typeOf(request, preview)
  const again = await sharedBefore(parts, request, preview.root)
  return {
    path: preview.root,
    title: request.title ?? again?.title ?? preview.hints.title,
    type: again && request.type === undefined ? (again.fields['type'] as GoodType) : type,
    files: preview.files.map(({ path, bytes }) => ({ path, bytes })),
    count: preview.files.length,
    bytes: preview.bytes,
    leftOut: preview.leftOut,
    warnings: preview.problems.map(({ message }) => message),
    licences: suggestLicences(type).map(({ id, name, why }) => ({ id, name, why })),
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
 * Shares a folder or a file as a good, or as a new version of the good it was shared as before. Resolves when content
 * and record are on disk. Throws LICENCE_MISSING, LICENCE_REFUSED, SHARE_PROBLEM, COMMONS_… and the errors of `files`.
 */
export async function shareFolder(
  parts: Parts,
  request: ShareRequest,
  context: ActionContext,
): Promise<ShareResult> {
  const commons = parts.book.forWriting(request.commons)
  const preview = await previewShare(request.path, { homes: [parts.home.dir] })
  refuseProblems(preview)
  const again = await sharedBefore(parts, request, preview.root)
  const type =
    again && request.type === undefined ? (again.fields['type'] as GoodType) : typeOf(request, preview)
  const licence = chosenLicence(request.licence ?? again?.licence, type)
  const words = await parts.writer.ensureIdentity()
  const files = await bringIn(parts, commons, preview, again, context)
  const { id, version } = await publish(parts, commons, { request, preview, type, licence, files, again })
  await parts.shared.remember(preview.root, commons.id, id)
  await parts.holdings.add(commons.id, version)
  return {
    id,
    link: parts.book.thingLink(commons, id, 'good'),
    version,
    title: request.title ?? again?.title ?? preview.hints.title,
    licence,
    files: files.count,
    bytes: files.bytes,
    commons: commons.id,
    commonsName: commons.entry.name,
    public: commons.entry.public,
    ...(words === undefined ? {} : { words }),
  }
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

function typeOf(request: ShareRequest, preview: Preview): GoodType {
  if (request.type === undefined) return guessType(preview.files.map(({ path }) => path))
  const type = GOOD_TYPES.find((known) => known === request.type)
  if (!type) throw fail('TYPE_UNKNOWN', { expected: GOOD_TYPES.join(', '), found: request.type })
  return type
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

/** The good that this folder was shared as, if a new version of it is what is wanted and allowed. */
async function sharedBefore(parts: Parts, request: ShareRequest, root: string): Promise<Thing | null> {
  if (request.asNew) return null
  const commons = request.commons === undefined ? parts.book.members() : [parts.book.find(request.commons)]
  const folder = await realpath(root)
  for (const { id } of commons) {
    const good = parts.shared.goodOf(folder, id)
    const thing = good && (await parts.views.show(good))
    if (thing && thing.author === parts.logs.identity?.person) return thing
  }
  return null
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

type Publication = {
  readonly request: ShareRequest
  readonly preview: Preview
  readonly type: GoodType
  readonly licence: string
  readonly files: FileList
  readonly again: Thing | null
}

async function publish(
  parts: Parts,
  commons: OpenCommons,
  work: Publication,
): Promise<{ id: RecordId; version: RecordId }> {
  const { request, preview, type, licence, files, again } = work
  const said = {
    ...(request.description === undefined ? {} : { description: request.description }),
    ...(request.tags === undefined ? {} : { tags: [...request.tags] }),
    ...(request.version === undefined ? {} : { version: request.version }),
    files,
  }
  if (again)
    return nextVersion(parts, commons, again, {
      ...changed(again, { title: request.title, licence, type }),
      ...said,
    })
  const body = {
    title: request.title ?? preview.hints.title ?? basename(preview.root),
    licence,
    type,
    ...said,
  }
  const id = await parts.writer.write(commons, { kind: 'good', body })
  return { id, version: id }
}

/** Writes a new version of a good, on top of all the heads that are known here. */
export async function nextVersion(
  parts: Parts,
  commons: OpenCommons,
  thing: Thing,
  body: NewRecord['body'],
): Promise<{ id: RecordId; version: RecordId }> {
  if (thing.author !== parts.logs.identity?.person) throw fail('SHARE_FOREIGN', { title: thing.title })
  const version = await parts.writer.write(commons, { kind: 'good', of: thing.id, after: thing.heads, body })
  return { id: thing.id, version }
}

function changed(thing: Thing, fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== undefined && thing.fields[name] !== value),
  )
}
