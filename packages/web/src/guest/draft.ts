import type { Channel, EditorState, HereInfo, LiveEvent } from '../editor/contract.ts'
import { openEditor } from '../editor/open-editor.ts'
import { nameOf } from '../editor/people.ts'
import type { GuestApi } from './api.ts'
import { h } from './dom.ts'
import type { Opened } from './guest.ts'
import type { Words } from './words.ts'

/** The draft, live, with who else is here. */
export function showDraft(main: HTMLElement, api: GuestApi, opened: Opened, words: Words): void {
  const state = h('p', { class: 'state', role: 'status' }, words.opening)
  const people = h('p', { class: 'people', 'aria-live': 'polite' }, words.alone)
  const place = h('div', { class: 'editor' })
  main.replaceChildren(h('div', { class: 'bar' }, people, state), place)
  main.classList.add('writing')
  openEditor(place, {
    connect: channelOver(api),
    right: opened.right,
    label: words.text,
    nonce: document.querySelector<HTMLMetaElement>('meta[name=nonce]')?.content ?? '',
    onState: (now) => {
      state.className = `state ${now.state}`
      state.textContent = stateWords(now, words)
      // What it says there, how long and what for, is true no longer.
      if (now.state === 'ended') document.querySelector('header p')?.remove()
    },
    onTitle: (title) => void (document.title = title),
    onPeople: (all) => void (people.textContent = peopleWords(all, words)),
  }).focus()
}

function stateWords(now: EditorState, words: Words): string {
  if (now.state === 'ended') return now.unsaved ? `${words.ended} ${words.unsaved}` : words.ended
  return words[now.state]
}

function peopleWords(all: readonly HereInfo[], words: Words): string {
  const names = [...new Set(all.map(nameOf))]
  if (names.length === 0) return words.alone
  return words.are(new Intl.ListFormat(document.documentElement.lang).format(names), names.length === 1)
}

function channelOver(api: GuestApi): Channel {
  return {
    follow({ client, table, version }, onEvent, signal) {
      const query = new URLSearchParams({ client })
      if (table !== undefined) query.set('table', table)
      if (version !== undefined) query.set('version', String(version))
      return api.stream<LiveEvent>(`/v1/guest/live?${query}`, onEvent, signal)
    },
    push: (request) => api.post('/v1/guest/updates', request),
    async point(request) {
      await api.post('/v1/guest/cursor', request)
    },
  }
}
