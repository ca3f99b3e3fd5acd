import type { RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { Parts } from '../parts.ts'

const PAGE = 200

/** Every good of a commons, the one that changed last first. */
export async function* goodsOf(parts: Parts, { id: commons }: OpenCommons): AsyncGenerator<RecordId> {
  let cursor: string | undefined
  do {
    const page = await parts.views.list({
      commons,
      kind: 'good',
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    })
    for (const { id } of page.items) yield id
    cursor = page.next
  } while (cursor !== undefined)
}
