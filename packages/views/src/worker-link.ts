import type { Logger } from '@allmende/vocabulary'
import { Worker } from 'node:worker_threads'
import type { ViewsEvents } from './contract.ts'
import { fail } from './errors.ts'
import { type Answer, fromPlain, type QuestionName, type Reply, type Request } from './messages.ts'

/** Starts a worker on a database file. A parameter, so that a test can hold the worker and kill it. */
export type Spawn = (file: string) => Worker

/** Under Node the sources run as they are; published, the worker is JavaScript beside this file. */
export const spawnWorker: Spawn = (file) => {
  const name = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js'
  return new Worker(new URL(name, import.meta.url), { workerData: { file }, name: 'allmende-views' })
}

type Told = { [E in keyof ViewsEvents]: (event: E, payload: ViewsEvents[E][0]) => void }[keyof ViewsEvents]

export type WorkerLinkOptions = { file: string; logger: Logger; spawn: Spawn; tell: Told }

type Pending = { request: Request; resolve: (value: unknown) => void; reject: (error: Error) => void }

/** Without an id, as the caller makes it. */
type Unsent = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never

/**
 * The caller's end of the worker: requests with ids, and one restart if the worker dies. Questions are then asked
 * again; what was being ingested is refused, since its buffers went down with the worker.
 */
export class WorkerLink {
  readonly #options: WorkerLinkOptions
  readonly #pending = new Map<number, Pending>()
  #worker: Worker | null = null
  #nextId = 1
  #restarts = 0
  #stopped: Error | null = null

  constructor(options: WorkerLinkOptions) {
    this.#options = options
  }

  /** Resolves when the database is open. Throws `VIEWS_OPEN` or `VIEWS_LOCKED`. */
  async start(): Promise<void> {
    const { file, logger, spawn } = this.#options
    const worker = spawn(file)
    let reason = 'it ended'
    worker.on('error', (error) => (reason = error.message))
    await new Promise<void>((resolve, reject) => {
      const ended = () => reject(fail('VIEWS_OPEN', { file, reason }))
      worker.once('exit', ended)
      worker.once('message', (first: Reply) => {
        worker.off('exit', ended)
        if ('error' in first) return reject(fromPlain(first.error))
        const begun = 'ready' in first ? first.begun : undefined
        if (begun !== undefined) logger.warn('the index was begun anew', { file, reason: begun })
        worker.on('message', (reply: Reply) => this.#receive(reply))
        worker.on('exit', () => this.#ended(reason))
        resolve()
      })
    })
    this.#worker = worker
  }

  ask<Name extends QuestionName>(ask: Name, ...args: unknown[]): Promise<Answer<Name>> {
    return this.request({ ask, args }) as Promise<Answer<Name>>
  }

  request(unsent: Unsent, transfer: ArrayBuffer[] = []): Promise<unknown> {
    if (this.#stopped !== null) return Promise.reject(this.#stopped)
    const request = { ...unsent, id: this.#nextId++ } as Request
    return new Promise((resolve, reject) => {
      this.#pending.set(request.id, { request, resolve, reject })
      this.#worker?.postMessage(request, transfer)
    })
  }

  /** Commits and ends the worker. Later calls are refused. */
  async close(): Promise<void> {
    if (this.#stopped !== null) return
    const closing = this.request({ control: 'close', now: 0 })
    this.#stopped = fail('VIEWS_CLOSED')
    const worker = this.#worker
    await closing.catch(() => undefined)
    await worker?.terminate()
    this.#rejectAll(this.#stopped)
  }

  #receive(reply: Reply): void {
    if ('event' in reply)
      return (this.#options.tell as (event: string, payload: unknown) => void)(reply.event, reply.payload)
    if ('ready' in reply || reply.id === null) return
    const pending = this.#pending.get(reply.id)
    if (pending === undefined) return
    this.#pending.delete(reply.id)
    if ('error' in reply) pending.reject(fromPlain(reply.error))
    else pending.resolve(reply.value)
  }

  #ended(reason: string): void {
    this.#worker = null
    if (this.#stopped !== null) return this.#rejectAll(this.#stopped)
    this.#options.logger.error('the worker of the index stopped', { reason, restarts: this.#restarts })
    for (const [id, { request, reject }] of this.#pending) {
      if ('ask' in request) continue
      this.#pending.delete(id)
      reject(fail('VIEWS_INTERRUPTED', { reason }))
    }
    if (this.#restarts++ > 0) return this.#stop(fail('VIEWS_STOPPED', { reason }))
    this.start().then(
      () => this.#restarted(reason),
      (error: Error) => this.#stop(error),
    )
  }

  #restarted(reason: string): void {
    for (const { request } of this.#pending.values()) this.#worker?.postMessage(request)
    this.#receive({ event: 'restarted', payload: { reason } })
  }

  #stop(error: Error): void {
    this.#stopped = error
    this.#rejectAll(error)
  }

  #rejectAll(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error)
    this.#pending.clear()
  }
}
