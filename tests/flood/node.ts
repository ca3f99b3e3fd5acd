// One node of a flood in a process of its own, so that its memory and its disk are its own.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { deriveCommonsKeys, openLogs, type CommonsLogs, type Logs } from '@allmende/logs'
import { isCarried } from '@allmende/rules'
import { createSync, carryEverything, type Sync, type SyncPolicy } from '@allmende/sync'
import { collectingLogger } from '@allmende/testkit'
import { createDirectTransport, nodeKeyPair, type Transport } from '@allmende/transports'
import { openViews, type Views } from '@allmende/views'
import { encodeRecord, placeOf, type LogKey } from '@allmende/vocabulary'
import { serveRemote } from '../remote.ts'
import { RecordFollower } from '../../packages/node/src/follow-records.ts'

export const READ_KEY = Buffer.alloc(32, 13)

export type Figures = {
  /** What the program holds on to, after collecting garbage; without what runs in other threads and in the database. */
  liveBytes: number
  /** What the system has given to the process, and may have back when others need it. */
  residentBytes: number
  peakResidentBytes: number
  diskBytes: number
  /** Of these the logs themselves; the rest is the index, the journal and the reserve for a full disk. */
  storeBytes: number
  openCores: number
}

export type State = {
  /** Logs of which something is here. */
  logs: number
  /** Blocks known to be missing, of what is carried. */
  behind: number | null
}

/** When block n of the writer's log was asked to be written, or could be read: milliseconds since the epoch. */
export type Times = Record<number, number>

export type Open = {
  dir: string
  /** Whose records are waited for. */
  founder?: string
  /** Carries whatever there is, and passes it on. */
  floods?: boolean
  /** Logs of people known for long. */
  known?: LogKey[]
}

/** What a node can be asked to do. */
export interface FloodNode {
  open(order: Open): Promise<string>
  listen(): Promise<string>
  connect(address: string): Promise<void>
  /** Writes a record every so often, for so long. */
  write(order: { everyMs: number; forMs: number }): Promise<Times>
  arrivals(): Promise<Times>
  state(): Promise<State>
  /** Collects garbage first. */
  figures(): Promise<Figures>
  close(): Promise<void>
}

class NodeOfTheFlood implements FloodNode {
  readonly #clock = { now: () => Date.now() }
  readonly #random = { bytes: (n: number) => crypto.getRandomValues(new Uint8Array(n)) }
  readonly #logger = collectingLogger()
  #dir = ''
  #logs: Logs | null = null
  #commons: CommonsLogs | null = null
  #views: Views | null = null
  #sync: Sync | null = null
  #transport: Transport | null = null
  #arrived: Times = {}

  /** Gives the person. */
  async open({ dir, founder, floods = false, known = [] }: Open): Promise<string> {
    this.#dir = dir
    const logger = this.#logger
    this.#logs = await openLogs({ dir, clock: this.#clock, random: this.#random, logger })
    const identity = this.#logs.identity ?? (await this.#logs.createIdentity())
    const keys = deriveCommonsKeys(READ_KEY, true)
    const commons = await this.#logs.commons(keys)
    this.#commons = commons
    this.#views = await openViews({ file: join(dir, 'index.sqlite'), logger })
    await new RecordFollower(commons, this.#views, logger).start()
    const keyPair = nodeKeyPair(this.#random.bytes(32))
    this.#transport = createDirectTransport({ keyPair, host: '127.0.0.1', logger })
    const carry = floods ? carryEverything : carries(new Set([founder, identity.person]), new Set(known))
    this.#sync = createSync({
      keyPair,
      transports: [this.#transport],
      policy: carry,
      clock: this.#clock,
      logger,
    })
    commons.on('appended', ({ log, length }) => {
      if (commons.log(log)?.person !== founder) return
      for (let block = length - 1; block > 0 && !this.#arrived[block]; block--)
        this.#arrived[block] = Date.now()
    })
    await this.#sync.start()
    await this.#sync.join(commons)
    return identity.person
  }

  async listen(): Promise<string> {
    return this.#transport?.addresses()[0] ?? ''
  }

  async connect(address: string): Promise<void> {
    await this.#sync?.connect(address)
  }

  async write({ everyMs, forMs }: { everyMs: number; forMs: number }): Promise<Times> {
    const times: Times = {}
    const end = Date.now() + forMs
    for (let number = 0; Date.now() < end; number++) {
      const body = { title: `Good ${number}`, licence: 'CC0-1.0', type: 'text' } as const
      const at = Date.now()
      const record = encodeRecord({ kind: 'good', v: 1, clock: [at, 0], body })
      const [id] = (await this.#commons?.append([record]))?.ids ?? []
      if (id) times[placeOf(id).block] = at
      await pause(Math.max(0, at + everyMs - Date.now()))
    }
    return times
  }

  async arrivals(): Promise<Times> {
    return this.#arrived
  }

  async state(): Promise<State> {
    const logs = this.#commons
    const { behind } = logs && this.#sync ? this.#sync.progress(logs.id) : { behind: null }
    return { logs: logs?.logs().filter(({ length }) => length > 0).length ?? 0, behind }
  }

  async figures(): Promise<Figures> {
    for (let round = 0; round < 5; round++) {
      globalThis.gc?.()
      await pause(200)
    }
    const { heapUsed, external } = process.memoryUsage()
    return {
      liveBytes: heapUsed + external,
      residentBytes: process.memoryUsage.rss(),
      peakResidentBytes: process.resourceUsage().maxRSS * 1024,
      diskBytes: bytesIn(this.#dir),
      storeBytes: bytesIn(join(this.#dir, 'store')),
      openCores: this.#logs?.openCores ?? 0,
    }
  }

  async close(): Promise<void> {
    await this.#sync?.close()
    await this.#views?.close()
    await this.#logs?.close()
  }
}

/** As in a public commons: these people and logs are known, everybody else is a newcomer. */
function carries(people: ReadonlySet<string | undefined>, logs: ReadonlySet<LogKey>): SyncPolicy {
  return {
    carried: ({ own, log, person, ...shares }) => {
      const vouched = logs.has(log) || (person !== undefined && people.has(person))
      const answer = isCarried({ own, vouched, blocked: false, records: 0, editBytes: 0, ...shares })
      return { ...answer, whose: !answer.carry && person === undefined }
    },
  }
}

/** Without the write-ahead file of the index, which is up to 32 MB whatever it was used for. */
function bytesIn(dir: string): number {
  let sum = 0
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.sqlite-wal')) continue
    // A file may go while we look.
    sum += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0
  }
  return sum
}

serveRemote(new NodeOfTheFlood())
