import { parseRecordId } from '@allmende/vocabulary'
import packageJson from '../package.json' with { type: 'json' }
import { checkHome } from './check-home.ts'
import { commentOn } from './comment-on.ts'
import { createCommons, infoOf, joinCommons, useCommons } from './commons-actions.ts'
import type { ActionContext, AllmendeNode, CommonsInfo, NodeEvent } from './contract.ts'
import { copyGood } from './copy-good.ts'
import { RefusalTeller } from './drafts/refusal-teller.ts'
import * as deeds from './deeds.ts'
import { valuesOf } from './findings.ts'
import { connectTo } from './connect.ts'
import { exportRecords } from './export-records.ts'
import { findThings } from './find-things.ts'
import type { GroupedActions, Groups } from './group.ts'
import { inBackground } from './in-background.ts'
import { openFile } from './open-file.ts'
import { nodeStatus, peerInfo } from './node-status.ts'
import type { Parts } from './parts.ts'
import { profile, vouch } from './people.ts'
import { previewFolder, shareFolder } from './share-folder.ts'
import { listAbout } from './list-about.ts'
import { showThing } from './show-thing.ts'
import { createStarter } from './starter.ts'
import { Transfers } from './transfers.ts'

type Request<Method extends keyof AllmendeNode> = Parameters<
  Extract<AllmendeNode[Method], (...args: never[]) => unknown>
>[0]

/** A node that is open: hands every action to its module, and passes on what happens. */
export class RunningNode implements Omit<AllmendeNode, keyof GroupedActions> {
  readonly #parts: Parts
  readonly #groups: Groups
  readonly #transfers: Transfers
  #closing: Promise<void> | null = null

  constructor(parts: Parts, groups: Groups) {
    this.#parts = parts
    this.#groups = groups
    this.#transfers = new Transfers(parts)
  }

  get id(): string {
    return this.#parts.id
  }

  get home(): string {
    return this.#parts.home.dir
  }

  /** Begins to pass on events. */
  start(): void {
    const { sync, views, logs, drafts, events, book, logger, findings } = this.#parts
    this.#transfers.start()
    sync.on('peer', (peer) => events.emit({ type: 'peer', peer: peerInfo(peer) }))
    sync.on('peer-gone', (peer) => events.emit({ type: 'peer-gone', peer: peerInfo(peer) }))
    sync.on('peer-silent', (peer) => events.emit({ type: 'peer-silent', peer: peerInfo(peer) }))
    sync.on('progress', ({ commons, behind }) => events.emit({ type: 'progress', commons, behind }))
    sync.on('refused', ({ node, reason, detail }) =>
      logger.warn('a peer was refused', { node, reason, detail }),
    )
    views.on('refused', ({ log, count, code, message }) =>
      logger.warn('records were refused', { log, count, code, message }),
    )
    views.on('restarted', ({ reason }) => {
      logger.warn('the search tables were opened again', { reason })
      for (const { follower } of book.all())
        inBackground(logger, 'filling the search tables', follower.resume())
    })
    views.on('changed', ({ commons, kinds, things }) => {
      events.emit({ type: 'changed', commons, kinds, things })
      if (kinds.includes('draft'))
        for (const id of things)
          inBackground(logger, 'judging a draft anew', drafts.recordsChanged(commons, parseRecordId(id)))
    })
    // A commons that is new here has no record yet that could tell of it.
    book.onAdded(({ id }) => events.emit({ type: 'changed', commons: id, kinds: [], things: [] }))
    for (const { kind, message, fields } of logs.findings) findings.note(kind, message, valuesOf(fields))
    for (const file of this.#parts.laidAside)
      findings.note(
        'notes-damaged',
        `Notes of this node were damaged and begin anew; the old ones are in ${file}`,
        { file },
      )
    logs.on('finding', ({ kind, message, fields }) => findings.note(kind, message, valuesOf(fields)))
    const refusals = new RefusalTeller(this.#parts)
    drafts.on('refused', (refused) => refusals.add(refused))
  }

  on(listener: (event: NodeEvent) => void): () => void {
    return this.#parts.events.on(listener)
  }

  status(): ReturnType<AllmendeNode['status']> {
    return nodeStatus(this.#parts, packageJson.version, this.#transfers.list(), this.#parts.findings.list())
  }

  check(options: { rebuild?: boolean }, context: ActionContext = {}): ReturnType<AllmendeNode['check']> {
    return checkHome(this.#parts, options, context)
  }

  createCommons(request: Request<'createCommons'>): Promise<CommonsInfo> {
    return createCommons(this.#parts, request)
  }

  joinCommons(request: Request<'joinCommons'>): Promise<CommonsInfo> {
    return joinCommons(this.#parts, request)
  }

  useCommons(commons: string): Promise<CommonsInfo> {
    return useCommons(this.#parts, commons)
  }

  async listCommons(): Promise<readonly CommonsInfo[]> {
    return this.#parts.book.members().map((commons) => infoOf(this.#parts, commons))
  }

  createStarter(): Promise<CommonsInfo> {
    return createStarter(this.#parts)
  }

  previewShare(request: Request<'previewShare'>): ReturnType<AllmendeNode['previewShare']> {
    return previewFolder(this.#parts, request)
  }

  share(request: Request<'share'>, context: ActionContext = {}): ReturnType<AllmendeNode['share']> {
    return shareFolder(this.#parts, request, context)
  }

  find(request: Request<'find'>, context?: ActionContext): ReturnType<AllmendeNode['find']> {
    return findThings(this.#parts, request, context)
  }

  show(reference: string, context: ActionContext = {}): ReturnType<AllmendeNode['show']> {
    return showThing(this.#parts, reference, context)
  }

  listAbout(request: Request<'listAbout'>): ReturnType<AllmendeNode['listAbout']> {
    return listAbout(this.#parts, request)
  }

  copy(request: Request<'copy'>, context: ActionContext = {}): ReturnType<AllmendeNode['copy']> {
    return copyGood(this.#parts, request, context)
  }

  openFile(request: Request<'openFile'>, context: ActionContext = {}): ReturnType<AllmendeNode['openFile']> {
    return openFile(this.#parts, request, context)
  }

  comment(request: Request<'comment'>): ReturnType<AllmendeNode['comment']> {
    return commentOn(this.#parts, request)
  }

  fork(request: Request<'fork'>, context: ActionContext = {}): ReturnType<AllmendeNode['fork']> {
    return deeds.forkGood(this.#parts, request, context)
  }

  pull(request: Request<'pull'>, context: ActionContext = {}): ReturnType<AllmendeNode['pull']> {
    return deeds.pullInto(this.#parts, request, context)
  }

  suggest(request: Request<'suggest'>): ReturnType<AllmendeNode['suggest']> {
    return deeds.suggestChange(this.#parts, request)
  }

  accept(request: Request<'accept'>, context: ActionContext = {}): ReturnType<AllmendeNode['accept']> {
    return deeds.accept(this.#parts, request, context)
  }

  decline(request: Request<'decline'>): ReturnType<AllmendeNode['decline']> {
    return deeds.decline(this.#parts, request)
  }

  withdraw(request: Request<'withdraw'>): ReturnType<AllmendeNode['withdraw']> {
    return deeds.withdraw(this.#parts, request)
  }

  reportBuild(
    request: Request<'reportBuild'>,
    context: ActionContext = {},
  ): ReturnType<AllmendeNode['reportBuild']> {
    return deeds.reportBuild(this.#parts, request, context)
  }

  reportUse(request: Request<'reportUse'>): ReturnType<AllmendeNode['reportUse']> {
    return deeds.reportUse(this.#parts, request)
  }

  maintain(request: Request<'maintain'>): ReturnType<AllmendeNode['maintain']> {
    return deeds.maintainGood(this.#parts, request)
  }

  explode(request: Request<'explode'>, context: ActionContext = {}): ReturnType<AllmendeNode['explode']> {
    return deeds.explodeGood(this.#parts, request, context)
  }

  compare(request: Request<'compare'>, context: ActionContext = {}): ReturnType<AllmendeNode['compare']> {
    return deeds.compareVersions(this.#parts, request, context)
  }

  closure(request: Request<'closure'>, context: ActionContext = {}): ReturnType<AllmendeNode['closure']> {
    return deeds.closureOf(this.#parts, request, context)
  }

  profile(request: Request<'profile'>): ReturnType<AllmendeNode['profile']> {
    return profile(this.#parts, request)
  }

  vouch(request: Request<'vouch'>): ReturnType<AllmendeNode['vouch']> {
    return vouch(this.#parts, request)
  }

  connect(address: string): ReturnType<AllmendeNode['connect']> {
    return connectTo(this.#parts, address)
  }

  /** These three read and write formats of others. Loaded when asked for: their parsers are a third of the program. */
  async importGoods(
    request: Request<'importGoods'>,
    context: ActionContext = {},
  ): ReturnType<AllmendeNode['importGoods']> {
    const { importGoods } = await import('./import/import-goods.ts')
    return importGoods(this.#parts, request, context)
  }

  async exportGood(
    request: Request<'exportGood'>,
    context: ActionContext = {},
  ): ReturnType<AllmendeNode['exportGood']> {
    const { exportGood } = await import('./export/export-good.ts')
    return exportGood(this.#parts, request, context)
  }

  async exportCommons(
    request: Request<'exportCommons'>,
    context: ActionContext = {},
  ): ReturnType<AllmendeNode['exportCommons']> {
    const { exportCommons } = await import('./export/export-commons.ts')
    return exportCommons(this.#parts, request, context)
  }

  async bringOver(
    request: Request<'bringOver'>,
    context: ActionContext = {},
  ): ReturnType<AllmendeNode['bringOver']> {
    const { bringOver } = await import('./bring-over/bring-over.ts')
    return bringOver(this.#parts, request, context)
  }

  exportRecords(commons: string): ReturnType<AllmendeNode['exportRecords']> {
    return exportRecords(this.#parts, commons)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  /** Peers first, so that nothing more comes in; the store last, since everything above writes to it. */
  async #close(): Promise<void> {
    const { book, sync, desk, drafts, views, logs } = this.#parts
    await this.#groups.close()
    await sync.close()
    await desk.close()
    await drafts.close()
    book.stop()
    await views.close()
    await logs.close()
  }
}
