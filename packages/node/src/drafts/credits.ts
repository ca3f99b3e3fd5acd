import type { DraftChange, DraftPartAuthor, DraftPassage } from '@allmende/drafts'
import { type Credit, MAX_MENTIONS, type PersonId, shortId } from '@allmende/vocabulary'

type Wrote = {
  readonly person: PersonId
  readonly guest?: string
  readonly characters: number
  /** Lines, values of lines and files that stand beside the text. */
  readonly places: number
}

/** What a draft tells of who made it. */
export type Written = {
  /** The text as it is now, in passages. */
  readonly passages: readonly DraftPassage[]
  /** Who set the lines and files that stand beside it. */
  readonly places: readonly DraftPartAuthor[]
  readonly history: readonly DraftChange[]
  /** The changes up to which text, and what is beside it, are what the draft took over from a version of a good: the words of others. */
  readonly begun: string | null
  readonly taken: string | null
}

/**
 * Everybody who wrote in a draft, by what is there of them now: most characters of the text first, then most lines and files,
 * then those of whom nothing stands there, who set fields, took out, or were written over. Guests stand for themselves.
 */
export function writersOf({ passages, places, history, begun, taken }: Written): Wrote[] {
  const text = takenOver(history, begun)
  const beside = takenOver(history, taken)
  // Of a draft from before it was noted: all of the session that took over the text.
  const opener = taken === null ? history.find(({ hash }) => text.has(hash))?.session : undefined
  if (opener !== undefined) for (const { hash, session } of history) if (session === opener) beside.add(hash)
  const found = new Map<string, Wrote>()
  const add = (
    { author, guest }: { author: PersonId; guest?: string },
    more: { characters?: number; places?: number } = {},
  ) => {
    const key = guest === undefined ? author : `${author} ${guest}`
    const before = found.get(key)
    found.set(key, {
      person: author,
      ...(guest === undefined ? {} : { guest }),
      characters: (before?.characters ?? 0) + (more.characters ?? 0),
      places: (before?.places ?? 0) + (more.places ?? 0),
    })
  }
  for (const passage of passages)
    if (!text.has(passage.hash)) add(passage, { characters: passage.text.replaceAll(/\s/g, '').length })
  for (const place of places) if (!beside.has(place.hash)) add(place, { places: 1 })
  for (const change of history) if (!text.has(change.hash) && !beside.has(change.hash)) add(change)
  return [...found.values()].toSorted((a, b) => b.characters - a.characters || b.places - a.places)
}

/** Of the session that took over, up to this change: what others wrote meanwhile is theirs. */
function takenOver(history: readonly DraftChange[], end: string | null): Set<string> {
  const last = history.find(({ hash }) => hash === end)
  if (!last) return new Set()
  const up = history.slice(0, history.indexOf(last) + 1)
  return new Set(up.filter(({ session }) => session === last.session).map(({ hash }) => hash))
}

/**
 * Credits of a version with those who wrote the draft among them: whose words, lines or files stand in it as authors, the
 * others as contributors. Nobody is taken off; who is there already keeps their roles and gets the new one. A guest has a name and no account.
 */
export function creditsFor(
  before: readonly Credit[],
  writers: readonly Wrote[],
  names: ReadonlyMap<string, string>,
): Credit[] {
  const credits = [...before]
  for (const { person, guest, characters, places } of writers) {
    const role = characters + places > 0 ? ('author' as const) : ('contributor' as const)
    const at = credits.findIndex((one) =>
      guest === undefined ? one.person === person : one.person === undefined && one.name === guest,
    )
    const known = credits[at]
    if (known && (known.roles.includes(role) || known.roles.includes('author'))) continue
    if (known) credits[at] = { ...known, roles: [...known.roles, role] }
    else if (credits.length < MAX_MENTIONS)
      credits.push(
        guest === undefined
          ? { name: names.get(person) ?? shortId(person), roles: [role], person }
          : { name: guest, roles: [role] },
      )
  }
  return credits
}
