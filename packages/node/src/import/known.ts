import { sameValue } from '@allmende/rules'
import type { Thing } from '@allmende/views'
import type { CommonsId } from '@allmende/vocabulary'
import type { Parts } from '../parts.ts'
import { mayTend } from '../rights.ts'
import type { Candidate } from './candidate.ts'

/** What of a candidate is in the commons already. `foreign`: it is another person's, who alone can go on with it. */
export type Known = { readonly thing: Thing; readonly foreign: boolean }

/**
 * Finds the good that a candidate was brought in as before: by where it lies, or, of a publication, by its DOI, whoever
 * brought it in; one without DOI by all that it says.
 */
export async function knownAs(parts: Parts, commons: CommonsId, candidate: Candidate): Promise<Known | null> {
  const { publication, title } = candidate.fields
  if (publication?.DOI !== undefined) {
    const DOI = publication.DOI.toLowerCase()
    return published(parts, commons, DOI, (fields) => doiOf(fields) === DOI)
  }
  const note = candidate.key === '' ? undefined : parts.shared.at(candidate.key, commons)
  const thing = note && (await parts.views.show(note.good))
  if (thing && mayTend(parts, thing)) return { thing, foreign: false }
  if (publication === undefined || title === undefined) return null
  return published(
    parts,
    commons,
    title,
    (fields) => fields['title'] === title && sameValue(fields['publication'], publication),
  )
}

async function published(
  parts: Parts,
  commons: CommonsId,
  words: string,
  isIt: (fields: Thing['fields']) => boolean,
): Promise<Known | null> {
  const phrase = `"${words.replaceAll('"', ' ')}"`
  const { results } = await parts.views.find({ words: phrase, commons, kind: 'good', limit: 20 })
  for (const { id } of results) {
    const thing = await parts.views.show(id)
    if (thing && isIt(thing.fields)) return { thing, foreign: !mayTend(parts, thing) }
  }
  return null
}

function doiOf(fields: Thing['fields']): string | undefined {
  const publication = fields['publication'] as { DOI?: unknown } | undefined
  return typeof publication?.DOI === 'string' ? publication.DOI.toLowerCase() : undefined
}
