import type { Paged, PageRequest } from '@allmende/node'

/** All entries of a list that comes in pages: for whoever needs the whole of it. */
export async function everyPage<Page extends Paged, Entry>(
  ask: (page: PageRequest) => Promise<Page>,
  entriesOf: (page: Page) => readonly Entry[],
): Promise<Entry[]> {
  const all: Entry[] = []
  let after: string | undefined
  do {
    const page = await ask(after === undefined ? {} : { after })
    all.push(...entriesOf(page))
    after = page.next
  } while (after !== undefined)
  return all
}
