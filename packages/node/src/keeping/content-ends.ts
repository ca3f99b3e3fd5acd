import { endsOf } from '@allmende/files'
import type { Needs } from '@allmende/rules'
import type { RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { Parts } from '../parts.ts'
import type { ContentVersion } from './content-of.ts'
import { contentOf } from './forget.ts'
import { filesOfVersion } from './fetch-version.ts'

/** Lists that are read for one answer: each takes a moment. Of what is left the whole cores count. */
const MOST_READ = 200
/** Answers kept: a version never changes. */
const MOST_KNOWN = 10_000

/** Where the files of versions end in their cores, from the lists that lie here; each is read once. */
export class ContentEnds {
  readonly #known = new Map<RecordId, Needs>()

  async of(
    parts: Parts,
    commons: OpenCommons,
    versions: readonly ContentVersion[],
  ): Promise<Map<RecordId, Needs>> {
    const found = new Map<RecordId, Needs>()
    let read = 0
    for (const version of versions) {
      const known =
        this.#known.get(version.id) ?? (read++ < MOST_READ ? await this.#read(parts, commons, version) : null)
      if (known) found.set(version.id, known)
    }
    return found
  }

  async #read(parts: Parts, commons: OpenCommons, { id, thing: of }: ContentVersion): Promise<Needs | null> {
    const thing = await parts.views.show(of)
    const list = thing && filesOfVersion(thing, id)
    const content = list && (await contentOf(parts, commons, list))
    if (!content) return null
    const ends = endsOf(content)
    if (this.#known.size < MOST_KNOWN) this.#known.set(id, ends)
    return ends
  }
}
