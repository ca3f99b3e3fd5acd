import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { Compartment, EditorState, type Extension, Transaction } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view'
import { LINE, stringOf } from './changes.ts'
import { Collaboration } from './collaboration.ts'
import type { Editor, EditorOptions } from './contract.ts'
import { look } from './look.ts'
import { type Mark, marksInText, setMarks } from './marks.ts'
import { othersInText } from './people.ts'
import { setStyles, type Style, type StyleName, stylesInText } from './styles.ts'

/** Opens a draft in an element of the page, live: what is written here goes to the node, what others write comes in. */
export function openEditor(element: HTMLElement, options: EditorOptions): Editor {
  let collaboration: Collaboration | null = null
  let marks: readonly Mark[] = []
  let styles: readonly Style[] = []
  let { right } = options
  const typing = new Compartment()
  const shown = [shownAlways(options, () => marks), stylesInText(() => styles)]
  const extensions = (sync: Extension): Extension => [
    shown,
    text,
    typing.of(right === 'view' ? reading : []),
    ...writing(options),
    sync,
    EditorView.updateListener.of(({ state, docChanged, selectionSet, focusChanged, transactions }) => {
      const written =
        docChanged && transactions.some((one) => one.docChanged && !one.annotation(Transaction.remote))
      if (written || selectionSet || focusChanged) collaboration?.touched(written)
      if (selectionSet || docChanged) options.onSelect?.(selectedIn(state))
    }),
  ]
  // Nothing can be typed before the text is here.
  const view = new EditorView({
    parent: element,
    state: EditorState.create({ extensions: [shown, reading] }),
  })
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
    mark(now) {
      marks = now
      view.dispatch({ effects: setMarks.of(now) })
    },
    style(now) {
      styles = now
      view.dispatch({ effects: setStyles.of(now) })
    },
    settled: () => collaboration?.settled() ?? Promise.resolve(),
    reveal: (id) =>
      element.querySelector(`[data-mark="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' }),
    allow(now) {
      right = now
      view.dispatch({ effects: typing.reconfigure(right === 'view' ? reading : []) })
    },
    async close() {
      await collaboration?.close()
      await running
      view.destroy()
    },
  }
}

const reading: Extension = [EditorState.readOnly.of(true), EditorView.editable.of(false)]

const text: Extension = [
  EditorState.lineSeparator.of(LINE),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ spellcheck: 'true', autocapitalize: 'sentences', autocorrect: 'on' }),
]

/** While it opens and when it has ended, too: whoever listens to the page comes by it then. */
function shownAlways({ nonce, label, onMark }: EditorOptions, marks: () => readonly Mark[]): Extension {
  return [
    ...(nonce === undefined ? [] : [EditorView.cspNonce.of(nonce)]),
    look,
    othersInText,
    marksInText(marks, (id) => onMark?.(id)),
    // Also where nothing can be typed: text is selected there by keys to say something about it.
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
  ]
}

function writing({ placeholder: words, onSay, onStyle }: EditorOptions): Extension[] {
  const say = {
    key: 'Mod-Alt-m',
    run: () => {
      onSay?.()
      return onSay !== undefined
    },
  }
  const style = (key: string, name: StyleName) => ({
    key,
    run: () => {
      onStyle?.(name)
      return onStyle !== undefined
    },
  })
  return [
    history(),
    drawSelection(),
    keymap.of([say, style('Mod-b', 'strong'), style('Mod-i', 'em'), ...defaultKeymap, ...historyKeymap]),
    placeholder(words ?? 'Nothing is written here yet.'),
  ]
}

function selectedIn(state: EditorState): { text: string; from: number } | null {
  const { from, to } = state.selection.main
  return from === to ? null : { text: state.sliceDoc(from, to), from }
}
