import { deriveCommonsKeys } from '@allmende/logs'
import { seeded, type Seeded } from '@allmende/testkit'
import type { PersonId } from '@allmende/vocabulary'
import { ModelNode } from './model/node.ts'
import { Truth, type SignedLog } from './model/truth.ts'
import { ModelWire } from './model/wire.ts'
import { Withholder, type Withholding } from './model/withhold.ts'

const STEP_MS = 20

/** Two honest nodes on one wire in virtual time, and whoever withholds from the second. */
export class TwoNodes {
  readonly truth: Truth
  readonly nodes: readonly [ModelNode, ModelNode]
  readonly logs: SignedLog[]
  wire: ModelWire | null = null
  now = 0
  readonly #keys = deriveCommonsKeys(Buffer.alloc(32, 5), true)
  readonly #random: Seeded
  readonly #withholders: ModelWire[] = []
  #started = false
  readonly #due: { time: number; work: () => void }[] = []

  constructor(seed: string, logs: number) {
    this.#random = seeded(seed)
    this.truth = new Truth(this.#random.fork('truth'))
    const known = new Set<PersonId>()
    this.logs = Array.from({ length: logs }, () => this.truth.begin(true))
    for (const { person } of this.logs) known.add(person)
    const world = { keys: this.#keys, truth: this.truth, now: () => this.now, known, places: 2 * logs }
    this.nodes = [
      new ModelNode('node 0', 'honest', world, null),
      new ModelNode('node 1', 'honest', world, null),
    ]
  }

  meet(): ModelWire {
    this.#start()
    const wire = this.#connect(['node 0', 'node 1'])
    this.nodes[0].meet(wire.ends[0])
    this.nodes[1].meet(wire.ends[1])
    this.wire = wire
    return wire
  }

  /** The second node meets somebody who holds everything and gives it so. */
  withhold(gives: Withholding): ModelWire {
    this.#start()
    const wire = this.#connect([`withholder ${this.#withholders.length}`, 'node 1'])
    new Withholder(wire.ends[0], this.#keys.replicateKey, this.truth, gives)
    this.nodes[1].meet(wire.ends[1])
    this.#withholders.push(wire)
    return wire
  }

  #start(): void {
    if (!this.#started) for (const node of this.nodes) node.start()
    this.#started = true
  }

  #connect(names: readonly [string, string]): ModelWire {
    const at = (time: number, work: () => void) => void this.#due.push({ time, work })
    const options = { loss: 0, now: () => this.now, at, count: () => {}, onBroken: () => {} }
    return new ModelWire({ random: this.#random, ...options }, names)
  }

  /** Lets virtual time pass until it is so, or so long has passed. */
  async until(done: () => boolean, mostMs: number): Promise<boolean> {
    for (const end = this.now + mostMs; this.now < end && !done();) {
      this.now += STEP_MS
      const due = this.#due.filter(({ time }) => time <= this.now)
      for (const one of due) this.#due.splice(this.#due.indexOf(one), 1)
      for (const { work } of due) work()
      if (this.now % 1_000 === 0) for (const node of this.nodes) node.tick()
      for (let turn = 0; turn < 3; turn++) await new Promise((resume) => setImmediate(resume))
    }
    return done()
  }

  async close(): Promise<void> {
    this.wire?.cut()
    for (const wire of this.#withholders) wire.cut()
    for (const node of this.nodes) await node.stop()
  }
}
