import type { Channel, EditorState, LiveEvent } from '../editor/contract.ts'
import { openEditor } from '../editor/open-editor.ts'
import type { GuestApi } from './api.ts'
import { h } from './dom.ts'
import type { Opened } from './guest.ts'
import { Marking } from './marking.ts'
import { peopleWords } from './people-words.ts'
import { Suggesting } from './suggesting.ts'
import type { Words } from './words.ts'

/** The draft, live, with who else is here. */
export function showDraft(main: HTMLElement, api: GuestApi, opened: Opened, words: Words): void {
  const { right } = opened
  if (right === 'suggest') return void new Suggesting(main, api, words).begin()
  const state = h('p', { class: 'state', role: 'status' }, words.opening)
  const people = h('p', { class: 'people', 'aria-live': 'polite' }, words.alone)
  const place = h('div', { class: 'editor' })
  const marking = new Marking(api, words)
  const bar = h('div', { class: 'bar' }, people, state)
  main.replaceChildren(bar, ...(right === 'edit' ? [marking.bar] : []), place)
  main.classList.add('writing')
  const editor = openEditor(place, {
    connect: channelOver(api),
    right,
    label: words.text,
    nonce: document.querySelector<HTMLMetaElement>('meta[name=nonce]')?.content ?? '',
    onState: (now) => {
      state.className = `state ${now.state}`
      state.textContent = stateWords(now, words)
      // What it says there, how long and what for, is true no longer.
      if (now.state !== 'ended') return
      document.querySelector('header p')?.remove()
      marking.end()
    },
    onSelect: (selected) => marking.select(selected),
    ...(right === 'edit' && { onStyle: (name) => marking.press(name) }),
    onChange: () => marking.changed(),
    onTitle: (title) => void (document.title = title),
    onPeople: (all) => void (people.textContent = peopleWords(all, words)),
  })
  marking.in(editor)
  editor.focus()
}

function stateWords(now: EditorState, words: Words): string {
  if (now.state === 'ended') return now.unsaved ? `${words.ended} ${words.unsaved}` : words.ended
  return words[now.state]
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
