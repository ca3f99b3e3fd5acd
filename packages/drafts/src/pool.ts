import { Worker } from 'node:worker_threads'
import { AllmendeError, type Logger } from '@allmende/vocabulary'
import { type ErrorCode, ERRORS, fail } from './errors.ts'
import {
  type Answers,
  BUSY_DRAFT,
  type FromWorker,
  type Request,
  type ToWorker,
  type WorkerData,
} from './worker/protocol.ts'

/** A worker without drafts is stopped after this: wasm memory never shrinks, only its end gives it back. */
const IDLE_WORKER_MS = 10_000

/** What a draft hears from the worker it was given to. */
export interface Tenant {
  readonly number: number
  onMessage(message: FromWorker & { type: 'changed' | 'refused' }): void
  /** The worker died; `culprit` when it was busy with this draft. The document has to be opened again. */
  onDeath(culprit: boolean): void
}

/** What an open draft needs of the worker it was given to. */
export interface Slot {
  readonly running: boolean
  call<R extends Request>(draft: number, request: R): Promise<Answers[R['type']]>
  add(tenant: Tenant): void
  remove(tenant: Tenant): void
}

/** A supervised worker thread: started when needed, again after its death, stopped when nobody needs it. */
export class WorkerSlot implements Slot {
  readonly #logger: Logger
  readonly #idleMs: number
  readonly tenants = new Map<number, Tenant>()
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  #worker: Worker | null = null
  #busy: Int32Array<SharedArrayBuffer> | null = null
  #nextId = 1
  #idle: NodeJS.Timeout | null = null

  /** `idleMs`: how long a worker without drafts is kept. A parameter for tests. */
  constructor(logger: Logger, idleMs = IDLE_WORKER_MS) {
    this.#logger = logger
    this.#idleMs = idleMs
  }

  /** Asks the worker something about a draft. Rejects with `DRAFT_WORKER_DIED` when it dies before it answers. */
  call<R extends Request>(draft: number, request: R): Promise<Answers[R['type']]> {
    const worker = (this.#worker ??= this.#start())
    const id = this.#nextId++
    const message: ToWorker = { id, draft, request }
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      // Only a question under way keeps the process alive, not the worker that might be asked.
      worker.ref()
      worker.postMessage(message)
    })
  }

  add(tenant: Tenant): void {
    this.tenants.set(tenant.number, tenant)
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#idle = null
  }

  remove(tenant: Tenant): void {
    this.tenants.delete(tenant.number)
    if (this.tenants.size > 0) return
    this.#idle = setTimeout(() => void this.stop(), this.#idleMs)
    this.#idle.unref()
  }

  get running(): boolean {
    return this.#worker !== null
  }

  async stop(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle)
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  #start(): Worker {
    const busy = new Int32Array(new SharedArrayBuffer(4))
    const data: WorkerData = { busy }
    const file = import.meta.url.endsWith('.ts') ? './worker/main.ts' : './worker/main.js'
    const worker = new Worker(new URL(file, import.meta.url), { workerData: data, name: 'allmende-drafts' })
    this.#busy = busy
    worker.on('message', (message: FromWorker) => this.#receive(message))
    worker.on('error', (error) => this.#logger.error('a worker of drafts failed', { error: String(error) }))
    worker.on('exit', () => this.#died(worker))
    return worker
  }

  #receive(message: FromWorker): void {
    if (message.type === 'changed' || message.type === 'refused') {
      this.tenants.get(message.draft)?.onMessage(message)
      return
    }
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (this.#waiting.size === 0) this.#worker?.unref()
    if (message.type === 'answer') waiting?.resolve(message.value)
    else waiting?.reject(revive(message.error))
  }

  #died(worker: Worker): void {
    if (this.#worker !== worker) return
    const culprit = Atomics.load(this.#busy!, BUSY_DRAFT)
    this.#worker = null
    this.#logger.warn('a worker of drafts died and is started again', { drafts: this.tenants.size })
    const error = fail('DRAFT_WORKER_DIED', { reason: culprit === 0 ? 'unknown' : 'a change it applied' })
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const tenant of this.tenants.values()) tenant.onDeath(tenant.number === culprit)
    for (const { reject } of waiting) reject(error)
  }
}

function revive({ code, message }: { code?: string; message: string }): Error {
  if (code === undefined || !(code in ERRORS)) return fail('DRAFT_EDIT_LOST', { reason: message })
  const row = ERRORS[code as ErrorCode]
  return new AllmendeError(code, { ...row, message })
}

/** The workers; a draft goes to the one that has the fewest. */
export class WorkerPool {
  readonly slots: WorkerSlot[]

  constructor(size: number, logger: Logger) {
    this.slots = Array.from({ length: size }, () => new WorkerSlot(logger))
  }

  least(): WorkerSlot {
    return this.slots.reduce((least, slot) => (slot.tenants.size < least.tenants.size ? slot : least))
  }

  async stop(): Promise<void> {
    await Promise.all(this.slots.map((slot) => slot.stop()))
  }
}
