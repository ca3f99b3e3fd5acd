import { type Editor, Refused, type Selected } from '../editor/contract.ts'
import { isStyled, type Style, type StyleName, STYLES } from '../editor/styles.ts'
import type { GuestApi } from './api.ts'
import { h } from './dom.ts'
import type { Words } from './words.ts'

/** Edits come by the stroke: what is marked is asked for once in so long. */
const GATHER_MS = 1_000
const MARKS = '/v1/guest/marks'

/** What is bold, emphasised, code or a link in the draft, drawn in its text; and for who may write, the buttons that make it so. */
export class Marking {
  /** Above the text. */
  readonly bar: HTMLElement
  readonly #api: GuestApi
  readonly #words: Words
  readonly #buttons: ReadonlyMap<StyleName, HTMLButtonElement>
  readonly #said = h('p', { role: 'status', class: 'soft' })
  readonly #link: HTMLFormElement
  readonly #address = h('input', { inputmode: 'url', maxlength: '2000', placeholder: 'https://' })
  #editor: Editor | null = null
  #styles: readonly Style[] = []
  #selected: Selected | null = null
  /** The words that a link is being given. */
  #linked: Selected | null = null
  #gathering = false

  constructor(api: GuestApi, words: Words) {
    this.#api = api
    this.#words = words
    this.#buttons = new Map(STYLES.map((name) => [name, this.#button(name)]))
    this.#link = h(
      'form',
      { class: 'linking', hidden: '' },
      h('label', {}, words.address, this.#address),
      h('button', { type: 'submit' }, words.setLink),
    )
    this.#link.addEventListener('submit', (event) => {
      event.preventDefault()
      const address = this.#address.value.trim()
      if (this.#linked && address !== '') void this.#set('link', this.#linked, address)
    })
    const buttons = h(
      'div',
      { class: 'marks', role: 'group', 'aria-label': words.marks },
      ...this.#buttons.values(),
    )
    this.bar = h('div', {}, buttons, this.#link, this.#said)
    this.select(null)
  }

  /** Where it is drawn. */
  in(editor: Editor): void {
    this.#editor = editor
    this.changed()
  }

  select(selected: Selected | null): void {
    this.#selected = selected
    for (const [name, button] of this.#buttons) {
      button.disabled = selected === null
      button.setAttribute('aria-pressed', String(this.#has(name)))
    }
  }

  /** The text, or something beside it, is another. */
  changed(): void {
    if (this.#gathering) return
    this.#gathering = true
    setTimeout(() => {
      this.#gathering = false
      void this.#show()
    }, GATHER_MS)
  }

  press(name: StyleName): void {
    const selected = this.#selected
    if (selected === null) return
    if (this.#has(name)) void this.#set(name, selected, null)
    else if (name !== 'link') void this.#set(name, selected, true)
    else {
      this.#linked = selected
      this.#link.hidden = false
      this.#address.focus()
    }
  }

  /** Nothing more is written. */
  end(): void {
    this.bar.remove()
  }

  #button(name: StyleName): HTMLButtonElement {
    const button = h('button', { type: 'button', class: name }, this.#words[name])
    // Otherwise the text loses what is selected in it, and a phone its keyboard.
    button.addEventListener('pointerdown', (event) => event.preventDefault())
    button.addEventListener('click', () => this.press(name))
    return button
  }

  #has(name: StyleName): boolean {
    return this.#selected !== null && isStyled(this.#selected, name, this.#styles)
  }

  async #set(name: StyleName, { text, from }: Selected, value: string | true | null): Promise<void> {
    this.#said.textContent = ''
    try {
      await this.#editor?.settled()
      await this.#api.post(MARKS, { quote: text, near: from, name, value })
      this.#link.hidden = true
      this.#address.value = ''
      this.#editor?.focus()
      await this.#show()
    } catch (error) {
      this.#said.textContent = this.#refusal(error)
    }
  }

  #refusal(error: unknown): string {
    if (!(error instanceof Refused)) return this.#words.notReached
    if (error.code === 'GUEST_RATE') return this.#words.enough
    return error.code.startsWith('PASSAGE_') ? this.#words.noMark : error.message
  }

  async #show(): Promise<void> {
    const answer = await this.#api.get<{ marks: Style[] }>(MARKS).catch(() => null)
    if (!answer) return
    this.#styles = answer.marks
    this.#editor?.style(answer.marks)
    this.select(this.#selected)
  }
}
