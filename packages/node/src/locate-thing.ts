import type { Thing } from '@allmende/views'
import {
  type CommonsLink,
  isAllmendeError,
  isRecordId,
  placeOf,
  type RecordId,
  shortId,
  type ThingLink,
} from '@allmende/vocabulary'
import type { OpenCommons } from './commons-book.ts'
import type { ActionContext } from './contract.ts'
import { fail } from './errors.ts'
import type { Parts } from './parts.ts'
import { readingLink } from './reading-link.ts'
import type { WaitPolicy } from './patience.ts'
import { arrival } from './wait-for-peers.ts'

/** A thing and the commons it is in. */
export type Located = { readonly commons: OpenCommons; readonly thing: Thing }

const LINK = /allmende:/i

/** Whether a text is meant as a link (and not as an id or a title). */
export function looksLikeLink(reference: string): boolean {
  return LINK.test(reference)
}

/**
 * Finds a thing by link, id, unambiguous beginning or short form of an id, or exact title among `kinds`. A link to a commons that isn't here opens
 * it for reading; then this waits for somebody who has the thing, as `policy` says.
 * Throws THING_UNKNOWN, THING_AMBIGUOUS, NO_HOLDER and the LINK_… errors.
 */
export async function locateThing(
  parts: Parts,
  reference: string,
  context: ActionContext,
  policy: WaitPolicy = { wait: false },
  kinds: readonly string[] = ['good', 'draft'],
): Promise<Located> {
  if (looksLikeLink(reference)) return byLink(parts, readingLink(reference), context, policy)
  const thing = isRecordId(reference)
    ? await parts.views.show(reference)
    : await byWords(parts, reference, kinds)
  const commons = thing && parts.book.get(thing.commons)
  if (!thing || !commons) throw fail('THING_UNKNOWN', { found: reference })
  return { commons, thing }
}

/**
 * Finds a good, or a draft: a draft and what it was published as mostly have one title, and only one of them is meant. What is something
 * else is told as that. Throws THING_KIND, and as above.
 */
export async function locateKind(
  parts: Parts,
  reference: string,
  kind: 'good' | 'draft',
  context: ActionContext = {},
): Promise<Located> {
  const located = await locateThing(parts, reference, context, { wait: false }, [kind]).catch(
    (error: unknown) => {
      if (!isAllmendeError(error) || error.code !== 'THING_UNKNOWN') throw error
      return locateThing(parts, reference, context)
    },
  )
  if (located.thing.kind !== kind) throw fail('THING_KIND', { expected: kind, found: located.thing.kind })
  return located
}

async function byLink(
  parts: Parts,
  link: CommonsLink | ThingLink,
  context: ActionContext,
  policy: WaitPolicy,
): Promise<Located> {
  if (link.type !== 'thing')
    throw fail('THING_KIND', { expected: 'link to a good or a draft', found: 'link to a commons' })
  const commons = await parts.book.addReader(link, placeOf(link.thing).log)
  const { log } = placeOf(link.thing)
  await arrival(parts, commons, log, `this ${link.kind}`, context, policy, () => parts.views.show(link.thing))
  const thing = await parts.views.show(link.thing)
  if (!thing) throw fail('THING_UNKNOWN', { found: link.thing })
  return { commons, thing }
}

async function byWords(parts: Parts, words: string, kinds: readonly string[]): Promise<Thing | null> {
  const wanted = words.trim().toLowerCase()
  const fitting = new Map<RecordId, string>()
  for (const kind of kinds) {
    const { items } = await parts.views.list({ kind, limit: 200 })
    const exact = items.filter(
      ({ id, title }) =>
        title.toLowerCase() === wanted ||
        shortId(id) === wanted ||
        (wanted.length >= 4 && id.startsWith(wanted)),
    )
    for (const { id, title } of exact) fitting.set(id, title)
  }
  if (fitting.size === 0) {
    const { results } = await parts.views.find({ words, limit: 50 })
    for (const { id, kind, title } of results)
      if (kinds.includes(kind) && title.toLowerCase() === wanted) fitting.set(id, title)
  }
  if (fitting.size > 1) {
    const which = [...fitting].map(([id, title]) => `${title} (${id})`).join(', ')
    throw fail('THING_AMBIGUOUS', { found: words, which })
  }
  const [id] = fitting.keys()
  return id === undefined ? null : parts.views.show(id)
}
