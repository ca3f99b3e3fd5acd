import { h } from './dom.ts'
import type { Words } from './words.ts'

/** What became of one suggestion. */
export type Fate = {
  readonly title: string
  readonly state: 'open' | 'accepted' | 'partly' | 'declined' | 'withdrawn'
  readonly reason: string | null
  readonly pieces: number
  readonly accepted: number
  readonly declined: number
}

export function fateLine(fate: Fate, words: Words): HTMLElement {
  const { title, state, reason, pieces, accepted, declined } = fate
  // Of one passage the word alone says it all.
  const some = pieces > 1 && accepted + declined > 0
  const told = [words.fate[state], ...(some ? [words.answered(accepted, declined, pieces)] : [])].join(': ')
  return h(
    'li',
    {},
    h('span', {}, title),
    h('span', { class: `fate ${state}` }, told),
    ...(reason === null ? [] : [h('span', { class: 'soft' }, reason)]),
  )
}
