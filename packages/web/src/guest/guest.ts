import { Refused } from '../editor/contract.ts'
import { GuestApi } from './api.ts'
import { h } from './dom.ts'
import { showDraft } from './draft.ts'
import { wordsFor } from './words.ts'

/** What the link opens. */
export type Opened = {
  readonly what: 'draft' | 'good'
  readonly title: string
  readonly host: string
  readonly right: 'view' | 'suggest' | 'edit'
  /** ms since the epoch */
  readonly until: number
}

const PASS = 'allmende-guest'
const MAX_NAME = 40
/** Loaded for a good only: who writes in a draft needs none of it, and what shows a good none of the editor. */
const GOOD_SCRIPT = '/guest-good.js'

const { language, words } = wordsFor(navigator.languages)
document.documentElement.lang = language
const main = document.querySelector('main') ?? document.body
void begin()

/** The secret stands in the fragment, which is never sent. From a QR code it may come in capitals. */
async function begin(): Promise<void> {
  const secret = location.hash.slice(1).toLowerCase()
  if (!/^[a-z0-9]{10,100}$/.test(secret)) return tell(words.noSecret)
  tell(words.opening)
  try {
    const api = new GuestApi(secret)
    const opened = await api.get<Opened>('/v1/guest')
    head(opened)
    if (opened.what === 'good') {
      const { showGood } = (await import(GOOD_SCRIPT)) as typeof import('./good.ts')
      await showGood(main, api, words)
      await untilClosed(api)
    } else await enter(api, secret, opened)
  } catch (error) {
    if (error instanceof Refused) tell(words.ended)
    else tell(words.notReached, again())
  }
}

const LOOK_MS = 3_000
/** A phone that walks around loses its network for a moment. */
const MOST_MISSED = 3

/** What was shown to a guest goes when it is closed: a phone that lies on a table shows it no longer. */
async function untilClosed(api: GuestApi): Promise<void> {
  for (let missed = 0; missed < MOST_MISSED;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    try {
      await api.get('/v1/guest')
      missed = 0
    } catch (error) {
      missed = error instanceof Refused ? MOST_MISSED : missed + 1
    }
  }
  document.querySelector('header')?.replaceChildren()
  document.title = 'Allmende'
  tell(words.gone, again())
}

function head({ title, host, right, until, what }: Opened): void {
  document.title = title
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(until)
  const told = [words.guestOf(host), ...(what === 'draft' ? [words[right]] : []), words.until(time)]
  document
    .querySelector('header')
    ?.replaceChildren(h('h1', {}, title), h('p', {}, told.join(' ')), h('p', { class: 'soft' }, words.plain))
}

async function enter(api: GuestApi, secret: string, opened: Opened): Promise<void> {
  const known = passFor(secret)
  if (known !== null) {
    const again = new GuestApi(known)
    const still = await again.get('/v1/guest/pass').then(
      () => true,
      () => false,
    )
    if (still) return showDraft(main, again, opened, words)
  }
  const input = h('input', {
    name: 'name',
    required: '',
    maxlength: String(MAX_NAME),
    autocomplete: 'given-name',
    autofocus: '',
  })
  const problem = h('p', { role: 'alert', class: 'problem' })
  const form = h(
    'form',
    { class: 'enter' },
    h('label', {}, words.name, input),
    h('button', { type: 'submit' }, words.enter),
    problem,
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    api
      .post<{ pass: string }>('/v1/guest/enter', { name: input.value.trim() })
      .then(({ pass }) => {
        keepPass(secret, pass)
        showDraft(main, new GuestApi(pass), opened, words)
      })
      .catch((error: unknown) => {
        problem.textContent = error instanceof Refused ? error.message : words.notReached
      })
  })
  main.replaceChildren(form)
  input.focus()
}

/** So that a page loaded again is the same guest. Gone with the tab. */
function passFor(secret: string): string | null {
  try {
    const [of, pass] = (sessionStorage.getItem(PASS) ?? '').split(' ')
    return of === secret && pass ? pass : null
  } catch {
    return null
  }
}

function keepPass(secret: string, pass: string): void {
  try {
    sessionStorage.setItem(PASS, `${secret} ${pass}`)
  } catch {
    // Without storage a page loaded again asks for the name again.
  }
}

function tell(text: string, ...more: HTMLElement[]): void {
  main.replaceChildren(h('p', { role: 'status' }, text), ...more)
}

function again(): HTMLElement {
  const button = h('button', { type: 'button' }, words.again)
  button.addEventListener('click', () => location.reload())
  return button
}
