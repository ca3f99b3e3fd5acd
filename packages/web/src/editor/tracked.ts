import { ChangeSet, type Extension, type Range, StateField, type Text } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'
import { stringOf } from './changes.ts'

type Tracked = { readonly base: Text; readonly changes: ChangeSet }

/** What was changed since the text was put in: what came is marked, what went still stands there, struck out. */
export const changesTracked: Extension = (() => {
  const field = StateField.define<Tracked>({
    create: ({ doc }) => ({ base: doc, changes: ChangeSet.empty(doc.length) }),
    update: (now, { changes }) =>
      changes.empty ? now : { base: now.base, changes: now.changes.compose(changes) },
    provide: (self) => EditorView.decorations.from(self, decorations),
  })
  return field
})()

class Gone extends WidgetType {
  readonly #text: string

  constructor(text: string) {
    super()
    this.#text = text
  }

  override eq(other: Gone): boolean {
    return other.#text === this.#text
  }

  override toDOM(): HTMLElement {
    const gone = document.createElement('del')
    gone.className = 'cm-gone'
    gone.setAttribute('aria-hidden', 'true')
    gone.textContent = this.#text
    return gone
  }
}

function decorations({ base, changes }: Tracked): DecorationSet {
  const ranges: Range<Decoration>[] = []
  changes.iterChanges((fromA, toA, fromB, toB) => {
    const gone = stringOf(base.slice(fromA, toA))
    if (gone !== '') ranges.push(Decoration.widget({ widget: new Gone(gone), side: -1 }).range(fromB))
    if (toB > fromB) ranges.push(Decoration.mark({ class: 'cm-came' }).range(fromB, toB))
  })
  return Decoration.set(ranges, true)
}
