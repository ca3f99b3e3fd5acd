import { type DraftChange, difference } from '@allmende/drafts'
import type { AllmendeNode, DraftMoment } from '../contract.ts'
import { namesIn } from '../credits.ts'
import type { Parts } from '../parts.ts'
import { draftOf, withDraft } from './actions.ts'
import { changeNamed } from './deeds.ts'
import { besideChanges, toldChanges } from './diff-beside.ts'
import { Hands } from './hands.ts'
import { fileInfo, inOrder } from './show.ts'

/**
 * A draft as it was at a change of its history, and what was changed since an earlier one. It is the text that all changes up to it
 * make together, not what its author had before them: so one moment after the other only ever adds what is told of it.
 * Throws DRAFT_CHANGE_UNKNOWN.
 */
export async function draftAt(
  parts: Parts,
  request: Parameters<AllmendeNode['draftAt']>[0],
): Promise<DraftMoment> {
  const draft = await draftOf(parts, request.draft)
  const names = await namesIn(parts, draft.commons.id)
  return withDraft(parts, draft, async (handle) => {
    const history = await handle.history()
    const to = history.indexOf(changeNamed(history, request.change)) + 1
    const from = Math.min(to, firstTold(history, to, request.since))
    const [before, after] = [headsAfter(history, from), headsAfter(history, to)]
    const text = async (heads: readonly string[]) => (heads.length === 0 ? '' : handle.textAt(heads))
    const [old, now] = [await handle.partsAt(before), await handle.partsAt(after)]
    // What was set again since is somebody else's by now, and whose it was then isn't known.
    const then = new Set(history.slice(0, to).map(({ hash }) => hash))
    const hands = new Hands((await handle.partsBlame()).filter(({ hash }) => then.has(hash)))
    return {
      id: draft.id,
      title: draft.title,
      number: to,
      at: history[to - 1]?.at ?? 0,
      people: whoMade(history.slice(from, to), names),
      passages: passagesBetween(await text(before), await text(after)),
      fields: inOrder(now.fields),
      lines: now.lines.map((line, index) => ({ number: index + 1, ...line })),
      files: await Promise.all(now.files.map(({ path, content }) => fileInfo(draft.commons, path, content))),
      beside: toldChanges(besideChanges(old, now, hands), names),
    }
  })
}

/** How many changes are passed over. */
function firstTold(history: readonly DraftChange[], to: number, since: string | undefined): number {
  if (since === 'beginning') return 0
  return since === undefined ? to - 1 : history.indexOf(changeNamed(history, since)) + 1
}

/** The last change of each session: each of its changes rests on the one before. */
function headsAfter(history: readonly DraftChange[], count: number): string[] {
  return [...new Map(history.slice(0, count).map(({ session, hash }) => [session, hash])).values()]
}

function whoMade(changes: readonly DraftChange[], names: ReadonlyMap<string, string>): DraftMoment['people'] {
  const found = new Map<string, DraftMoment['people'][number]>()
  for (const { author, guest } of changes)
    found.set(`${author} ${guest ?? ''}`, {
      person: author,
      name: names.get(author) ?? null,
      ...(guest !== undefined && { guest }),
    })
  return [...found.values()]
}

function passagesBetween(before: string, after: string): DraftMoment['passages'] {
  const passages: DraftMoment['passages'][number][] = []
  const put = (what: 'same' | 'added' | 'removed', text: string): void => {
    if (text !== '') passages.push({ what, text })
  }
  let [old, now] = [0, 0]
  for (const { at, del, ins } of difference(before, after)) {
    put('same', after.slice(now, at))
    old += at - now
    put('removed', before.slice(old, old + del))
    put('added', ins)
    old += del
    now = at + ins.length
  }
  put('same', after.slice(now))
  return passages
}
