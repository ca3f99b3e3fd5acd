import { type LiveEvent, Refused } from '../editor/contract.ts'
import { type CopyEditor, openCopy } from '../editor/open-copy.ts'
import type { GuestApi } from './api.ts'
import { h } from './dom.ts'
import { type Fate, fateLine } from './fate.ts'
import { peopleWords } from './people-words.ts'
import type { Words } from './words.ts'

type Copy = { readonly text: string; readonly heads: readonly string[] }

const AGAIN_MS = 2_000
/** What became of it is asked for so often while something waits for an answer. */
const LOOK_MS = 4_000
const MAX_WHY = 200

/**
 * The draft as a copy to edit, with a line about why. As long as nothing is changed it follows the text; what others write after
 * that is brought together with it by the node, when it is sent.
 */
export class Suggesting {
  readonly #api: GuestApi
  readonly #words: Words
  readonly #state: HTMLElement
  readonly #people: HTMLElement
  readonly #said = h('p', { role: 'status', class: 'soft' })
  readonly #fates = h('ul', { class: 'fates', 'aria-live': 'polite' })
  readonly #sentBefore: HTMLElement
  readonly #why = h('input', { name: 'why', required: '', maxlength: String(MAX_WHY), autocomplete: 'off' })
  readonly #send: HTMLButtonElement
  readonly #editor: CopyEditor
  #copy: Copy = { text: '', heads: [] }
  /** What was sent last, until it was answered: sent once more, it is the same one. */
  #sent = { key: '', text: '', why: '' }
  #sending = false
  #ended = false
  /** The text at the node is another one than that of the copy. */
  #behind = false
  #refreshing: Promise<void> | null = null
  /** Something sent waits for an answer, or may. */
  #waits = true
  #shown = '[]'

  constructor(main: HTMLElement, api: GuestApi, words: Words) {
    this.#api = api
    this.#words = words
    this.#state = h('p', { class: 'state', role: 'status' }, words.opening)
    this.#people = h('p', { class: 'people', 'aria-live': 'polite' }, words.alone)
    this.#send = h('button', { type: 'submit', disabled: '' }, words.send)
    this.#sentBefore = h('section', { class: 'sent', hidden: '' }, h('h2', {}, words.sentBefore), this.#fates)
    const place = h('div', { class: 'editor' })
    const form = h('form', { class: 'offer' }, h('label', {}, words.why, this.#why), this.#send, this.#said)
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#suggest()
    })
    main.replaceChildren(h('div', { class: 'bar' }, this.#people, this.#state), place, form, this.#sentBefore)
    main.classList.add('writing')
    const nonce = document.querySelector<HTMLMetaElement>('meta[name=nonce]')?.content ?? ''
    this.#editor = openCopy(place, { label: words.text, nonce, onChange: () => this.#tell() })
  }

  /** Until the door is closed. */
  async begin(): Promise<void> {
    void this.#look()
    const client = crypto.getRandomValues(new Uint32Array(3)).join('-')
    while (!this.#ended)
      try {
        const never = new AbortController().signal
        const onEvent = (event: LiveEvent) => this.#take(event)
        await this.#api.stream(`/v1/guest/live?client=${client}`, onEvent, never)
      } catch (error) {
        if (error instanceof Refused && error.code === 'GUEST_CLOSED') return this.#end()
        this.#tellState('offline', this.#words.offline)
        await pause(AGAIN_MS)
      }
  }

  #take(event: LiveEvent): void {
    if (event.type === 'here') this.#people.textContent = peopleWords(event.people, this.#words)
    else {
      if (event.type === 'text') document.title = event.title
      this.#behind = true
      void this.#refresh()
    }
  }

  /** One at a time; what came meanwhile is fetched after it. */
  async #refresh(): Promise<void> {
    await this.#refreshing
    if (!this.#behind || this.#touched || this.#sending || this.#ended) return this.#tell()
    this.#refreshing = this.#fetch().catch(() => undefined)
    await this.#refreshing
    this.#refreshing = null
    this.#tell()
  }

  async #fetch(): Promise<void> {
    this.#behind = false
    const copy = await this.#api.get<Copy>('/v1/guest/copy').catch((error: unknown) => {
      this.#behind = true
      throw error
    })
    // Typed into meanwhile: the copy stays what it was of.
    if (this.#touched || this.#sending) this.#behind = true
    else {
      const first = this.#copy.heads.length === 0
      this.#copy = copy
      this.#editor.lock(false)
      if (copy.text !== this.#editor.text()) this.#editor.put(copy.text)
      if (first) this.#editor.focus()
    }
  }

  get #touched(): boolean {
    return this.#editor.text() !== this.#copy.text
  }

  async #suggest(): Promise<void> {
    if (this.#sending || this.#ended) return
    const [text, why] = [this.#editor.text(), this.#why.value.trim()]
    if (!this.#touched || why === '') return this.#say(this.#words.same)
    if (text !== this.#sent.text || why !== this.#sent.why) this.#sent = { key: newKey(), text, why }
    this.#sending = true
    this.#editor.lock(true)
    this.#tell()
    this.#say(this.#words.sending)
    try {
      await this.#api.post('/v1/guest/suggestions', { ...this.#sent, heads: this.#copy.heads })
      this.#sent = { key: '', text: '', why: '' }
      this.#editor.put(this.#copy.text)
      this.#why.value = ''
      this.#behind = this.#waits = true
      this.#say(this.#words.sent)
    } catch (error) {
      this.#say(this.#refusal(error))
    }
    this.#sending = false
    if (!this.#ended) this.#editor.lock(false)
    await this.#refresh()
    await this.#showFates()
  }

  #refusal(error: unknown): string {
    if (!(error instanceof Refused)) return this.#words.notReached
    if (error.code === 'SUGGEST_SAME') return this.#words.same
    if (error.code === 'GUEST_RATE') return this.#words.enough
    return error.message
  }

  #say(words: string): void {
    this.#said.textContent = words
  }

  #tell(): void {
    if (this.#ended) return
    const touched = this.#touched
    this.#send.disabled = !touched || this.#sending
    const [copy, changed] = [this.#words.copy, this.#words.changed]
    this.#tellState('saved', touched ? (this.#behind ? this.#words.behind : changed) : copy)
  }

  #tellState(state: string, words: string): void {
    this.#state.className = `state ${state}`
    this.#state.textContent = words
  }

  #end(): void {
    this.#ended = true
    this.#editor.lock(true)
    this.#send.disabled = true
    const { ended, unsaved } = this.#words
    this.#tellState('ended', this.#touched ? `${ended} ${unsaved}` : ended)
    document.querySelector('header p')?.remove()
  }

  async #look(): Promise<void> {
    await this.#showFates()
    while (!this.#ended) {
      await pause(LOOK_MS)
      if (this.#waits) await this.#showFates()
    }
  }

  /** Told anew only when it is another: a screen reader reads it out each time. */
  async #showFates(): Promise<void> {
    if (this.#ended) return
    const answer = await this.#api.get<{ suggestions: Fate[] }>('/v1/guest/suggestions').catch(() => null)
    if (!answer) return
    const { suggestions } = answer
    this.#waits = suggestions.some(({ pieces, accepted, declined }) => accepted + declined < pieces)
    const shown = JSON.stringify(suggestions)
    if (shown === this.#shown) return
    this.#shown = shown
    this.#sentBefore.hidden = suggestions.length === 0
    this.#fates.replaceChildren(...suggestions.map((fate) => fateLine(fate, this.#words)))
  }
}

function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
