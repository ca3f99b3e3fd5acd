import { type Retraction, type RetractionRecordOf, standingRetractions } from '@allmende/rules'
import type { Statement, Views } from '@allmende/views'
import type { CommonsId, RecordId } from '@allmende/vocabulary'

type Known = ReadonlyMap<RecordId, readonly Retraction[]>

/** Things that others are asked to forget, and by whom. Judged anew when somebody asks, or a thing in question changes. */
export class Retractions {
  readonly #views: Views
  readonly #known = new Map<CommonsId, Promise<Known>>()

  constructor(views: Views) {
    this.#views = views
  }

  /** Begins to notice what is said; `onChanged` is told of each commons where somebody asked. */
  start(onChanged: (commons: CommonsId) => void): void {
    this.#views.on('changed', ({ commons, kinds, things }) => {
      const asked = kinds.includes('retraction')
      const known = this.#known.get(commons)
      if (!asked && !known) return
      if (asked) this.#forget(commons, onChanged)
      else
        void known?.then(
          (retracted) => {
            if (things.some((thing) => retracted.has(thing))) this.#forget(commons, onChanged)
          },
          () => undefined,
        )
    })
    this.#views.on('restarted', () => this.#known.clear())
  }

  /** Things with at least one record that asks; those without anybody who may ask have an empty list. */
  async in(commons: CommonsId): Promise<Known> {
    const known = this.#known.get(commons) ?? this.#read(commons)
    if (!this.#known.has(commons)) known.catch(() => this.#known.delete(commons))
    this.#known.set(commons, known)
    return known
  }

  async of(commons: CommonsId, thing: RecordId): Promise<readonly Retraction[]> {
    return (await this.in(commons)).get(thing) ?? []
  }

  async isRetracted(commons: CommonsId, thing: RecordId): Promise<boolean> {
    return (await this.of(commons, thing)).length > 0
  }

  #forget(commons: CommonsId, onChanged: (commons: CommonsId) => void): void {
    this.#known.delete(commons)
    onChanged(commons)
  }

  async #read(commons: CommonsId): Promise<Known> {
    const asked = new Map<RecordId, RetractionRecordOf[]>()
    for (const statement of await this.#views.statements(commons, ['retraction'])) {
      const about = (statement.record.body as { about: RecordId }).about
      asked.set(about, [...(asked.get(about) ?? []), recordOf(statement)])
    }
    const known = new Map<RecordId, readonly Retraction[]>()
    for (const [thing, records] of asked)
      known.set(thing, standingRetractions(thing, await this.#views.history(thing), records))
    return known
  }
}

function recordOf({ id, author, record }: Statement): RetractionRecordOf {
  const { note, withdrawn } = record.body as { note?: string; withdrawn?: true }
  const { clock, after = [] } = record
  return { id, author, stamp: clock, after, note: note ?? null, withdrawn: withdrawn === true }
}
