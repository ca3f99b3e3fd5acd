import { type EditorState, type Extension, type Range, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'

/** A passage that something was said about, or that somebody offers to change. */
export type Mark = {
  readonly id: string
  /** `comment`: something was said. `offer`: the passage would go, and `puts` would come. */
  readonly kind: 'comment' | 'offer'
  /** Where it was in the text as the node told it. */
  readonly from: number
  readonly to: number
  /** What stands there; null where that isn't known. */
  readonly text: string | null
  readonly puts?: string
  /** It is the one that is looked at beside the text. */
  readonly current?: boolean
}

export const setMarks = StateEffect.define<readonly Mark[]>()

/** What is offered is shown in the text as far as a line has room for it; all of it stands beside the text. */
const MOST_SHOWN = 200

/**
 * Passages that are marked, kept at their words while the text goes on. `now` gives those of the moment, for a text that begins anew.
 */
export function marksInText(now: () => readonly Mark[], onMark: (id: string) => void): Extension {
  const field = StateField.define<DecorationSet>({
    create: (state) => decorations(now(), state),
    update(shown, { changes, effects, state }) {
      let marks = shown.map(changes)
      for (const effect of effects) if (effect.is(setMarks)) marks = decorations(effect.value, state)
      return marks
    },
    provide: (self) => EditorView.decorations.from(self),
  })
  const click = EditorView.domEventHandlers({
    click: ({ target }) => {
      const marked = target instanceof Element ? target.closest('[data-mark]') : null
      const id = marked?.getAttribute('data-mark')
      if (typeof id === 'string') onMark(id)
      return false
    },
  })
  return [field, click]
}

class Offered extends WidgetType {
  readonly #mark: Mark

  constructor(mark: Mark) {
    super()
    this.#mark = mark
  }

  override eq(other: Offered): boolean {
    const [one, two] = [this.#mark, other.#mark]
    return one.id === two.id && one.puts === two.puts && one.current === two.current
  }

  override toDOM(): HTMLElement {
    const { id, puts = '', current } = this.#mark
    const shown = document.createElement('ins')
    shown.className = `cm-offered${current ? ' cm-current' : ''}`
    shown.setAttribute('data-mark', id)
    // It isn't in the text: who listens finds it beside the text, said as what it is.
    shown.setAttribute('aria-hidden', 'true')
    shown.textContent = puts.length > MOST_SHOWN ? `${puts.slice(0, MOST_SHOWN)}…` : puts
    return shown
  }

  override ignoreEvent(): boolean {
    return false
  }
}

function decorations(marks: readonly Mark[], state: EditorState): DecorationSet {
  const ranges = marks.flatMap((mark): Range<Decoration>[] => {
    const place = placeOf(mark, state)
    if (place === null) return []
    const { from, to } = place
    const name = mark.kind === 'comment' ? 'cm-commented' : 'cm-would-go'
    const found: Range<Decoration>[] = []
    if (to > from)
      found.push(
        Decoration.mark({
          class: `${name}${mark.current ? ' cm-current' : ''}`,
          attributes: { 'data-mark': mark.id },
        }).range(from, to),
      )
    if (mark.puts) found.push(Decoration.widget({ widget: new Offered(mark), side: 1 }).range(to))
    return found
  })
  return Decoration.set(ranges, true)
}

/** The node's text may be a moment ahead of or behind the one shown: then the nearest place with the same words is meant. */
export function placeOf(
  { from, to, text }: Pick<Mark, 'from' | 'to' | 'text'>,
  state: EditorState,
): { from: number; to: number } | null {
  const length = state.doc.length
  const there = { from: Math.min(from, length), to: Math.min(to, length) }
  if (text === null || state.sliceDoc(there.from, there.to) === text) return there
  const whole = state.sliceDoc()
  const [before, behind] = [whole.lastIndexOf(text, from), whole.indexOf(text, from)]
  const at = before < 0 || (behind >= 0 && behind - from < from - before) ? behind : before
  return at < 0 ? null : { from: at, to: at + text.length }
}
