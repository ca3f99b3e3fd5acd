import type { DraftChange, DraftPassage } from '@allmende/drafts'
import { type Credit, MAX_MENTIONS, type PersonId, shortId } from '@allmende/vocabulary'

type Wrote = { readonly person: PersonId; readonly guest?: string; readonly characters: number }

/** What a draft tells of who made it. */
export type Written = {
  /** The text as it is now, in passages. */
  readonly passages: readonly DraftPassage[]
  readonly history: readonly DraftChange[]
  /** The change up to which all is what the draft took over from a version of a good: the words of others. */
  readonly begun: string | null
}

/**
 * Everybody who wrote in a draft, by what is there of them now: most characters first, then those of whom nothing stands
 * in the text, who set fields or lines, took out, or were written over. Guests stand for themselves.
 */
export function writersOf({ passages, history, begun }: Written): Wrote[] {
  const taken = changesUpTo(history, begun)
  const found = new Map<string, Wrote>()
  const add = ({ author, guest }: { author: PersonId; guest?: string }, characters: number) => {
    const key = guest === undefined ? author : `${author} ${guest}`
    const before = found.get(key)?.characters ?? 0
    found.set(key, {
      person: author,
      ...(guest === undefined ? {} : { guest }),
      characters: before + characters,
    })
  }
  for (const passage of passages)
    if (!taken.has(passage.hash)) add(passage, passage.text.replaceAll(/\s/g, '').length)
  // Taking over what was there, with its fields and lines, is no writing.
  const opener = history.find(({ hash }) => taken.has(hash))?.session
  for (const change of history) if (!taken.has(change.hash) && change.session !== opener) add(change, 0)
  return [...found.values()].toSorted((a, b) => b.characters - a.characters)
}

function changesUpTo(history: readonly DraftChange[], begun: string | null): Set<string> {
  const end = history.findIndex(({ hash }) => hash === begun)
  return new Set(history.slice(0, end + 1).map(({ hash }) => hash))
}

/**
 * Credits of a version with those who wrote the draft among them: whose words stand in it as authors, the others as
 * contributors. Nobody is taken off; who is there already keeps their roles and gets the new one. A guest has a name and no account.
 */
export function creditsFor(
  before: readonly Credit[],
  writers: readonly Wrote[],
  names: ReadonlyMap<string, string>,
): Credit[] {
  const credits = [...before]
  for (const { person, guest, characters } of writers) {
    const role = characters > 0 ? ('author' as const) : ('contributor' as const)
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
