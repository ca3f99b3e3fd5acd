import type { ActionContext } from '../contract.ts'
import { pageOf } from '@allmende/views'
import type { RecordId } from '@allmende/vocabulary'
import type { Keeping, PinInfo, PinSelector } from '../contract-keeping.ts'
import type { PageRequest } from '../contract-pages.ts'
import { fail } from '../errors.ts'
import { locateThing } from '../locate-thing.ts'
import { PAGE } from '../pages.ts'
import type { Parts } from '../parts.ts'
import { fetchVersion } from './fetch-version.ts'
import type { Pinned, PinnedContent } from './pinned.ts'
import type { PinTarget } from './pins.ts'

type Request<Method extends keyof Keeping> = Parameters<Keeping[Method]>[0]

/** What is meant, exactly one of the ways. Throws PIN_WHAT, and the errors of looking a good or a commons up. */
async function targetOf(parts: Parts, selector: PinSelector, context: ActionContext): Promise<PinTarget> {
  const { good, tag, commons, everything } = selector
  const given = [good, tag, commons, everything === true || undefined].filter((one) => one !== undefined)
  if (given.length !== 1) throw fail('PIN_WHAT', { found: String(given.length) })
  if (good !== undefined) {
    const { commons: where, thing } = await locateThing(parts, good, context, { wait: false }, ['good'])
    if (thing.kind !== 'good') throw fail('THING_KIND', { expected: 'good', found: thing.kind })
    return { what: 'good', commons: where.id, thing: thing.id }
  }
  if (tag !== undefined) return { what: 'tag', tag }
  if (commons !== undefined) return { what: 'commons', commons: parts.book.find(commons).id }
  return { what: 'everything' }
}

/**
 * Notes that something is to be here with all its files, newest versions that come later too, and fetches it now unless
 * that is left to the background. What nobody connected can send now stays wanted.
 */
export async function pin(
  parts: Parts,
  pinned: PinnedContent,
  { background, max, ...selector }: Request<'pin'>,
  context: ActionContext,
  byHand: Set<RecordId>,
): ReturnType<Keeping['pin']> {
  await parts.network.start()
  const target = await targetOf(parts, selector, context)
  if (target.what === 'good') await parts.keeping.pins.wantAgain(target.thing)
  const note = { target, since: parts.clock.now(), max: max ?? null }
  // Before it is noted: what is noted is fetched in the background, too, and what came there would not be told here.
  const before = background ? null : await pinned.of(note)
  const mine = before?.wanted.map(({ version }) => version.id) ?? []
  for (const id of mine) byHand.add(id)
  let fetched = 0
  try {
    await parts.keeping.pins.add(note)
    if (before !== null) fetched = await fetchAll(parts, before, context)
  } finally {
    for (const id of mine) byHand.delete(id)
  }
  return { ...(await pinInfo(parts, await pinned.of(note))), fetched }
}

async function fetchAll(parts: Parts, { wanted }: Pinned, context: ActionContext): Promise<number> {
  const total = wanted.reduce((sum, { version }) => sum + version.bytes, 0)
  let before = 0
  let fetched = 0
  for (const { commons, version } of wanted) {
    context.signal?.throwIfAborted()
    const onProgress: ActionContext['onProgress'] = ({ done }) =>
      context.onProgress?.({
        phase: 'fetching',
        done: before + done,
        total,
        unit: 'bytes',
        note: version.title,
      })
    try {
      fetched += await fetchVersion(parts, commons, version, { ...context, onProgress })
    } catch (error) {
      const { code = '' } = error as { code?: string }
      if (!code.endsWith('NO_HOLDER')) throw error
    }
    before += version.bytes
  }
  return fetched
}

/** What is here stays until it is forgotten. */
export async function unpin(
  parts: Parts,
  pinned: PinnedContent,
  selector: Request<'unpin'>,
  context: ActionContext,
): Promise<PinInfo> {
  const target = await targetOf(parts, selector, context)
  const found = parts.keeping.pins.get(target)
  if (!found) throw fail('PIN_NONE', { found: await nameOf(parts, target) })
  const info = await pinInfo(parts, await pinned.of(found))
  await parts.keeping.pins.remove(target)
  return info
}

/** What was pinned first comes first. */
export async function listPins(
  parts: Parts,
  pinned: PinnedContent,
  page: PageRequest = {},
): ReturnType<Keeping['listPins']> {
  const { items, ...next } = pageOf(await pinned.all(), page, {
    of: ['pins'],
    ...PAGE,
    key: ({ pin: { since, target } }) => [since, JSON.stringify(target)],
  })
  return { pins: await Promise.all(items.map((one) => pinInfo(parts, one))), ...next }
}

async function pinInfo(parts: Parts, { pin: note, goods, held, wanted, over }: Pinned): Promise<PinInfo> {
  const amount = (versions: readonly { bytes: number }[]) => ({
    versions: versions.length,
    bytes: versions.reduce((sum, { bytes }) => sum + bytes, 0),
  })
  const { target, since, max } = note
  return {
    what: target.what,
    name: await nameOf(parts, target),
    id: target.what === 'good' ? target.thing : target.what === 'commons' ? target.commons : null,
    since,
    max,
    goods,
    held: amount(held),
    missing: amount(wanted.map(({ version }) => version)),
    over: amount(over.map(({ version }) => version)),
  }
}

async function nameOf(parts: Parts, target: PinTarget): Promise<string> {
  if (target.what === 'good') return (await parts.views.show(target.thing))?.title ?? target.thing
  if (target.what === 'tag') return target.tag
  if (target.what === 'commons') return parts.book.get(target.commons)?.entry.name ?? target.commons
  return 'everything'
}
