import { everyPage } from '@allmende/api/client'
import type { Session } from '../session.ts'

const all = (client: Session['client']) =>
  everyPage(
    (page) => client.listDrafts(page),
    ({ drafts }) => drafts,
  )

/** An id or link as it is; else the id of the one draft with that title, if there is one. */
export async function draftOf({ client }: Session, given: string): Promise<string> {
  // Ids and links have no spaces or capitals, so asking for the list is left out for most of them.
  if (given.startsWith('allmende:') || /^[a-z0-9]{4,}\.\d+\.\d+$/.test(given)) return given
  const drafts = await all(client)
  const mayBeId = /^[a-z0-9]{4,}$/.test(given)
  if (mayBeId && !drafts.some(({ title }) => title === given)) return given
  const titled = drafts.filter(({ title }) => title.toLowerCase() === given.toLowerCase())
  return titled.length === 1 ? (titled[0]?.id ?? given) : given
}
