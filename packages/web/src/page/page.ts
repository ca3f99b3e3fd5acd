import { type Api, apiWith, Refused } from './api.ts'
import { h } from './dom.ts'
import { showDraft } from './draft.ts'
import { showHome } from './home.ts'
import { addressOf, type Place, placeFrom, tokenFrom } from './place.ts'
import { sentence, type Status } from './status.ts'
import { showThing } from './thing.ts'

/** What a view gets: where to draw, whom to ask, how to link, and a signal that ends it when the person goes elsewhere. */
export type Stage = {
  readonly main: HTMLElement
  readonly api: Api
  readonly link: (place: Place) => string
  readonly signal: AbortSignal
  /** Called again, gathered, whenever something happened. */
  readonly onChange: (redraw: () => Promise<void>) => void
}

const REDRAW_MS = 150
const RETRY_MS = 2_000

const main = document.querySelector<HTMLElement>('#main') as HTMLElement
const state = document.querySelector<HTMLElement>('#state') as HTMLElement
const token = tokenFrom(location.hash)
let changed: () => void = () => undefined
let leave = new AbortController()

if (token === null) explainToken()
else {
  const api = apiWith(token)
  document.querySelector('#home')?.setAttribute('href', addressOf({ view: 'home' }, token))
  window.addEventListener('hashchange', () => void show(api))
  void show(api)
  void listen(api)
}

async function show(api: Api): Promise<void> {
  leave.abort()
  leave = new AbortController()
  const { signal } = leave
  const place = placeFrom(location.hash)
  const stage: Stage = {
    main,
    api,
    signal,
    link: (to) => addressOf(to, token ?? ''),
    onChange: (redraw) => {
      changed = gathered(() => (signal.aborted ? Promise.resolve() : attempt(redraw)))
    },
  }
  changed = () => undefined
  await attempt(() => {
    if (place.view === 'home') return showHome(stage)
    return place.view === 'thing' ? showThing(stage, place.id) : showDraft(stage, place.id)
  })
}

/** Runs what may be refused, and says in the page what was refused and what to do. */
async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Refused)) {
      if (error instanceof TypeError) return
      throw error
    }
    if (error.code.startsWith('TOKEN')) explainToken()
    else
      main.replaceChildren(
        h('p', { class: 'warn', role: 'alert' }, error.message),
        h('p', {}, error.hint ?? ''),
      )
  }
}

function explainToken(): void {
  state.textContent = 'not connected'
  const how =
    'This page needs the address with the key that the node prints when it starts. Run this and open what it shows:'
  main.replaceChildren(h('p', {}, how), h('code', { class: 'block' }, 'allmende status'))
}

/** Follows the node's events for as long as the page is open; says so while the node is away, and takes up again. */
async function listen(api: Api): Promise<void> {
  for (;;) {
    try {
      await refreshState(api)
      changed()
      const again = gathered(() => refreshState(api).catch(() => undefined))
      await api.stream('/v1/events', () => (again(), changed()), new AbortController().signal)
    } catch (error) {
      if (error instanceof Refused && error.code.startsWith('TOKEN')) return explainToken()
    }
    state.textContent = 'the node doesn’t answer: is it still running? (allmende start)'
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

async function refreshState(api: Api): Promise<void> {
  state.textContent = sentence(await api.get<Status>('/v1/status'))
}

/** Many calls in a short time become one. */
function gathered(work: () => Promise<unknown>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined
      void work()
    }, REDRAW_MS)
  }
}
