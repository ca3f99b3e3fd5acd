import type { AllmendeClient, DraftEvent } from '@allmende/api/client'
import { saidOf } from '../../state/problem.ts'
import { applySplices, difference } from './splices.ts'

/** After the last key: a word mostly goes as one edit. */
const PAUSE_MS = 150
/** After a failure: the node may have been started anew meanwhile. */
const AGAIN_MS = 2_000

type Shared = { readonly text: string; readonly heads: readonly string[] }

export type DraftState = 'opening' | 'live' | 'saving' | 'saved' | 'away'

export type Exchange = {
  readonly client: AllmendeClient
  readonly draft: string
  readonly area: HTMLTextAreaElement
  /** Ends it; what was typed is still written. */
  readonly signal: AbortSignal
  readonly onState: (state: DraftState) => void
  readonly onProblem: (error: unknown) => void
}

/** Keeps a text area and a draft alike for as long as `signal` lets, through losses of the connection. */
export async function editLive(exchange: Exchange): Promise<void> {
  const { client, draft, signal, onState, onProblem } = exchange
  const told = keepAlike(exchange)
  while (!signal.aborted) {
    const onEvent = (event: DraftEvent): void => {
      if (event.type === 'text') onState('live')
      told(event)
    }
    try {
      await client.followDraft(draft, { onEvent, signal })
    } catch (error) {
      if (signal.aborted) return
      // Away is no refusal: the node may be starting again.
      if (saidOf(error).code !== 'NODE_GONE') return onProblem(error)
      onState('away')
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}

/**
 * The node is asked one thing at a time, and each answer is a text with the heads it belongs to: what was typed goes
 * there with the heads it was typed on, and what the node tells of changes is only a sign to ask. Splices from the stream
 * would have to be fitted between answers that may be older or newer than they are, and a text that is not the one at its
 * heads would be written back as an edit that nobody made.
 * @returns what is to be called with each event of the draft
 */
function keepAlike({ client, draft, area, signal, onState }: Exchange): (event: DraftEvent) => void {
  let shared: Shared | null = null
  let stale = false
  let busy = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const write = async ({ heads }: Shared): Promise<void> => {
    const sent = area.value
    onState('saving')
    shared = await client.editDraft({ draft, text: sent, heads })
    take(area, sent, shared.text)
    onState('saved')
  }
  const read = async ({ text }: Shared): Promise<void> => {
    stale = false
    shared = await client.draftText(draft)
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
    } catch {
      onState('away')
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
