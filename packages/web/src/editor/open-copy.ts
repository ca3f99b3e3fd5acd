import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, keymap } from '@codemirror/view'
import { LINE, stringOf } from './changes.ts'
import { look } from './look.ts'
import { changesTracked } from './tracked.ts'

export type CopyEditor = {
  readonly text: () => string
  /** Begins anew with a text; what was undone before is forgotten. */
  readonly put: (text: string) => void
  /** Whether anything can be typed. */
  readonly lock: (locked: boolean) => void
  readonly focus: () => void
  readonly close: () => void
}

/** An editor of a copy that nobody else sees: nothing of it goes anywhere by itself. */
export function openCopy(
  element: HTMLElement,
  {
    label,
    nonce,
    onChange,
    tracked = false,
  }: {
    label: string
    /** Of the page's content security policy; none is needed in a shadow tree. */
    nonce?: string
    onChange: () => void
    /** Shows what was changed since the text was put in. */
    tracked?: boolean
  },
): CopyEditor {
  let locked = true
  const typing = new Compartment()
  const reading = (only: boolean) => [EditorState.readOnly.of(only), EditorView.editable.of(!only)]
  const extensions = (): Extension => [
    ...(nonce === undefined ? [] : [EditorView.cspNonce.of(nonce)]),
    ...(tracked ? [changesTracked] : []),
    look,
    EditorState.lineSeparator.of(LINE),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      'aria-label': label,
      spellcheck: 'true',
      autocapitalize: 'sentences',
      autocorrect: 'on',
    }),
    typing.of(reading(locked)),
    history(),
    drawSelection(),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorView.updateListener.of(({ docChanged }) => {
      if (docChanged) onChange()
    }),
  ]
  const view = new EditorView({ parent: element, state: EditorState.create({ extensions: extensions() }) })
  return {
    text: () => stringOf(view.state.doc),
    put(text) {
      const anchor = Math.min(view.state.selection.main.head, text.length)
      view.setState(EditorState.create({ doc: text, selection: { anchor }, extensions: extensions() }))
    },
    lock(now) {
      if (now !== locked) view.dispatch({ effects: typing.reconfigure(reading(now)) })
      locked = now
    },
    focus: () => view.focus(),
    close: () => view.destroy(),
  }
}
