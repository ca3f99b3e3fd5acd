import { isAllmendeError } from '@allmende/vocabulary'
import type { MessagePort } from 'node:worker_threads'
import { isDamage, isFull } from './database.ts'
import type { EngineHolder } from './engine-holder.ts'
import { fail } from './errors.ts'
import { COMMIT_PAUSE_MS } from './limits.ts'
import { type Reply, type Request, toPlain } from './messages.ts'
import type { ExportPage } from './questions/records.ts'
import { createTeller, type Teller } from './teller.ts'

type Ask = Extract<Request, { ask: unknown }>
type Queued = Exclude<Request, Ask>

/** Serves a port until it is told to close. */
export function startLoop(port: MessagePort, holder: EngineHolder): void {
  const teller = createTeller(
    () => holder.engine,
    (reply) => port.postMessage(reply),
  )
  const loop = new WorkerLoop(port, holder, teller)
  port.on('message', (request: Request) => loop.receive(request))
  port.postMessage({ ready: true, begun: holder.begun } satisfies Reply)
}

/**
 * Ingest waits in a queue and is taken one message a turn of the event loop; questions are answered as they come,
 * so that none waits for more than one message to be folded.
 */
class WorkerLoop {
  readonly #port: MessagePort
  readonly #holder: EngineHolder
  readonly #teller: Teller
  readonly #queue: Queued[] = []
  #refold: { id: number; steps: Generator<void, number> } | null = null
  #turning = false
  #reading = false
  #closed = false
  #commitTimer: NodeJS.Timeout | undefined

  constructor(port: MessagePort, holder: EngineHolder, teller: Teller) {
    this.#port = port
    this.#holder = holder
    this.#teller = teller
  }

  receive(request: Request): void {
    if ('ask' in request) return this.#answer(request)
    this.#queue.push(request)
    if (this.#turning) return
    this.#turning = true
    clearTimeout(this.#commitTimer)
    setImmediate(() => this.#turn())
  }

  #turn(): void {
    if (this.#refold !== null) this.#stepRefold(this.#refold)
    else if (this.#queue.length > 0 && this.#take(this.#queue.shift()!) === 'closed') return
    if (this.#holder.engine.isDue()) this.#commit()
    this.#teller.tell()
    if (this.#refold !== null || this.#queue.length > 0) return void setImmediate(() => this.#turn())
    this.#turning = false
    this.#commitTimer = setTimeout(() => this.#commit(), COMMIT_PAUSE_MS)
  }

  #answer({ id, ask, args }: Ask): void {
    try {
      this.#holder.engine.flush()
      const question = this.#holder.questions[ask] as (...args: unknown[]) => unknown
      const value = question(...args)
      this.#send({ id, value }, ask === 'exportPage' ? buffersOf(value as ExportPage) : [])
    } catch (error) {
      this.#send({ id, error: toPlain(error) })
    }
    if (ask === 'find') this.#readAhead()
  }

  /** Who has searched will search on: what searches compare is read into memory, in steps, so that nothing waits long for it. */
  #readAhead(): void {
    if (this.#reading) return
    this.#reading = true
    const step = () => {
      this.#reading = false
      if (!this.#closed && !this.#isReadAhead()) this.#readAhead()
    }
    setImmediate(step)
  }

  #isReadAhead(): boolean {
    try {
      return this.#holder.engine.parts.columns.catchUp()
    } catch {
      // The next question meets the same, and somebody waits for its answer.
      return true
    }
  }

  #take(request: Queued): 'closed' | 'open' {
    try {
      if ('ingest' in request) {
        this.#holder.engine.ingest(request.ingest)
        this.#send({ id: request.id, value: null })
      } else if ('cut' in request) {
        if (this.#holder.engine.cut(request.cut))
          this.#refold = { id: request.id, steps: this.#holder.engine.refold(request.now) }
        else this.#send({ id: request.id, value: { complete: true, records: -1 } })
      } else if (request.control === 'rebuild') {
        this.#refold = { id: request.id, steps: this.#holder.engine.refold(request.now) }
      } else {
        this.#close(request.id)
        return 'closed'
      }
    } catch (error) {
      this.#failed(request.id, error)
    }
    return 'open'
  }

  #stepRefold({ id, steps }: { id: number; steps: Generator<void, number> }): void {
    try {
      const { done, value } = steps.next()
      if (done !== true) return
      this.#send({ id, value: { complete: true, records: value } })
    } catch (error) {
      if (isDamage(error)) this.#send({ id, value: { complete: false, records: 0 } })
      this.#failed(isDamage(error) ? null : id, error)
    }
    this.#refold = null
  }

  /** Takes the open transaction back, and says so: what was folded in it has to be ingested again. */
  #failed(id: number | null, error: unknown): void {
    const told = translate(error)
    if (id !== null) this.#send({ id, error: toPlain(told) })
    if (told.code === 'VIEWS_LOG_OWNER') return
    if (isDamage(error)) this.#holder.beginAnew(told.message)
    else this.#holder.engine.rollback()
    this.#send({ event: 'restarted', payload: { reason: told.message } })
  }

  #commit(): void {
    try {
      this.#holder.engine.commit()
    } catch (error) {
      this.#failed(null, error)
    }
  }

  #close(id: number): void {
    this.#closed = true
    this.#holder.engine.commit()
    this.#teller.stop()
    this.#holder.engine.parts.db.close()
    this.#send({ id, value: null })
    this.#port.close()
  }

  #send(reply: Reply, transfer: ArrayBuffer[] = []): void {
    this.#port.postMessage(reply, transfer)
  }
}

function translate(error: unknown) {
  if (isAllmendeError(error)) return error
  if (isFull(error)) return fail('VIEWS_FULL', { cause: error })
  return fail('VIEWS_FOLD', { reason: error instanceof Error ? error.message : String(error), cause: error })
}

/** A blob from SQLite has a buffer of its own: it can be handed over instead of copied. */
function buffersOf(page: ExportPage): ArrayBuffer[] {
  return page.blocks.map(({ bytes }) => bytes.buffer as ArrayBuffer)
}
