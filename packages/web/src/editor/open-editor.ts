import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { EditorState, type Extension, Transaction } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view'
import { LINE, stringOf } from './changes.ts'
import { Collaboration } from './collaboration.ts'
import type { Editor, EditorOptions } from './contract.ts'
import { look } from './look.ts'
import { othersInText } from './people.ts'

/** Opens a draft in an element of the page, live: what is written here goes to the node, what others write comes in. */
export function openEditor(element: HTMLElement, options: EditorOptions): Editor {
  let collaboration: Collaboration | null = null
  const shown: Extension = [
    ...(options.nonce === undefined ? [] : [EditorView.cspNonce.of(options.nonce)]),
    look,
    othersInText,
    // While it opens and when it has ended, too: whoever listens to the page comes by it then.
    EditorView.contentAttributes.of({ 'aria-label': options.label }),
  ]
  const reading: Extension = [EditorState.readOnly.of(true), EditorView.editable.of(false)]
  const extensions = (sync: Extension): Extension => [
    shown,
    EditorState.lineSeparator.of(LINE),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      spellcheck: 'true',
      autocapitalize: 'sentences',
      autocorrect: 'on',
    }),
    ...(options.right === 'view' ? [reading] : writing),
    sync,
    EditorView.updateListener.of(({ docChanged, selectionSet, focusChanged, transactions }) => {
      const written =
        docChanged && transactions.some((one) => one.docChanged && !one.annotation(Transaction.remote))
      if (written || selectionSet || focusChanged) collaboration?.touched(written)
    }),
  ]
  // Nothing can be typed before the text is here.
  const empty = EditorState.create({ extensions: [shown, reading] })
  const view = new EditorView({ parent: element, state: empty })
  const onState = (state: Parameters<NonNullable<typeof options.onState>>[0]): void => {
    // What is there stays to be read and copied.
    if (state.state === 'ended')
      view.setState(EditorState.create({ doc: view.state.doc, extensions: [shown, reading] }))
    options.onState?.(state)
  }
  collaboration = new Collaboration(view, { ...options, onState }, extensions)
  options.onState?.({ state: 'opening' })
  const running = collaboration.run()
  return {
    text: () => stringOf(view.state.doc),
    focus: () => view.focus(),
    async close() {
      await collaboration?.close()
      await running
      view.destroy()
    },
  }
}

const writing: Extension[] = [
  history(),
  drawSelection(),
  keymap.of([...defaultKeymap, ...historyKeymap]),
  placeholder('Nothing is written here yet.'),
]
