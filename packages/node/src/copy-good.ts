import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { copyOut, type CopyProgress, readFileList } from '@allmende/files'
import { type Fields, type FileList, isAllmendeError, type RecordId } from '@allmende/vocabulary'
import { chooseVersion } from './choose-version.ts'
import { fileNameOf } from './file-name.ts'
import type { OpenCommons } from './commons-book.ts'
import type { ActionContext, CopyRequest, CopyResult, Progress } from './contract.ts'
import { fail } from './errors.ts'
import { coresOf, stateAt } from './good-state.ts'
import { licencesOf, writeLicencesBeside } from './licences-beside.ts'
import { type Located, locateThing } from './locate-thing.ts'
import type { Parts } from './parts.ts'
import { patienceOf } from './patience.ts'
import { reachCores } from './reach-cores.ts'
import { nobody } from './wait-for-peers.ts'

/**
 * Copies a version of a good into a folder, verified file by file, from whoever holds it.
 * Throws NO_HOLDER, VERSION_UNKNOWN, VERSION_WITHOUT_FILES and the errors of `files`.
 */
export async function copyGood(
  parts: Parts,
  request: CopyRequest,
  context: ActionContext,
): Promise<CopyResult> {
  const wait = request.wait ?? false
  await parts.network.start()
  const located = await locateThing(parts, request.from, context, { wait }, ['good', 'build'])
  const { thing } = located
  const wanted = await wantedOf(parts, located, request.version)
  const commons = await reachCores(parts, located, wanted.files.cores, context, { wait })
  const target = resolve(request.to ?? join(request.into ?? process.cwd(), fileNameOf(wanted.title)))
  const openCore = coresOf(parts, commons)
  const patience = patienceOf(parts, commons.id, context, { wait }, wanted.id)
  parts.sync.announceFetching(commons.id, wanted.id, true)
  try {
    const entries = await readFileList(wanted.files, openCore, patience)
    const done = await copyOut({
      entries,
      openCore,
      target,
      force: request.force ?? false,
      store: join(parts.home.dir, 'store'),
      ...patience,
      onProgress: (progress) => context.onProgress?.(inWords(progress)),
    })
    await parts.holdings.add(commons.id, wanted.id)
    await parts.keeping.pins.wantAgain(thing.id)
    if (thing.kind === 'good') await rememberCopy(parts, { commons, thing }, target, wanted.id)
    const { files, bytes, fetched } = done
    const texts = request.licenceTexts === false ? [] : licencesOf(wanted.fields)
    const paths = entries.map(({ path }) => path)
    const { written: licenceTexts } = await writeLicencesBeside(target, texts, paths)
    const { title, licence } = wanted
    const { id } = thing
    return { id, version: wanted.id, title, licence, path: target, files, bytes, fetched, licenceTexts }
  } catch (error) {
    throw inOurWords(error, parts, commons, wanted.name)
  } finally {
    parts.sync.announceFetching(commons.id, wanted.id, false)
  }
}

type Wanted = {
  readonly id: RecordId
  readonly title: string
  /** What it is called in an error. */
  readonly name: string
  readonly licence: string
  readonly fields: Fields
  readonly files: FileList
}

/** A version of a good as it stood then; or the pictures of a build. */
async function wantedOf(parts: Parts, located: Located, version: string | undefined): Promise<Wanted> {
  const { thing } = located
  const { kind, fields: now } = thing
  if (kind !== 'good' && kind !== 'build') throw fail('THING_KIND', { expected: 'good', found: kind })
  const chosen = kind === 'good' ? chooseVersion(thing, version) : null
  const fields = chosen ? (await stateAt(parts, located, chosen.id)).fields : now
  const files = fields['files'] as FileList | undefined
  if (!files) throw fail('VERSION_WITHOUT_FILES')
  return {
    id: chosen?.id ?? thing.id,
    title: thing.title === '' ? 'build' : thing.title,
    name: chosen?.label ? `the files of version ${chosen.label}` : 'the files of this version',
    licence: typeof fields['licence'] === 'string' ? fields['licence'] : '',
    fields,
    files,
  }
}

/** So that sharing the folder goes on from here. A folder that holds another good of the same commons keeps its own. */
async function rememberCopy(
  parts: Parts,
  { commons, thing }: Located,
  target: string,
  version: RecordId,
): Promise<void> {
  const folder = await realpath(target)
  const before = parts.shared.at(folder, commons.id)
  if (before && before.good !== thing.id) return
  await parts.shared.remember(folder, commons.id, { good: thing.id, version })
}

/** What came counts when it is here: files are written in order, and their blocks come in any. */
function inWords({ bytesDone, bytes, fetched, filesDone, files }: CopyProgress): Progress {
  return {
    phase: 'copying',
    done: Math.max(bytesDone, Math.min(fetched, bytes)),
    total: bytes,
    unit: 'bytes',
    note: `${filesDone} of ${files} files`,
  }
}

/** `files` only knows that nothing comes; who is connected is known here. */
function inOurWords(error: unknown, parts: Parts, commons: OpenCommons, what: string): unknown {
  if (!isAllmendeError(error) || error.code !== 'COPY_NO_HOLDER') return error
  return nobody(parts, commons, what)
}
