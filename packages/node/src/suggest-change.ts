import type { ActionContext, SuggestRequest, SuggestResult } from './contract.ts'
import { fail } from './errors.ts'
import { locateGood } from './fork-good.ts'
import { type Located, locateThing } from './locate-thing.ts'
import type { Parts } from './parts.ts'
import { mustBeMember } from './rights.ts'

/**
 * Offers the newest version of a fork to those who tend the original. Anybody may: whoever answers decides what comes of
 * it. Throws NO_ORIGINAL, ORIGINAL_UNKNOWN, SUGGEST_OWN, SUGGEST_ELSEWHERE, SUGGEST_NOTHING.
 */
export async function suggestChange(
  parts: Parts,
  request: SuggestRequest,
  context: ActionContext = {},
): Promise<SuggestResult> {
  const fork = await locateGood(parts, request.fork, context)
  const target =
    request.to === undefined ? await originalOf(parts, fork) : await locateGood(parts, request.to, context)
  const offers = fork.thing.versions.at(-1)?.id ?? fork.thing.id
  if (target.thing.id === fork.thing.id) throw fail('SUGGEST_OWN')
  if (target.commons.id !== fork.commons.id) throw fail('SUGGEST_ELSEWHERE', { title: target.thing.title })
  if (target.thing.versions.some(({ merges }) => merges.includes(offers)))
    throw fail('SUGGEST_NOTHING', { title: target.thing.title })
  mustBeMember(target.commons, 'suggesting')
  const words = await parts.writer.ensureIdentity()
  const id = await parts.writer.write(target.commons, {
    kind: 'suggestion',
    body: {
      about: target.thing.id,
      title: request.title,
      ...(request.text === undefined ? {} : { text: request.text }),
      offers,
    },
  })
  return {
    id,
    about: target.thing.id,
    aboutTitle: target.thing.title,
    offers,
    title: request.title,
    ...(words === undefined ? {} : { words }),
  }
}

/** The good that a fork was made from. Throws NO_ORIGINAL, ORIGINAL_UNKNOWN. */
export async function originalOf(parts: Parts, { thing }: Located): Promise<Located> {
  const { derivedFrom, title } = thing
  if (derivedFrom === undefined) throw fail('NO_ORIGINAL', { title })
  const origin = thing.fields['origin']
  const known = await parts.views.show(derivedFrom)
  if (known) {
    const commons = parts.book.get(known.commons)
    if (commons) return { commons, thing: known }
  }
  // Of another public commons: the fork itself says where.
  if (typeof origin === 'string') return locateThing(parts, origin, {})
  throw fail('ORIGINAL_UNKNOWN', { title, found: derivedFrom })
}
