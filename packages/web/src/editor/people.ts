import { StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'
import type { HereInfo } from './contract.ts'

/** Others and where they are in the text as it is shown here. */
export const setPeople = StateEffect.define<readonly HereInfo[]>()

/** As many as there are colours in the style sheet of the editor. */
const COLOURS = 6

/** "Ina, guest of Anna". What it says of itself is shown as text, never as markup. */
export function nameOf({ name, guest, via }: HereInfo): string {
  const known = name ?? 'somebody'
  const who = guest === undefined ? known : `${guest}, guest of ${known}`
  return via === undefined ? who : `${who} (says ${via})`
}

function colourOf(person: HereInfo): string {
  let sum = 0
  for (const character of nameOf(person)) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return `cm-person-${sum % COLOURS}`
}

class Caret extends WidgetType {
  readonly #name: string
  readonly #colour: string

  constructor(person: HereInfo) {
    super()
    this.#name = nameOf(person)
    this.#colour = colourOf(person)
  }

  override eq(other: Caret): boolean {
    return other.#name === this.#name && other.#colour === this.#colour
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement('span')
    caret.className = `cm-person-caret ${this.#colour}`
    // The list of who is here says it to screen readers: within the text it would be read as text.
    caret.setAttribute('aria-hidden', 'true')
    const label = document.createElement('span')
    label.className = 'cm-person-name'
    label.textContent = this.#name
    caret.append(label)
    return caret
  }

  override ignoreEvent(): boolean {
    return true
  }
}

/** The cursors and selections of others, moved along with the text between two words of them. */
export const othersInText = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, { changes, effects, newDoc }) {
    let now = shown.map(changes)
    for (const effect of effects) if (effect.is(setPeople)) now = decorations(effect.value, newDoc.length)
    return now
  },
  provide: (field) => EditorView.decorations.from(field),
})

function decorations(people: readonly HereInfo[], length: number): DecorationSet {
  const ranges = people.flatMap((person) => {
    if (person.cursor === null) return []
    const head = Math.min(person.cursor.head, length)
    const anchor = Math.min(person.cursor.anchor, length)
    const caret = Decoration.widget({ widget: new Caret(person), side: 1 }).range(head)
    if (anchor === head) return [caret]
    const selected = Decoration.mark({ class: `cm-person-selection ${colourOf(person)}` })
    return [selected.range(Math.min(anchor, head), Math.max(anchor, head)), caret]
  })
  return Decoration.set(ranges, true)
}
