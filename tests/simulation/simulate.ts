import { deriveCommonsKeys } from '@allmende/logs'
import { seeded, type Seeded } from '@allmende/testkit'
import type { PersonId } from '@allmende/vocabulary'
import { misbehave } from './model/hostile.ts'
import { ModelNode, PLACES, type Role } from './model/node.ts'
import { Truth } from './model/truth.ts'
import { ModelWire } from './model/wire.ts'
import { Withholder, type Withholding, WITHHOLDINGS } from './model/withhold.ts'

export type SimulationOptions = {
  nodes?: number
  authors?: number
  loss?: number
  /** Virtual milliseconds in which things are written, and nodes come and go. */
  busyMs?: number
  /** Of the nodes, those that promise truly and withhold. None: for seeds that were found before there were any. */
  withholders?: number
  /** All of them of one sort. */
  withholding?: Withholding
}

export type SimulationResult = {
  seed: string
  settled: boolean
  /** Why not, in words. */
  left: string
  virtualSeconds: number
  /** Over the wire, with everything sent twice for a loss, asked of two since one is slow, said by liars or cut short. */
  bytes: number
  /** Every block once to everybody who hasn't written it. */
  lowerBound: number
  ratio: number
  /** Restarts, cut connections. */
  restarts: number
  cuts: number
}

const STEP_MS = 50
const LINKS = 4
/** Where four don't do; a real node has up to sixty-four. */
const MOST_LINKS = 16
/** Two of each sort. */
const WITHHOLDERS = 6
const GIVE_UP_MS = 15 * 60_000
const INVENTED = 40
const HOSTILE: Record<Exclude<Role, 'honest' | 'withholder'>, number> = { silent: 5, liar: 5, flooder: 2 }

/**
 * Two hundred nodes in virtual time: they run the exchange as it is in `packages/sync`, on a wire that loses a fifth of all messages,
 * in a network that falls in two and comes together again, while some leave and come back, and some are hostile.
 * Afterwards all honest ones must have all that honest people have written. The same seed gives the same again.
 */
export async function simulate(seed: string, options: SimulationOptions = {}): Promise<SimulationResult> {
  const world = new World(seed, options)
  while (!world.over) await world.step()
  const result = world.result()
  await world.close()
  return result
}

class World {
  readonly #seed: string
  readonly #random: Seeded
  readonly #truth: Truth
  readonly #keys = deriveCommonsKeys(Buffer.alloc(32, 5), true)
  readonly #nodes: ModelNode[] = []
  readonly #due = new Map<number, (() => void)[]>()
  readonly #loss: number
  readonly #busyMs: number
  readonly #withholding: Withholding | undefined
  readonly #now = () => this.#time
  #time = 0
  #bytes = 0
  #cuts = 0
  #restarts = 0
  #settled = false
  /** Side of each node while the network is in two. */
  #partition: Map<ModelNode, boolean> | null = null

  constructor(seed: string, options: SimulationOptions) {
    const { nodes = 200, authors = 40, loss = 0.2, busyMs = 60_000, withholders = WITHHOLDERS } = options
    this.#seed = seed
    this.#random = seeded(`simulation ${seed}`)
    this.#truth = new Truth(this.#random.fork('truth'))
    this.#loss = loss
    this.#busyMs = busyMs
    this.#withholding = options.withholding
    const known = new Set<PersonId>()
    const world = { keys: this.#keys, truth: this.#truth, now: this.#now, known }
    const counts = Object.entries({ ...HOSTILE, withholder: withholders })
    const roles = counts.flatMap(([role, count]) => Array<Role>(count).fill(role as Role))
    for (let number = 0; number < nodes; number++) {
      const role = roles[number] ?? 'honest'
      const writes = role === 'honest' && number < roles.length + authors
      const mine = writes ? this.#truth.begin(true) : null
      if (mine) known.add(mine.person)
      this.#nodes.push(new ModelNode(`node ${number}`, role, world, mine))
    }
    for (const node of this.#nodes.filter(({ role }) => role === 'flooder'))
      for (let invented = 0; invented < INVENTED; invented++) node.logs.hold(this.#truth.begin(false))
    for (const node of this.#nodes) node.start()
  }

  get over(): boolean {
    return this.#settled || this.#time > GIVE_UP_MS
  }

  async step(): Promise<void> {
    this.#time += STEP_MS
    for (const work of this.#due.get(this.#time) ?? []) work()
    this.#due.delete(this.#time)
    const busy = this.#time <= this.#busyMs
    if (busy) await this.#live()
    if (this.#time % 1_000 === 0) {
      this.#partition = this.#isParted() ? (this.#partition ?? this.#parted()) : null
      if (!busy) for (const node of this.#nodes) if (!node.up) node.start()
      this.#dial()
      for (const node of this.#nodes) node.tick()
      if (!busy) this.#settled = this.#missing().length === 0
    }
    // What was decided in this moment is decided in a few turns.
    for (let turn = 0; turn < 3; turn++) await new Promise((resume) => setImmediate(resume))
  }

  /** People write, computers are closed and opened. */
  async #live(): Promise<void> {
    for (const node of this.#nodes) {
      if (node.mine && node.up && this.#random.chance(STEP_MS / 15_000)) {
        this.#truth.append(node.mine, 50 + this.#random.int(1_500))
        node.logs.hold(node.mine)
      }
      if (!this.#random.chance(STEP_MS / 120_000)) continue
      this.#restarts++
      if (node.up) await node.stop()
      else node.start()
    }
  }

  /** In the second and the fourth fifth of the busy time. */
  #isParted(): boolean {
    const fifth = Math.floor((this.#time / this.#busyMs) * 5)
    return fifth === 1 || fifth === 3
  }

  #parted(): Map<ModelNode, boolean> {
    const sides = new Map(this.#nodes.map((node) => [node, this.#random.chance(0.5)]))
    for (const node of this.#nodes)
      for (const [other, wire] of node.wires)
        if (sides.get(node) !== sides.get(this.#named(other))) wire.cut()
    return sides
  }

  #named(name: string): ModelNode {
    return this.#nodes[Number(name.slice(5))] as ModelNode
  }

  #dial(): void {
    for (const node of this.#nodes) {
      // Whoever has nobody to speak with on all its wires, or only such as give nothing, looks for more: neither strangers nor a
      // handful of peers fill a real node's connections.
      if (!node.up || (node.wires.size >= LINKS && node.speaks && !node.waits)) continue
      if (node.wires.size >= MOST_LINKS) continue
      const other = this.#random.pick(this.#nodes)
      const apart = this.#partition && this.#partition.get(node) !== this.#partition.get(other)
      if (other === node || !other.up || apart || node.wires.has(other.name)) continue
      if (node.runs || other.runs) this.#connect(node, other)
    }
  }

  #connect(a: ModelNode, b: ModelNode): void {
    const wire = new ModelWire(
      {
        random: this.#random,
        loss: this.#loss,
        now: this.#now,
        at: (time, work) => this.#at(time, work),
        count: (bytes) => (this.#bytes += bytes),
        onBroken: () => {
          this.#cuts++
          a.wires.delete(b.name)
          b.wires.delete(a.name)
        },
      },
      [a.name, b.name],
    )
    a.wires.set(b.name, wire)
    b.wires.set(a.name, wire)
    for (const [at, node] of [a, b].entries()) {
      const end = wire.ends[at as 0 | 1]
      if (node.role === 'silent' || node.role === 'liar')
        misbehave(end, this.#keys.replicateKey, node.role, this.#truth, this.#random)
      else if (node.role === 'withholder')
        new Withholder(end, this.#keys.replicateKey, this.#truth, this.#withholdingOf(node))
      else node.meet(end)
    }
  }

  #withholdingOf(node: ModelNode): Withholding {
    return this.#withholding ?? WITHHOLDINGS[this.#nodes.indexOf(node) % WITHHOLDINGS.length] ?? 'nothing'
  }

  #at(time: number, work: () => void): void {
    const step = Math.max(this.#time + STEP_MS, Math.ceil(time / STEP_MS) * STEP_MS)
    const due = this.#due.get(step)
    if (due) due.push(work)
    else this.#due.set(step, [work])
  }

  #honest(): ModelNode[] {
    return this.#nodes.filter(({ role }) => role === 'honest')
  }

  #missing(): ModelNode[] {
    const all = this.#truth.known().reduce((sum, { blocks }) => sum + blocks.length, 0)
    return this.#honest().filter(({ logs }) => logs.counts().known < all)
  }

  result(): SimulationResult {
    const honest = this.#honest()
    const sizes = this.#truth.known().map(({ blocks }) => blocks.reduce((sum, { length }) => sum + length, 0))
    const lowerBound = sizes.reduce((sum, size) => sum + size * (honest.length - 1), 0)
    const missing = this.#missing()
    const crowded = honest.filter(({ logs }) => logs.counts().others > PLACES)
    const left = [
      ...missing.map(
        ({ name, logs, behind }) => `${name} has ${logs.counts().known} blocks, behind ${behind}`,
      ),
      ...crowded.map(({ name, logs }) => `${name} carries ${logs.counts().others} newcomers`),
    ]
    return {
      seed: this.#seed,
      settled: left.length === 0,
      left: left.slice(0, 5).join('; '),
      virtualSeconds: this.#time / 1_000,
      bytes: this.#bytes,
      lowerBound,
      ratio: Math.round((this.#bytes / lowerBound) * 100) / 100,
      restarts: this.#restarts,
      cuts: this.#cuts,
    }
  }

  async close(): Promise<void> {
    for (const node of this.#nodes) await node.stop()
  }
}
