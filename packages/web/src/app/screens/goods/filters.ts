import type { FindRequest } from '@allmende/api/client'
import { createStore } from '../../state/store.ts'

/** What the goods are looked through for. Stays while one looks at one of them and comes back. */
export type Filters = {
  readonly words: string
  readonly commons: string
  readonly type: string
  readonly licence: string
  readonly tag: string
  readonly builtByOthers: boolean
  readonly order: 'relevance' | 'alive' | 'newest'
}

export const NO_FILTERS: Filters = {
  words: '',
  commons: '',
  type: '',
  licence: '',
  tag: '',
  builtByOthers: false,
  order: 'relevance',
}

export const filters = createStore<Filters>(NO_FILTERS)

/** How many are asked for at once: some more than a window shows, as each of them costs time at every letter. */
export const PAGE = 40

export function requestFor(wanted: Filters, page: number): FindRequest {
  const { words, commons, type, licence, tag, builtByOthers, order } = wanted
  return {
    kind: 'good',
    limit: PAGE,
    offset: page * PAGE,
    ...(words.trim() !== '' && { words: words.trim() }),
    ...(commons !== '' && { commons }),
    ...(type !== '' && { type }),
    ...(licence !== '' && { licence }),
    ...(tag !== '' && { tag }),
    ...(builtByOthers && { builtByOthers }),
    // Without words nothing is more fitting than anything else: then what is alive comes first.
    order: order === 'relevance' && words.trim() === '' ? 'alive' : order,
  }
}

/** The pages that the rows `first` to `last` lie in, when a row has `columns` cards. */
export function pagesOf(first: number, last: number, columns: number): number[] {
  const from = Math.floor((first * columns) / PAGE)
  const to = Math.floor((Math.max(first, last) * columns + columns - 1) / PAGE)
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
