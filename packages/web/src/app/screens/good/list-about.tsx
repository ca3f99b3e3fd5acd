import { type ReactNode, useState } from 'react'
import type { ThingInfo, ThingListEntries, ThingListName, ThingListPage } from '@allmende/api/client'
import { More, MoreButton } from '../../parts/more.tsx'
import { usePages } from '../../state/pages.ts'

type Entries<List extends ThingListName> = readonly ThingListEntries[List][]

/**
 * What others wrote about a good, and below it a button for more of it. Until that is pressed, the entries are those that came with
 * the good; from then on the list is one of its own, from its beginning, in pages as long as they were.
 */
export function ListAbout<List extends ThingListName>({
  thing,
  list,
  first,
  children,
}: {
  readonly thing: ThingInfo
  readonly list: List
  readonly first: Entries<List>
  readonly children: (entries: Entries<List>) => ReactNode
}) {
  const [open, setOpen] = useState(false)
  const pages = usePages<ThingListPage>(
    ['thing', thing.id, list],
    (client, page) => client.listAbout({ thing: thing.id, list, limit: first.length, ...page }),
    { enabled: open },
  )
  const more = (): void => {
    setOpen(true)
    void pages.refetch().then(() => pages.fetchNextPage())
  }
  const entries = pages.data?.pages.flatMap((page) => page.entries as Entries<List>) ?? first
  const waits = thing.lists[list].next !== undefined && pages.data === undefined
  return (
    <>
      {children(entries)}
      {waits ? <MoreButton busy={pages.isFetching} onMore={more} /> : <More of={pages} />}
    </>
  )
}
