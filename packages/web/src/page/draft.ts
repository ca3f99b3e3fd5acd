import { h } from './dom.ts'
import type { Stage } from './page.ts'
import { applySplices, difference, type Splice } from './splices.ts'

type DraftEvent =
  | { type: 'text'; id: string; title: string; text: string; heads: string[] }
  | { type: 'change'; splices: Splice[]; heads: string[] }

const PAUSE_MS = 150

/**
 * A draft, edited live. The node is asked one thing at a time: while an edit of ours is on its way, what comes in is
 * kept back, since its positions are those of a text that doesn't have our edit yet.
 */
export async function showDraft(stage: Stage, id: string): Promise<void> {
  const area = h('textarea', { 'aria-label': 'Text of the draft', spellcheck: 'true' }) as HTMLTextAreaElement
  const title = h('h1', {}, 'Draft')
  const state = h('p', { class: 'soft', role: 'status' }, 'opening …')
  const path = `/v1/drafts/${encodeURIComponent(id)}`
  let shared: { text: string; heads: string[] } | null = null
  let sending = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const send = async (): Promise<void> => {
    if (sending || !shared || area.value === shared.text) return
    sending = true
    const sent = area.value
    state.textContent = 'saving …'
    try {
      const now = await stage.api.post<{ text: string; heads: string[] }>(`${path}/text`, {
        text: sent,
        heads: shared.heads,
      })
      take(area, sent, now.text)
      shared = now
      state.textContent = 'saved on this computer'
    } catch (error) {
      state.textContent = `not saved: ${error instanceof Error ? error.message : String(error)}`
    } finally {
      sending = false
    }
    if (shared && area.value !== shared.text) later()
  }
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void send(), PAUSE_MS)
  }
  area.addEventListener('input', later)
  stage.main.replaceChildren(title, state, area)
  await stage.api
    .stream<DraftEvent>(
      `${path}/follow`,
      (event) => {
        if (event.type === 'text') {
          title.textContent = event.title
          take(area, shared?.text ?? area.value, event.text)
          shared = { text: event.text, heads: event.heads }
          state.textContent = 'live: what others write appears here'
        } else if (shared && !sending) {
          const text = applySplices(shared.text, event.splices)
          take(area, shared.text, text)
          shared = { text, heads: event.heads }
        }
      },
      stage.signal,
    )
    .catch((error: unknown) => {
      if (!stage.signal.aborted) throw error
    })
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
