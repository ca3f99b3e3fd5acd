import type { Session } from '../session.ts'

/** An id or link as it is; else the id of the one draft with that title, if there is one. */
export async function draftOf({ client }: Session, given: string): Promise<string> {
  // Ids and links have no spaces or capitals, so asking for the list is left out for most of them.
  if (given.startsWith('allmende:') || /^[a-z0-9]{4,}(\.\d+\.\d+)?$/.test(given)) {
    const drafts = given.includes('.') || given.includes(':') ? [] : await client.listDrafts({})
    if (!drafts.some(({ title }) => title === given)) return given
  }
  const titled = (await client.listDrafts({})).filter(
    ({ title }) => title.toLowerCase() === given.toLowerCase(),
  )
  return titled.length === 1 ? (titled[0]?.id ?? given) : given
}
