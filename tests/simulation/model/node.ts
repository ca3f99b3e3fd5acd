import type { MirrorKeys } from '@allmende/logs'
import { withinShare } from '@allmende/rules'
import { carryEverything, type SyncPolicy } from '@allmende/sync'
import { silentLogger } from '@allmende/testkit'
import type { LogKey, PersonId } from '@allmende/vocabulary'
import { CommonsSync } from '../../../packages/sync/src/commons-sync.ts'
import { DEFAULT_TIMINGS } from '../../../packages/sync/src/limits.ts'
import type { PeerLink } from '../../../packages/sync/src/peer-link.ts'
import { ModelLogs } from './logs.ts'
import type { SignedLog, Truth } from './truth.ts'
import type { ModelEnd, ModelWire } from './wire.ts'

/** Newcomers' places at a node of the simulation: few, so that a flood of eighty is one. */
export const PLACES = 16

export type Role = 'honest' | 'silent' | 'liar' | 'flooder' | 'withholder'

/** So long without anything new, where others say that there is more, and it looks for more peers. */
const PATIENCE_MS = 30_000

export type ModelWorld = {
  keys: MirrorKeys
  truth: Truth
  now: () => number
  /** People whom all know. */
  known: ReadonlySet<PersonId>
  places?: number
}

/** A node that runs `packages/sync` as it is, over logs in memory; or one that only has the key, and does harm. */
export class ModelNode {
  readonly name: string
  readonly role: Role
  readonly logs: ModelLogs
  readonly mine: SignedLog | null
  readonly wires = new Map<string, ModelWire>()
  up = true
  #sync: CommonsSync | null = null
  readonly #now: () => number
  readonly #policy: SyncPolicy
  #held = 0
  /** Since when nothing has come although there is more; null while it comes. */
  #waitsSince: number | null = null

  constructor(name: string, role: Role, world: ModelWorld, mine: SignedLog | null) {
    this.name = name
    this.role = role
    this.mine = mine
    this.#now = world.now
    this.logs = new ModelLogs(world.keys, world.truth, mine)
    this.#policy = role === 'flooder' ? carryEverything : knownFirst(world, mine?.key)
    if (mine) this.logs.hold(mine)
  }

  get runs(): boolean {
    return this.role === 'honest' || this.role === 'flooder'
  }

  /** Whether anybody is left with whom the commons is spoken of; of those who do harm nothing is asked. */
  get speaks(): boolean {
    const ends = [...this.wires.values()].flatMap(({ ends }) => ends).filter(({ way }) => way !== this.name)
    return !this.runs || ends.some(({ sessions }) => [...sessions.values()].some(({ proven }) => proven))
  }

  start(): void {
    this.up = true
    if (!this.runs) return
    const clock = { now: this.#now }
    const emit = () => {}
    const options = { logs: this.logs, join: {}, policy: this.#policy, timings: DEFAULT_TIMINGS }
    this.#sync = new CommonsSync({ ...options, clock, steady: clock, logger: silentLogger, emit })
    this.#sync.open()
  }

  /** As when a laptop is closed: what is under way is lost, what is written stays. */
  async stop(): Promise<void> {
    this.up = false
    for (const wire of this.wires.values()) wire.cut()
    const sync = this.#sync
    this.#sync = null
    await sync?.close()
  }

  meet(end: ModelEnd): void {
    // What a session asks of its link is what the model's end has.
    this.#sync?.offer(end as unknown as PeerLink)
  }

  tick(): void {
    this.#sync?.tick(this.#now())
    const { known, others } = this.logs.counts()
    if (!this.behind || known + others !== this.#held) this.#waitsSince = null
    else this.#waitsSince ??= this.#now()
    this.#held = known + others
  }

  /** Of its peers nobody gives what there is, and promises alone bring nothing. A real node has more than a few from the beginning. */
  get waits(): boolean {
    return this.#waitsSince !== null && this.#now() - this.#waitsSince > PATIENCE_MS
  }

  get behind(): number | null {
    return this.#sync?.progress().behind ?? null
  }
}

/** Known people are carried whole, newcomers as far as there is room and their peer's share goes. */
function knownFirst({ known, places = PLACES }: ModelWorld, mine?: LogKey): SyncPolicy {
  return {
    carried: ({ log, person, own, placed, newcomersCarried, newcomersOfWay }) => {
      if (own || log === mine || (person && known.has(person))) return { carry: true, reason: 'known' }
      const share = withinShare({ used: newcomersOfWay, free: places - newcomersCarried })
      if (placed || share) return { carry: true, upTo: { records: 8, editBytes: 1_000 }, reason: 'newcomer' }
      return { carry: false, whose: person === undefined, reason: 'no room' }
    },
  }
}
