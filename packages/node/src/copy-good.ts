import { join, resolve } from 'node:path'
import { copyOut, type CopyProgress, type ListedFile, readFileList } from '@allmende/files'
import type { Thing, Version } from '@allmende/views'
import { fileNameOf } from './file-name.ts'
import type { OpenCommons } from './commons-book.ts'
import type { ActionContext, CopyRequest, CopyResult } from './contract.ts'
import { fail } from './errors.ts'
import { locateThing } from './locate-thing.ts'
import type { Parts } from './parts.ts'
import { LOOK_MS, nobody } from './wait-for-peers.ts'

/** How long nothing may come before it is said that nobody sends it. */
const STALL_MS = LOOK_MS

/**
 * Copies a version of a good into a folder, verified file by file, from whoever holds it.
 * Throws NO_HOLDER, VERSION_UNKNOWN, VERSION_WITHOUT_FILES, CANCELLED and the errors of `files`.
 */
export async function copyGood(
  parts: Parts,
  request: CopyRequest,
  context: ActionContext,
): Promise<CopyResult> {
  await parts.network.start()
  const policy = { wait: request.wait ?? false }
  const { commons, thing } = await locateThing(parts, request.from, context, policy)
  if (thing.kind !== 'good') throw fail('THING_KIND', { expected: 'good', found: thing.kind })
  const version = chooseVersion(thing, request.version)
  const watch = new Watch(parts, commons, version, context, policy.wait)
  try {
    const entries = await filesOf(parts, commons, version, watch)
    const target = resolve(request.to ?? join(request.into ?? process.cwd(), fileNameOf(thing.title)))
    parts.sync.announceFetching(commons.id, version.id, true)
    const done = await watch.guard(
      copyOut({ entries, openCore: opener(parts, commons), target, ...options(request, watch) }),
    )
    await parts.holdings.add(commons.id, version.id)
    return {
      id: thing.id,
      version: version.id,
      title: thing.title,
      licence: thing.licence ?? '',
      path: target,
      files: done.files,
      bytes: done.bytes,
      fetched: done.fetched,
    }
  } finally {
    watch.stop()
    parts.sync.announceFetching(commons.id, version.id, false)
  }
}

/** The files of a version; a long list is itself fetched from whoever has it. */
async function filesOf(
  parts: Parts,
  commons: OpenCommons,
  version: Version,
  watch: Watch,
): Promise<ListedFile[]> {
  if (!version.files) throw fail('VERSION_WITHOUT_FILES')
  return watch.guard(readFileList(version.files, opener(parts, commons)))
}

function opener(parts: Parts, commons: OpenCommons): Parameters<typeof readFileList>[1] {
  return (core) => parts.sync.openFiles(commons.id, core)
}

function options(
  request: CopyRequest,
  watch: Watch,
): { force: boolean; signal: AbortSignal; onProgress: (p: CopyProgress) => void } {
  return {
    force: request.force ?? false,
    signal: watch.signal,
    onProgress: (progress) => watch.saw(progress),
  }
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

/** Ends a copy that nothing comes for any more, unless it was asked to wait. */
class Watch {
  readonly #parts: Parts
  readonly #commons: OpenCommons
  readonly #context: ActionContext
  readonly #what: string
  readonly #abort = new AbortController()
  readonly #timer: NodeJS.Timeout | undefined
  readonly #onAbort = (): void => this.#abort.abort(fail('CANCELLED'))
  #seen = Date.now()
  #last = ''

  constructor(parts: Parts, commons: OpenCommons, version: Version, context: ActionContext, wait: boolean) {
    this.#parts = parts
    this.#commons = commons
    this.#context = context
    this.#what = `the files of ${version.label ? `version ${version.label}` : 'this version'}`
    context.signal?.addEventListener('abort', this.#onAbort, { once: true })
    if (!wait) this.#timer = setInterval(() => this.#look(), 500)
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  saw(progress: CopyProgress): void {
    const now = `${progress.bytesDone} ${progress.fetched} ${progress.filesDone}`
    if (now !== this.#last) this.#seen = Date.now()
    this.#last = now
    this.#context.onProgress?.({
      phase: 'copying',
      done: progress.bytesDone,
      total: progress.bytes,
      unit: 'bytes',
      note: `${progress.filesDone} of ${progress.files} files`,
    })
  }

  /** The work's own error, or ours when we ended it. */
  async guard<T>(work: Promise<T>): Promise<T> {
    let ended: (() => void) | undefined
    const aborted = new Promise<never>((_, reject) => {
      ended = () => reject(this.signal.reason as Error)
      this.signal.addEventListener('abort', ended, { once: true })
    })
    work.catch(() => undefined)
    try {
      return await Promise.race([work, aborted])
    } finally {
      if (ended) this.signal.removeEventListener('abort', ended)
      aborted.catch(() => undefined)
    }
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#context.signal?.removeEventListener('abort', this.#onAbort)
  }

  #look(): void {
    if (Date.now() - this.#seen > STALL_MS) this.#abort.abort(nobody(this.#parts, this.#commons, this.#what))
  }
}
