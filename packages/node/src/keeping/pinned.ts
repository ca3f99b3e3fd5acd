import type { ListQuery, Views } from '@allmende/views'
import { type CommonsId, type RecordId } from '@allmende/vocabulary'
import { isStarter } from '../commons-file.ts'
import type { Parts } from '../parts.ts'
import type { Wanted } from './collector.ts'
import type { ContentVersion } from './content-of.ts'
import type { Pin, PinTarget } from './pins.ts'

const PAGE = 200

/** What a pin comes to now. */
export type Pinned = {
  readonly pin: Pin
  readonly goods: number
  readonly held: readonly ContentVersion[]
  /** Still to be fetched, the newest good first. */
  readonly wanted: readonly Wanted[]
  /** Left out, since its limit is reached. */
  readonly over: readonly Wanted[]
}

type Newest = { readonly commons: CommonsId; readonly version: ContentVersion | null }

/** The newest versions with files of what is pinned. Looked up once, then again for what changes. */
export class PinnedContent {
  readonly #parts: Parts
  readonly #newest = new Map<RecordId, Newest | null>()
  readonly #targets = new Map<string, readonly RecordId[]>()
  #seen = -1

  constructor(parts: Parts) {
    this.#parts = parts
  }

  start(): void {
    const { views } = this.#parts
    views.on('changed', ({ things, more, kinds }) => {
      if (kinds.includes('good')) this.#targets.clear()
      if (more) this.#newest.clear()
      for (const thing of things) this.#newest.delete(thing)
    })
    views.on('restarted', () => {
      this.#targets.clear()
      this.#newest.clear()
    })
  }

  async all(): Promise<Pinned[]> {
    const { pins } = this.#parts.keeping
    if (this.#seen !== pins.changes) this.#targets.clear()
    this.#seen = pins.changes
    return Promise.all(pins.list().map((pin) => this.of(pin)))
  }

  async of(pin: Pin): Promise<Pinned> {
    const { holdings, book, keeping } = this.#parts
    const held: ContentVersion[] = []
    const wanted: Wanted[] = []
    const over: Wanted[] = []
    const goods = await this.#goodsOf(pin.target)
    let left = pin.max ?? Infinity
    const missing: Wanted[] = []
    for (const id of goods) {
      const newest = await this.#newestOf(id)
      const commons = newest && book.get(newest.commons)
      if (!commons || !newest.version) continue
      if (holdings.here(commons.id, newest.version.id)) {
        held.push(newest.version)
        left -= newest.version.bytes
      } else if (pin.target.what === 'good' || !keeping.pins.isForgotten(id))
        missing.push({ commons, version: newest.version })
    }
    for (const one of missing) {
      const fits = one.version.bytes <= left
      if (fits) left -= one.version.bytes
      ;(fits ? wanted : over).push(one)
    }
    return { pin, goods: goods.length, held, wanted, over }
  }

  async #goodsOf(target: PinTarget): Promise<readonly RecordId[]> {
    if (target.what === 'good') return [target.thing]
    const key = JSON.stringify(target)
    const known = this.#targets.get(key)
    if (known) return known
    const found: RecordId[] = []
    for (const commons of this.#commonsOf(target)) {
      const tag = target.what === 'tag' ? target.tag : undefined
      found.push(...(await idsOf(this.#parts.views, { kind: 'good', commons, tag, limit: PAGE })))
    }
    this.#targets.set(key, found)
    return found
  }

  /** The starter lies whole on every computer that has it. */
  #commonsOf(target: PinTarget): CommonsId[] {
    if (target.what === 'commons') return [target.commons]
    return this.#parts.book.members().flatMap(({ id, entry }) => (isStarter(entry) ? [] : [id]))
  }

  async #newestOf(id: RecordId): Promise<Newest | null> {
    const known = this.#newest.get(id)
    if (known !== undefined) return known
    const thing = await this.#parts.views.show(id)
    const last = thing?.versions.findLast(({ files }) => files !== undefined)
    const version = last?.files &&
      thing && {
        id: last.id,
        thing: thing.id,
        title: thing.title,
        bytes: last.files.bytes,
        cores: last.files.cores,
      }
    const newest = thing ? { commons: thing.commons, version: version || null } : null
    this.#newest.set(id, newest)
    return newest
  }
}

async function idsOf(views: Views, query: ListQuery): Promise<RecordId[]> {
  const ids: RecordId[] = []
  let cursor: string | undefined
  do {
    const page = await views.list({ ...query, cursor })
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.next
  } while (cursor !== undefined)
  return ids
}
