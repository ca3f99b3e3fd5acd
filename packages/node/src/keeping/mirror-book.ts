import { type MirrorHolding, readMirrorHolding } from '@allmende/rules'
import { type CommonsId, MAX_CLOCK_AHEAD, type NodeId } from '@allmende/vocabulary'
import { isSignedBy } from '../node-signature.ts'
import { NotesFile } from '../notes-file.ts'

type Stored = { readonly bytes: string; readonly signature: string }

/** The newest statement of each mirror about each epoch that it carries, verified, on disk: a mirror may be away for a while. */
export class MirrorBook {
  readonly #notes: NotesFile<Stored>
  readonly #said = new Map<string, MirrorHolding>()
  readonly #now: () => number

  constructor(file: string, now: () => number) {
    this.#notes = new NotesFile(file)
    this.#now = now
  }

  /** @returns where damaged notes lie now, or null */
  async load(): Promise<string | null> {
    const damaged = await this.#notes.load()
    for (const [key, { bytes, signature }] of this.#notes.entries()) {
      const said = this.#read(Buffer.from(bytes, 'base64'), Buffer.from(signature, 'base64'))
      if (said) this.#said.set(key, said)
    }
    return damaged
  }

  /** What a node said of these epochs. */
  of(epochs: readonly CommonsId[], node: NodeId): MirrorHolding[] {
    return epochs.flatMap((epoch) => this.#said.get(keyOf(epoch, node)) ?? [])
  }

  /** All that have said something of one of these epochs. */
  mirrors(epochs: readonly CommonsId[]): NodeId[] {
    const some = [...this.#said.values()].filter(({ commons }) => epochs.includes(commons))
    return [...new Set(some.map(({ node }) => node))]
  }

  /** Keeps what a node said of an epoch, if that node signed it and it is later than what it said before. */
  async take(
    { commons, node }: { commons: CommonsId; node: NodeId },
    bytes: Uint8Array,
    signature: Uint8Array,
  ): Promise<boolean> {
    const said = this.#read(bytes, signature)
    if (said?.commons !== commons || said.node !== node) return false
    const key = keyOf(commons, node)
    if ((this.#said.get(key)?.at ?? -1) >= said.at) return false
    this.#said.set(key, said)
    await this.#notes.set(key, {
      bytes: Buffer.from(bytes).toString('base64'),
      signature: Buffer.from(signature).toString('base64'),
    })
    return true
  }

  async forget(commons: CommonsId, node: NodeId): Promise<void> {
    if (this.#said.delete(keyOf(commons, node))) await this.#notes.delete(keyOf(commons, node))
  }

  /** One from the future, of a clock that is wrong, would stand in the way of all that come. */
  #read(bytes: Uint8Array, signature: Uint8Array): MirrorHolding | null {
    const said = readMirrorHolding(bytes)
    const counts = said && isSignedBy(said.node, bytes, signature) && said.at <= this.#now() + MAX_CLOCK_AHEAD
    return counts ? said : null
  }
}

function keyOf(epoch: CommonsId, node: NodeId): string {
  return `${epoch} ${node}`
}
