import { type KeeperRecordOf, type NamedKeeper, namedKeepers } from '@allmende/rules'
import type { Statement, Views } from '@allmende/views'
import type { CommonsId, NodeId, PersonId } from '@allmende/vocabulary'

/** Which nodes were asked, by whom, to keep everything of theirs. Read anew when somebody says something about it. */
export class NamedKeepers {
  readonly #views: Views
  readonly #known = new Map<CommonsId, Promise<readonly NamedKeeper[]>>()

  constructor(views: Views) {
    this.#views = views
  }

  /** Begins to notice what is said; `onChanged` is told of each commons where somebody said something. */
  start(onChanged: (commons: CommonsId) => void): void {
    this.#views.on('changed', ({ commons, kinds }) => {
      if (!kinds.includes('keeper')) return
      this.#known.delete(commons)
      onChanged(commons)
    })
    this.#views.on('restarted', () => this.#known.clear())
  }

  in(commons: CommonsId): Promise<readonly NamedKeeper[]> {
    const known = this.#known.get(commons) ?? this.#read(commons)
    if (!this.#known.has(commons)) known.catch(() => this.#known.delete(commons))
    this.#known.set(commons, known)
    return known
  }

  /** Those whom a person has asked. */
  async of(commons: CommonsId, author: PersonId): Promise<NamedKeeper[]> {
    return (await this.in(commons)).filter((one) => one.author === author)
  }

  /** Those who have asked a node. */
  async asking(commons: CommonsId, node: NodeId): Promise<NamedKeeper[]> {
    return (await this.in(commons)).filter((one) => one.node === node)
  }

  async #read(commons: CommonsId): Promise<readonly NamedKeeper[]> {
    return namedKeepers((await this.#views.statements(commons, ['keeper'])).map(recordOf))
  }
}

function recordOf({ id, author, record }: Statement): KeeperRecordOf {
  const { node, name, ends } = record.body as { node: NodeId; name?: string; ends?: true }
  return { id, author, stamp: record.clock, node, name: name ?? null, ends: ends === true }
}
