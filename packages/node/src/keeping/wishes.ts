import { displayText, type NodeId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import { mustHaveRoom } from './who.ts'
import { keptCommons } from './wanted.ts'

/** What comes within so long is looked at together. */
const GATHER_MS = 300

/**
 * Keepers that were asked for everything, in whatever commons: where the same node turns up in one that was joined later, it
 * is asked there too. Once in each; whoever was asked there before, and is no longer, isn't asked again.
 */
export class KeeperWishes {
  readonly #parts: Parts
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> = Promise.resolve()
  #closed = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  start(): void {
    const { sync, views, book } = this.#parts
    sync.on('progress', () => this.#soon())
    views.on('changed', ({ kinds }) => {
      if (kinds.includes('node')) this.#soon()
    })
    book.onAdded(() => this.#soon())
    this.#soon()
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#running
  }

  #soon(): void {
    if (this.#closed || [...this.#parts.keeping.wishes.entries()].length === 0) return
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      const asking = this.#running.then(() => this.#askAll())
      inBackground(this.#parts.logger, 'asking keepers in further commons', asking)
      this.#running = asking.catch(() => undefined)
    }, GATHER_MS).unref()
  }

  async #askAll(): Promise<void> {
    for (const commons of keptCommons(this.#parts)) {
      // Whoever only reads in it has nothing there to be kept.
      if (commons.logs.own === null || commons.state.outdated) continue
      for (const [node, { name }] of this.#parts.keeping.wishes.entries())
        if (!this.#closed) await this.#ask(commons, node as NodeId, name)
    }
  }

  async #ask(commons: OpenCommons, node: NodeId, name: string | null): Promise<void> {
    const { views, logs, writer, keeping } = this.#parts
    const self = logs.identity?.person
    if (!self || logs.retired !== null || !(await this.#isSeen(commons, node))) return
    const said = await views.statements(commons.id, ['keeper'])
    if (said.some(({ author, record }) => author === self && record.body['node'] === node)) return
    await mustHaveRoom(this.#parts, commons, node)
    // Taken back meanwhile.
    if (!keeping.wishes.get(node)) return
    const body = { node, ...(name === null ? {} : { name: displayText(name, 100) }) }
    await writer.write(commons, { kind: 'keeper', body })
  }

  async #isSeen({ id }: OpenCommons, node: NodeId): Promise<boolean> {
    const { sync, owners } = this.#parts
    if (sync.peers().some((peer) => peer.node === node && peer.commons.includes(id))) return true
    return (await owners.in(id)).some((owner) => owner.node === node)
  }
}
