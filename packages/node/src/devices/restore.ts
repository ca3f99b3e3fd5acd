import { readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { accountOfWords } from '@allmende/logs'
import type { ActionContext } from '../contract.ts'
import type { Bundles } from '../contract-bundle.ts'
import type { FilesCount, RestoreResult } from '../contract-devices.ts'
import { isStarter } from '../commons-file.ts'
import { fail } from '../errors.ts'
import { readJson, writeWhole } from '../home.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import type { InviteDesk } from '../invites/invite-desk.ts'
import type { AccountService } from './account-service.ts'
import { readBackup } from './backup.ts'
import { withOwnDevice } from './by-code.ts'
import { joinAll } from './join-all.ts'
import type { KnownDevices } from './known-devices.ts'
import { listDevices } from './list-devices.ts'
import { missingRecords } from './missing.ts'
import { countOf, fetchOwnFiles, ownFilesElsewhere } from './own-files.ts'

/** How long the list is looked for before that is said: some look-ups on a DHT, on a slow line. */
const LOOK_MS = 60_000
/** After the first who had it, others are waited for: they may have a newer one. */
const MORE_MS = 1_500
/** A commons of which nobody turns up by then is told as such. */
const MEET_MS = 8_000
/** Without any progress for that long, what is here is told; the rest comes while a node runs. */
const STALL_MS = 15_000
const LOOK_AGAIN_MS = 50

type RestoreRequest = { words: string; waitMs?: number; from?: string; files?: boolean; code?: string }

/** WARNING: stored. `bringing`: not all that a backup holds has been taken in. */
type State = { readonly since?: number; readonly bringing?: true }

/**
 * Begins anew on this computer as a further device of a person: new logs, never the old ones again, since the old computer
 * may be running still. What is looked for and wasn't found is looked for again whenever a node runs on the home.
 */
export class Restore {
  readonly #parts: Parts
  readonly #service: AccountService
  readonly #known: KnownDevices
  readonly #bundles: Bundles
  readonly #desk: InviteDesk
  readonly #file: string
  #state: State = {}
  /** Only as long as the command runs: keys that are sealed to the root are opened by nothing else. */
  #words: string | undefined
  #joining: Promise<unknown> = Promise.resolve()

  constructor(
    parts: Parts,
    service: AccountService,
    known: KnownDevices,
    { bundles, desk }: { readonly bundles: Bundles; readonly desk: InviteDesk },
  ) {
    this.#bundles = bundles
    this.#desk = desk
    this.#parts = parts
    this.#service = service
    this.#known = known
    this.#file = join(parts.home.accounts, 'restore.json')
  }

  /** Since when something is looked for that wasn't found yet. */
  get lookingSince(): number | null {
    return this.#state.since ?? null
  }

  async start(): Promise<void> {
    this.#state = await readJson<State>(this.#file, {}).catch(() => ({}))
    await removeLeftovers(this.#parts.home.accounts)
    this.#service.own.onChanged(() => {
      if (this.lookingSince !== null) inBackground(this.#parts.logger, 'joining what was found', this.#join())
    })
  }

  async run(request: RestoreRequest, context: ActionContext): Promise<RestoreResult> {
    this.#words = request.words
    try {
      const { code } = request
      if (code === undefined) return await this.#run(request, context)
      // A home that is somebody's shall not cost the code.
      this.#mustBeFree()
      const found = { parts: this.#parts, desk: this.#desk }
      return await withOwnDevice(found, { ...request, code }, context, () => this.#run(request, context))
    } finally {
      this.#words = undefined
    }
  }

  async #run(
    { words, from, waitMs = from === undefined ? LOOK_MS : MEET_MS, files = false }: RestoreRequest,
    context: ActionContext,
  ): Promise<RestoreResult> {
    if (from === undefined) await this.#begin(words)
    else await this.#fromBackup(words, resolve(from), context)
    const found = await this.#fromNetwork(waitMs, from !== undefined, context)
    const fetched = files && found ? await fetchOwnFiles(this.#parts, context) : countOf([])
    return this.#result(found, fetched)
  }

  /** The file is read to its end before anything is made: of a cut or altered one nothing is taken. */
  async #fromBackup(words: string, file: string, context: ActionContext): Promise<void> {
    const bundle = join(this.#parts.home.accounts, `restore.${process.pid}.bundle`)
    try {
      const { envelope, bundleBytes } = await readBackup(await accountOfWords(words), file, bundle, context)
      await this.#begin(words)
      // Stopped from here on, the same file and words go on: without that, this home would be somebody's already.
      await this.#note({ ...this.#state, bringing: true })
      await this.#service.own.take(envelope)
      await this.#join()
      if (bundleBytes > 0) await this.#bundles.openBundle({ file: bundle }, context)
      const { bringing: _, ...rest } = this.#state
      await this.#note(rest)
    } finally {
      await rm(bundle, { force: true })
    }
  }

  async #fromNetwork(waitMs: number, had: boolean, context: ActionContext): Promise<boolean> {
    await this.#parts.network.start()
    const found = (await this.#look(waitMs, context)) || had
    if (found) {
      await this.#join()
      // Others may have a newer list than the backup.
      const { document } = this.#service.own
      if (had && document) await joinAll(this.#parts, document, this.#words)
      await this.#settle(context)
    }
    return found
  }

  /** What was asked without success, in words. */
  tried(): string[] {
    const answers = this.#service.answers()
    const none = answers.filter(({ found }) => !found).length
    const ways = this.#parts.transports.map(({ name }) => name)
    return [
      ...(ways.includes('libp2p') ? ['looked on the same network'] : []),
      ...(ways.includes('hyperswarm') ? ['looked on the internet'] : []),
      ...(answers.length === 0 ? ['nobody answered'] : []),
      ...(none === 0 ? [] : [`${none} connected without having it`]),
    ]
  }

  /** The same words again go on with what was begun. */
  async #begin(words: string): Promise<void> {
    const { logs, clock } = this.#parts
    this.#mustBeFree()
    if (logs.identity) await logs.takeAccount(words)
    else await logs.restoreIdentity(words)
    if (this.lookingSince === null) await this.#note({ ...this.#state, since: clock.now() })
    this.#service.begin()
  }

  #mustBeFree(): void {
    const { logs, book, wanted } = this.#parts
    const before = logs.identity
    if (before && this.lookingSince === null && !this.#state.bringing) {
      const name = wanted.get('profile')?.name
      throw fail('RESTORE_USED', { found: name ?? before.person.slice(0, 8) })
    }
    if (!before && book.members().some(({ entry }) => !isStarter(entry)))
      throw fail('RESTORE_USED', { found: 'somebody without a name' })
  }

  async #note(state: State): Promise<void> {
    this.#state = state
    if (Object.keys(state).length === 0) await rm(this.#file, { force: true })
    else await writeWhole(this.#file, `${JSON.stringify(state)}\n`)
  }

  async #look(waitMs: number, { onProgress, signal }: ActionContext): Promise<boolean> {
    const deadline = performance.now() + waitMs
    const answered = (found: boolean) => this.#service.answers().filter((one) => one.found === found).length
    while (answered(true) === 0) {
      signal?.throwIfAborted()
      if (performance.now() > deadline) return false
      onProgress?.({
        phase: 'looking for the list of your commons',
        done: answered(false),
        unit: 'records',
        note: `${answered(false)} asked that don’t have it`,
      })
      await pause()
    }
    const more = performance.now() + MORE_MS
    while (performance.now() < more && !signal?.aborted) await pause()
    return true
  }

  /** Once for all: from then on it is a device like any other. */
  #join(): Promise<void> {
    const work = this.#joining.then(async () => {
      const { own } = this.#service
      const { document } = own
      // Nothing was found as long as only this device stands in it.
      if (this.lookingSince === null || !document || !own.envelope) return
      const self = this.#parts.logs.identity?.device
      const others = Object.keys(document.devices).some((device) => device !== self)
      if (!others && Object.keys(document.commons).length === 0) return
      const closed = await joinAll(this.#parts, document, this.#words)
      if (closed > 0) return this.#parts.findings.note('restore-words', CLOSED)
      const { since: _, ...rest } = this.#state
      await this.#note(rest)
      const names = namesOf(this.#parts)
      this.#parts.findings.note('restored', `The list of your commons was found: ${names}.`, { names })
      await own.update()
    })
    this.#joining = work.catch(() => undefined)
    return work
  }

  /** Waits until everything is here that those have who were met, or nothing comes any more. */
  async #settle({ onProgress, signal }: ActionContext): Promise<void> {
    const began = performance.now()
    let [movedAt, last] = [began, '']
    for (;;) {
      const all = this.#parts.book.members().filter(({ entry }) => !isStarter(entry))
      const progress = all.map(({ id, follower }) => ({
        ...this.#parts.sync.progress(id),
        folding: follower.behind,
      }))
      const met = progress.filter(({ peers }) => peers > 0)
      const behind = met.reduce((sum, one) => sum + (one.behind ?? 1) + one.folding, 0)
      const now = performance.now()
      if (met.length === all.length || now - began > MEET_MS) if (behind === 0) break
      const state = `${met.length} ${behind}`
      if (state !== last) [movedAt, last] = [now, state]
      if (now - movedAt > STALL_MS || signal?.aborted) break
      onProgress?.({
        phase: 'bringing back your commons',
        done: met.length,
        total: all.length,
        unit: 'records',
        note: `${behind} blocks to come`,
      })
      await pause()
    }
    for (const { follower } of this.#parts.book.members()) await follower.allSettled()
  }

  async #result(found: boolean, fetched: FilesCount): Promise<RestoreResult> {
    const { identity } = this.#parts.logs
    const { book } = this.#parts
    const elsewhere = await ownFilesElsewhere(this.#parts)
    const { document } = this.#service.own
    if (!identity || !document) throw fail('ACCOUNT_NONE')
    const said = Object.entries(document.devices).filter(([device]) => device !== identity.device)
    return {
      ...identity,
      found,
      tried: this.tried(),
      asOf: found ? Math.max(0, ...said.map(([, { at }]) => at)) : null,
      name: this.#parts.wanted.get('profile')?.name ?? null,
      commons: await Promise.all(book.members().map((commons) => this.#infoOf(commons))),
      devices: await listDevices(this.#parts, this.#service.own, this.#known),
      missing: await missingRecords(this.#parts, document, this.#known),
      files: elsewhere
        .filter(({ held }) => !held)
        .map(({ commons, thing, title, files, bytes }) => ({
          commons: commons.id,
          id: thing,
          title,
          files,
          bytes,
        })),
      fetched,
      elsewhere: countOf(elsewhere.filter(({ held }) => held)),
      writesTo: book.members().find(({ id }) => book.isCurrent(id))?.entry.name ?? null,
    }
  }

  async #infoOf({ id, entry, follower }: ReturnType<Parts['book']['members']>[number]) {
    const { records, things } = await this.#parts.views.counts(id)
    const { behind, peers } = this.#parts.sync.progress(id)
    const whole = peers === 0 || behind === null ? 'unknown' : behind + follower.behind === 0 ? 'yes' : 'no'
    return { id, name: entry.name, public: entry.public, records, goods: things['good'] ?? 0, whole } as const
  }
}

const CLOSED =
  'The list of your commons was found, and some of them open only with your words: `allmende restore` once more.'

/** What a process left that was killed while it wrote or read a backup: the bundle within, which nobody goes on with. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names)
    if (/^(?:backup|restore)\.\d+\.bundle/.test(name)) await rm(join(folder, name), { force: true })
}

function namesOf({ book }: Parts): string {
  const names = book.members().flatMap(({ entry }) => (isStarter(entry) ? [] : [entry.name]))
  return names.length > 0 ? names.join(', ') : 'no commons'
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
}
