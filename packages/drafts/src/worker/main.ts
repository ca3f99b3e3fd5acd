import { parentPort, workerData } from 'node:worker_threads'
import { isAllmendeError } from '@allmende/vocabulary'
import type { ErrorCode } from '../errors.ts'
import type { Refusal } from '../judge.ts'
import { DraftDocument } from './document.ts'
import { Gatherer, SHOW } from './gatherer.ts'
import {
  type Answers,
  BUSY_DRAFT,
  type FromWorker,
  NOT_BUSY,
  type Request,
  type ToWorker,
  type WorkerData,
  type Told,
} from './protocol.ts'
import { Settler } from './settler.ts'

// The thread in which Automerge runs. It answers requests and applies what came, and it may die: the other side
// begins again from snapshots and logs.
const port = parentPort!
const { busy } = workerData as WorkerData
const documents = new Map<number, { document: DraftDocument; show: Gatherer; settle: Settler }>()

port.on('message', ({ id, draft, request }: ToWorker) => {
  guarded(draft, () => {
    try {
      handle(id, draft, request)
    } catch (error) {
      if (isFatal(error)) throw error
      post({ type: 'failure', id, error: plain(error) })
    }
  })
})

/** Runs something that may bring this thread down, with a note of whose fault it is then. */
function guarded(draft: number, work: () => void): void {
  Atomics.store(busy, BUSY_DRAFT, draft)
  try {
    work()
  } catch (error) {
    if (!isFatal(error)) throw error
    process.exit(1)
  }
  Atomics.store(busy, BUSY_DRAFT, NOT_BUSY)
}

/**
 * Whether this thread has to end. The wasm module is shared by all its documents and can't be trusted after a trap; and a document that
 * Automerge can't be given is opened anew by the other side, in the end from the logs.
 */
function isFatal(error: unknown): boolean {
  if (error instanceof WebAssembly.RuntimeError) return true
  return isAllmendeError(error) && error.code === 'DRAFT_SNAPSHOT'
}

function handle(id: number, draft: number, request: Request): void {
  const answer = <Type extends Request['type']>(_: Type, value: Answers[Type]): void =>
    post({ type: 'answer', id, value })
  if (request.type === 'open') return answer('open', open(draft, request))
  const { document, show, settle } = documents.get(draft)!
  switch (request.type) {
    case 'submit':
      document.submit(request.submissions, request.positions)
      if (request.show === 'now') document.apply()
      // While nobody looks it waits for whoever comes, with the snapshot or a question, and Automerge has it in one call.
      else if (request.show === 'soon' && document.isWatched) show.wake()
      // Of a history that was opened without a snapshot.
      if (request.show === 'now') settle.wake()
      return answer('submit', null)
    case 'join':
      prepareSoon(draft)
      return answer('join', document.join(request.client, request.since, request.shown))
    case 'leave':
      document.leave(request.client)
      return answer('leave', null)
    case 'edit': {
      const { actor, client, seen, batches, time } = request
      document.editing.become(actor)
      const { changes, correction } = document.editing.edit(client, seen, batches, time)
      answer('edit', { changes, heads: document.heads })
      settle.wake()
      return document.editing.correct(client, correction)
    }
    case 'editParts': {
      document.editing.become(request.actor)
      const changes = document.editing.editParts(request.client, request.seen, request.edits, request.time)
      return answer('editParts', { changes, heads: document.heads })
    }
    case 'replace': {
      document.editing.become(request.actor)
      const changes = document.editing.replace(request.base, request.text, request.time)
      return answer('replace', { changes, heads: document.heads })
    }
    case 'reseat':
      return answer('reseat', {
        changes: document.editing.reseat(request.drop, request.actors, request.time),
      })
    case 'offer':
      return answer('offer', document.editing.offer(request))
    case 'accept':
      document.accept(request.hashes)
      show.wake()
      return answer('accept', null)
    case 'snapshot':
      return answer('snapshot', document.snapshot(request.durable, request.closing))
    case 'close':
      show.stop()
      settle.stop()
      document.free()
      documents.delete(draft)
      return answer('close', null)
    case 'die':
      process.exit(1)
    default:
      return post({ type: 'answer', id, value: ask(document, request) })
  }
}

/** Who begins to look asks for this and that first, and would wait for what prepares edits. */
const PREPARE_MS = 500

function prepareSoon(draft: number): void {
  setTimeout(() => guarded(draft, () => documents.get(draft)?.document.prepare()), PREPARE_MS)
}

/** What only looks. */
function ask(document: DraftDocument, request: Question): Answers[Question['type']] {
  switch (request.type) {
    case 'read':
      return document.read(request.at)
    case 'history':
      return document.history()
    case 'blame':
      return document.blame()
    case 'since':
      return document.since(request.seen, request.own)
    case 'parts':
      return document.parts(request.at)
    case 'partsBlame':
      return document.partsBlame()
    case 'waiting':
      return document.waiting
    case 'size':
      return document.size()
    case 'anchor':
      return document.anchor(request.client, request.seen, request.at)
    case 'place':
      return document.place(request.anchors)
    case 'offers':
      return document.offers.list()
    case 'holds':
      return document.offers.holds(request.hashes)
  }
}

function open(draft: number, { file, banned, limits }: Request & { type: 'open' }): Answers['open'] {
  const events = {
    told: (told: Told) => post({ type: 'changed', draft, ...told }),
    refused: (refusals: Refusal[]) => post({ type: 'refused', draft, refusals }),
  }
  const document = new DraftDocument(
    file,
    new Map(banned as [string, ErrorCode][]),
    events,
    undefined,
    limits,
  )
  const positions = document.load()
  const settle = new Settler(
    () => document.unsettled,
    (most) => guarded(draft, () => document.settle(most)),
  )
  const show = new Gatherer(SHOW, () =>
    guarded(draft, () => {
      document.apply()
      settle.wake()
    }),
  )
  documents.set(draft, { document, show, settle })
  return { positions, heads: document.heads }
}

type Question = Request & {
  type:
    | 'read'
    | 'history'
    | 'blame'
    | 'since'
    | 'waiting'
    | 'size'
    | 'anchor'
    | 'place'
    | 'offers'
    | 'holds'
    | 'parts'
    | 'partsBlame'
}

function post(message: FromWorker): void {
  port.postMessage(message)
}

function plain(error: unknown): { code?: string; message: string } {
  if (isAllmendeError(error)) return { code: error.code, message: error.message }
  return { message: error instanceof Error ? error.message : String(error) }
}
