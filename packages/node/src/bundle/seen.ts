import { mkdir, readdir, stat, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type CommonsId, type CoreKey, type NodeId, parseNodeId, type RecordId } from '@allmende/vocabulary'
import { type Home, readJson, writeWhole } from '../home.ts'
import type { Told } from './items.ts'

/** What a node had of one commons when it last told. */
export type SeenCommons = {
  /** By our clock. */
  at: number
  /** `stick`, or by a connection. */
  by: 'stick' | 'connection'
  heads: Map<CoreKey, { length: number; held: number }>
  holds: Set<RecordId>
}

type Written = Record<
  string,
  { at: number; by: 'stick' | 'connection'; heads: Record<string, [number, number]>; holds: RecordId[] }
>

/** Nodes remembered. Beyond, the one not heard of for longest is forgotten: a bundle for it then carries everything. */
const MAX_NODES = 200

/** What other nodes are known to have: one small file a node. Lost, the next bundle is larger, no more. */
export class Seen {
  readonly #folder: string
  /** Two tellings of one node at once must not write over each other. */
  #writing: Promise<void> = Promise.resolve()

  constructor(home: Home) {
    this.#folder = join(home.dir, 'seen')
  }

  async nodes(): Promise<NodeId[]> {
    const names = await readdir(this.#folder).catch(() => [])
    return names.flatMap((name) => {
      const node = name.replace(/\.json$/, '')
      return name.endsWith('.json') && isNodeId(node) ? [node as NodeId] : []
    })
  }

  async of(node: NodeId, commons: CommonsId): Promise<SeenCommons | null> {
    const written = (await this.#read(node))[commons]
    if (written === undefined) return null
    const heads = Object.entries(written.heads).map(
      ([core, [length, held]]) => [core as CoreKey, { length, held }] as const,
    )
    return { at: written.at, by: written.by, heads: new Map(heads), holds: new Set(written.holds) }
  }

  /** What a node told; in the place of what it told before. */
  remember(
    node: NodeId,
    commons: CommonsId,
    told: { at: number; by: 'stick' | 'connection'; heads: readonly Told[]; holds: readonly RecordId[] },
  ): Promise<void> {
    const { at, by, holds } = told
    const heads = Object.fromEntries(
      told.heads.map(({ core, length, held }) => [core, [length, held]] as const),
    )
    const write = async (): Promise<void> => {
      const before = await this.#read(node)
      const next = { ...before, [commons]: { at, by, heads, holds } } as unknown as Written
      await mkdir(this.#folder, { recursive: true, mode: 0o700 })
      await writeWhole(this.#file(node), JSON.stringify(next))
      await this.#forgetOldest()
    }
    this.#writing = this.#writing.then(write, write)
    return this.#writing
  }

  /** Resolves when everything told so far is written. */
  settled(): Promise<void> {
    return this.#writing.catch(() => undefined)
  }

  #file(node: NodeId): string {
    return join(this.#folder, `${node}.json`)
  }

  /** A damaged file is as good as none. */
  #read(node: NodeId): Promise<Written> {
    return readJson<Written>(this.#file(node), {}).catch(() => ({}))
  }

  async #forgetOldest(): Promise<void> {
    const nodes = await this.nodes()
    if (nodes.length <= MAX_NODES) return
    const ages = await Promise.all(
      nodes.map(async (node) => ({
        node,
        at: (await stat(this.#file(node)).catch(() => null))?.mtimeMs ?? 0,
      })),
    )
    ages.sort((a, b) => a.at - b.at)
    for (const { node } of ages.slice(0, nodes.length - MAX_NODES))
      await rm(this.#file(node), { force: true })
  }
}

const ONE_EACH = new WeakMap<Home, Seen>()

/** One of a home: two would write over each other. */
export function seenOf(home: Home): Seen {
  const seen = ONE_EACH.get(home) ?? new Seen(home)
  ONE_EACH.set(home, seen)
  return seen
}

/** Whether a text is the whole id of a node. */
export function isNodeId(text: string): boolean {
  try {
    parseNodeId(text)
    return true
  } catch {
    return false
  }
}
