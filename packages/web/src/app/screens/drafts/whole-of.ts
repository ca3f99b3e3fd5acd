import { everyPage, type Paged, type PageRequest } from '@allmende/api/client'

/** Comments and suggestions stand at their passages in the text, so all of them are fetched: the last page with the entries of all. */
export async function wholeOf<
  Name extends string,
  Entry,
  Page extends Paged & { readonly [N in Name]: readonly Entry[] },
>(ask: (page: PageRequest) => Promise<Page>, name: Name): Promise<Page> {
  let last: Page | undefined
  const entries = await everyPage(
    async (page) => (last = await ask(page)),
    (page) => page[name],
  )
  return { ...last!, [name]: entries }
}
