import { isAllmendeError, type RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { ActionContext } from '../contract.ts'
import type { FilesCount } from '../contract-devices.ts'
import { fetchVersion } from '../keeping/fetch-version.ts'
import type { Parts } from '../parts.ts'

/** Own goods looked at for files that aren't here. */
const MAX_GOODS = 2_000

/** The newest version of a good of one's own, whose files aren't here whole. */
export type Elsewhere = {
  readonly commons: OpenCommons
  readonly thing: RecordId
  readonly id: RecordId
  readonly title: string
  readonly files: number
  readonly bytes: number
  /** Somebody who is connected says that they have them. */
  readonly held: boolean
}

export async function ownFilesElsewhere(parts: Parts): Promise<Elsewhere[]> {
  const found: Elsewhere[] = []
  for (const commons of parts.book.members()) {
    for await (const thing of ownGoods(parts, commons.id)) {
      const good = await parts.views.show(thing)
      const version = good?.versions.findLast((one) => one.files !== undefined)
      if (!good || !version?.files || version.files.count === 0) continue
      const { id } = version
      if (parts.holdings.here(commons.id, id)) continue
      const { count: files, bytes } = version.files
      const held = parts.sync.holders(id).length > 0
      found.push({ commons, thing, id, title: good.title, files, bytes, held })
    }
  }
  return found
}

/** Fetches what somebody who is connected has, one after the other. What fails is told as being elsewhere still. */
export async function fetchOwnFiles(parts: Parts, context: ActionContext): Promise<FilesCount> {
  const fetched: Elsewhere[] = []
  for (const one of await ownFilesElsewhere(parts)) {
    if (!one.held || context.signal?.aborted) continue
    try {
      await fetchVersion(parts, one.commons, one, context)
      fetched.push(one)
    } catch (error) {
      if (!isAllmendeError(error)) throw error
      parts.logger.info('files of one’s own could not be fetched', { good: one.thing, code: error.code })
    }
  }
  return countOf(fetched)
}

export function countOf(all: readonly Elsewhere[]): FilesCount {
  const sum = (of: (one: Elsewhere) => number): number => all.reduce((total, one) => total + of(one), 0)
  return { goods: all.length, files: sum(({ files }) => files), bytes: sum(({ bytes }) => bytes) }
}

async function* ownGoods(parts: Parts, commons: OpenCommons['id']) {
  const author = parts.logs.identity?.person
  let cursor: string | undefined
  let looked = 0
  do {
    const page = await parts.views.list({ kind: 'good', commons, author, limit: 200, cursor })
    for (const { id } of page.items) yield id
    looked += page.items.length
    cursor = page.next
  } while (cursor !== undefined && looked < MAX_GOODS)
}
