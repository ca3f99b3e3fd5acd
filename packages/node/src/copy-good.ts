import { join, resolve } from 'node:path'
import { copyOut, type CopyProgress, type OpenCore, readFileList } from '@allmende/files'
import type { Thing, Version } from '@allmende/views'
import { isAllmendeError } from '@allmende/vocabulary'
import { fileNameOf } from './file-name.ts'
import type { OpenCommons } from './commons-book.ts'
import type { ActionContext, CopyRequest, CopyResult, Progress } from './contract.ts'
import { fail } from './errors.ts'
import { licencesOf, writeLicencesBeside } from './licences-beside.ts'
import { locateThing } from './locate-thing.ts'
import type { Parts } from './parts.ts'
import { LOOK_MS, nobody } from './wait-for-peers.ts'

/** How long nothing may come before it is said that nobody sends it. */
const STALL_MS = LOOK_MS

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
  const { commons, thing } = await locateThing(parts, request.from, context, { wait })
  if (thing.kind !== 'good') throw fail('THING_KIND', { expected: 'good', found: thing.kind })
  const version = chooseVersion(thing, request.version)
  if (!version.files) throw fail('VERSION_WITHOUT_FILES')
  const target = resolve(request.to ?? join(request.into ?? process.cwd(), fileNameOf(thing.title)))
  const openCore: OpenCore = (core) => parts.sync.openFiles(commons.id, core)
  const patience = {
    ...(context.signal ? { signal: context.signal } : {}),
    ...(wait ? {} : { giveUpAfter: STALL_MS }),
  }
  parts.sync.announceFetching(commons.id, version.id, true)
  try {
    const entries = await readFileList(version.files, openCore, patience)
    const done = await copyOut({
      entries,
      openCore,
      target,
      force: request.force ?? false,
      store: join(parts.home.dir, 'store'),
      ...patience,
      onProgress: (progress) => context.onProgress?.(inWords(progress)),
    })
    await parts.holdings.add(commons.id, version.id)
    const { files, bytes, fetched } = done
    const { id, title, licence = '' } = thing
    const wanted = request.licenceTexts === false ? [] : licencesOf(thing.fields)
    const paths = entries.map(({ path }) => path)
    const { written: licenceTexts } = await writeLicencesBeside(target, wanted, paths)
    return { id, version: version.id, title, licence, path: target, files, bytes, fetched, licenceTexts }
  } catch (error) {
    throw inOurWords(error, parts, commons, version)
  } finally {
    parts.sync.announceFetching(commons.id, version.id, false)
  }
}

function inWords({ bytesDone, bytes, filesDone, files }: CopyProgress): Progress {
  return {
    phase: 'copying',
    done: bytesDone,
    total: bytes,
    unit: 'bytes',
    note: `${filesDone} of ${files} files`,
  }
}

/** `files` only knows that nothing comes; who is connected is known here. */
function inOurWords(error: unknown, parts: Parts, commons: OpenCommons, version: Version): unknown {
  if (!isAllmendeError(error) || error.code !== 'COPY_NO_HOLDER') return error
  return nobody(
    parts,
    commons,
    version.label ? `the files of version ${version.label}` : 'the files of this version',
  )
}

/** The newest version, or the one named by id, label or number (1 is the first). */
function chooseVersion(thing: Thing, wanted: string | undefined): Version {
  const withFiles = thing.versions.filter(({ files }) => files !== undefined)
  if (withFiles.length === 0) throw fail('VERSION_WITHOUT_FILES')
  if (wanted === undefined) return withFiles.at(-1) as Version
  const byNumber = /^\d+$/.test(wanted) ? withFiles[Number(wanted) - 1] : undefined
  const version = withFiles.find(({ id, label }) => id === wanted || label === wanted) ?? byNumber
  if (!version) {
    const have = withFiles.map(({ label }, index) => label ?? String(index + 1)).join(', ')
    throw fail('VERSION_UNKNOWN', { found: wanted, expected: have })
  }
  return version
}
