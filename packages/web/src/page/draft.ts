import { Refused } from './api.ts'
import { h } from './dom.ts'
import type { Stage } from './page.ts'
import { applySplices, difference } from './splices.ts'

type DraftEvent =
  | { type: 'text'; id: string; title: string; text: string; heads: string[] }
  | { type: 'change'; heads: string[] }
  | { type: 'here' }

/** After the last key: a word mostly goes as one edit. */
const PAUSE_MS = 150
/** After a failure: the node may have been started anew meanwhile. */
const AGAIN_MS = 2_000

type Shared = { text: string; heads: readonly string[] }

/** A draft, edited live. */
export async function showDraft(stage: Stage, id: string): Promise<void> {
  const area = h('textarea', { 'aria-label': 'Text of the draft', spellcheck: 'true' }) as HTMLTextAreaElement
  const title = h('h1', {}, 'Draft')
  const state = h('p', { class: 'soft', role: 'status' }, 'opening …')
  const say = (text: string): void => void (state.textContent = text)
  const path = `/v1/drafts/${encodeURIComponent(id)}`
  const told = exchange(stage, path, area, say)
  stage.main.replaceChildren(title, state, area)
  while (!stage.signal.aborted) {
    const onEvent = (event: DraftEvent): void => {
      if (event.type === 'text') {
        title.textContent = event.title
        say('live: what others write appears here')
      }
      told(event)
    }
    await stage.api.stream<DraftEvent>(`${path}/follow`, onEvent, stage.signal).catch((error: unknown) => {
      if (error instanceof Refused && !stage.signal.aborted) throw error
    })
    say('the node doesn’t answer; what you write is kept here until it does')
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}

/**
 * Keeps the text area and the draft alike. The node is asked one thing at a time, and each answer is a text with the heads
 * it belongs to: what was typed goes there with the heads it was typed on, and what the node tells of changes is only a
 * sign to ask. Splices from the stream would have to be fitted between answers that may be older or newer than they
 * are, and a text that is not the one at its heads would be written back as an edit that nobody made.
 * @returns what is to be called with each event of the draft
 */
function exchange(
  { api, signal }: Stage,
  path: string,
  area: HTMLTextAreaElement,
  say: (text: string) => void,
): (event: DraftEvent) => void {
  let shared: Shared | null = null
  let stale = false
  let busy = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const write = async ({ heads }: Shared): Promise<void> => {
    const sent = area.value
    say('saving …')
    shared = await api.post<Shared>(`${path}/text`, { text: sent, heads })
    take(area, sent, shared.text)
    say('saved on this computer')
  }
  const read = async ({ text }: Shared): Promise<void> => {
    stale = false
    shared = await api.get<Shared>(`${path}/text`)
    take(area, text, shared.text)
  }
  const work = async (): Promise<void> => {
    clearTimeout(timer)
    if (busy) return
    busy = true
    try {
      // What was typed is written even if the person has gone elsewhere in the page by now.
      while (shared && ((stale && !signal.aborted) || area.value !== shared.text))
        await (area.value === shared.text ? read(shared) : write(shared))
    } catch (error) {
      say(`not saved: ${error instanceof Error ? error.message : String(error)}`)
      if (!signal.aborted) timer = setTimeout(() => void work(), AGAIN_MS)
    } finally {
      busy = false
    }
  }
  area.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void work(), PAUSE_MS)
  })
  signal.addEventListener('abort', () => void work())
  return (event) => {
    if (event.type === 'here') return
    if (event.type === 'text' && shared === null) {
      take(area, '', event.text)
      shared = { text: event.text, heads: event.heads }
    }
    stale = !alike(event.heads, shared?.heads ?? [])
    void work()
  }
}

function alike(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((head) => others.includes(head))
}

/** Puts what changed between two shared texts into the text area, which may have more typing in it, and keeps the caret. */
function take(area: HTMLTextAreaElement, before: string, after: string): void {
  const splice = difference(before, after)
  if (!splice) return
  const own = difference(before, area.value)
  const at = own && own.at <= splice.at ? splice.at + own.insert.length - own.remove : splice.at
  const { selectionStart, selectionEnd } = area
  const move = (caret: number): number =>
    caret <= at ? caret : Math.max(at, caret + splice.insert.length - splice.remove)
  area.value = applySplices(area.value, [{ ...splice, at }])
  area.setSelectionRange(move(selectionStart), move(selectionEnd))
}
