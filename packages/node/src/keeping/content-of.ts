import type { MirroredVersion } from '@allmende/rules'
import type { Thing, Views } from '@allmende/views'
import type { CommonsId, FileList, PersonId, RecordId } from '@allmende/vocabulary'
import type { Retractions } from './retractions.ts'

/** Kinds of things that have files. */
const WITH_FILES = ['good', 'build'] as const
const PAGE = 200

/** A version with files, the thing that it is a version of, and the cores that the files lie in. */
export type ContentVersion = MirroredVersion & { readonly thing: RecordId }

/** What is known of one person in one commons; things of which something new came are looked at again. */
type Listing = {
  readonly things: Map<RecordId, readonly ContentVersion[]>
  readonly dirty: Set<RecordId>
  whole: boolean
  reading: Promise<void> | null
}

/**
 * All versions with files of the goods and builds that are somebody's, whoever wrote the version, and those they wrote of
 * what is another's and they tend, but for what others were asked to forget. Read once, then kept up
 * by what changes: it is asked for at every status and at every statement of a keeper.
 */
export class ContentOf {
  readonly #views: Views
  readonly #retractions: Retractions
  readonly #listings = new Map<CommonsId, Map<PersonId, Listing>>()

  constructor(views: Views, retractions: Retractions) {
    this.#views = views
    this.#retractions = retractions
  }

  /** Begins to notice what changes. */
  start(): void {
    this.#views.on('changed', ({ commons, things, more }) => {
      for (const listing of this.#listings.get(commons)?.values() ?? []) {
        if (more) listing.whole = false
        for (const thing of things) listing.dirty.add(thing)
      }
    })
    this.#views.on('restarted', () => this.#listings.clear())
  }

  async of(commons: CommonsId, person: PersonId): Promise<readonly ContentVersion[]> {
    const people = this.#listings.get(commons) ?? new Map<PersonId, Listing>()
    this.#listings.set(commons, people)
    const listing = people.get(person) ?? { things: new Map(), dirty: new Set(), whole: false, reading: null }
    people.set(person, listing)
    // Once more for what changed when the last reading had just ended and wasn't over yet.
    while (listing.reading || !listing.whole || listing.dirty.size > 0) {
      listing.reading ??= this.#bringUp(commons, person, listing).finally(() => (listing.reading = null))
      await listing.reading
    }
    const retracted = await this.#retractions.in(commons)
    return [...listing.things].flatMap(([thing, versions]) =>
      (retracted.get(thing)?.length ?? 0) > 0 ? [] : versions,
    )
  }

  /** What comes while this reads is read as well: an answer must not be older than the question. */
  async #bringUp(commons: CommonsId, person: PersonId, listing: Listing): Promise<void> {
    while (!listing.whole || listing.dirty.size > 0) {
      if (!listing.whole) {
        listing.whole = true
        for (const id of await this.#idsOf(commons, person)) listing.dirty.add(id)
      }
      for (const id of listing.dirty) {
        listing.dirty.delete(id)
        const thing = await this.#views.show(id)
        const versions = thing && thing.commons === commons ? versionsOf(thing, person) : []
        if (versions.length > 0) listing.things.set(id, versions)
        else listing.things.delete(id)
      }
    }
  }

  async #idsOf(commons: CommonsId, author: PersonId): Promise<RecordId[]> {
    const ids: RecordId[] = []
    for (const kind of WITH_FILES) {
      let cursor: string | undefined
      do {
        const page = await this.#views.list({ commons, kind, author, limit: PAGE, cursor })
        ids.push(...page.items.map(({ id }) => id))
        cursor = page.next
      } while (cursor !== undefined)
    }
    return [...ids, ...(await this.#views.changedBy(commons, author))]
  }
}

/** All of what is somebody's own, whoever wrote the version; of what is another's those that they wrote, tending it. */
function versionsOf(thing: Thing, person: PersonId): ContentVersion[] {
  if (!(WITH_FILES as readonly string[]).includes(thing.kind)) return []
  const of = (id: RecordId, { bytes, cores }: FileList) => ({
    id,
    thing: thing.id,
    title: titleOf(thing),
    bytes,
    cores,
  })
  if (thing.kind === 'good')
    return thing.versions.flatMap(({ id, files, author }) =>
      files && (thing.author === person || author === person) ? [of(id, files)] : [],
    )
  if (thing.author !== person) return []
  const files = thing.fields['files'] as FileList | undefined
  return files ? [of(thing.id, files)] : []
}

function titleOf({ kind, title }: Thing): string {
  return title === '' ? `a ${kind}` : title
}
