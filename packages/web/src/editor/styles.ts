import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import { placeOf } from './marks.ts'

export const STYLES = ['strong', 'em', 'code', 'link'] as const
export type StyleName = (typeof STYLES)[number]

/** A passage that is bold, emphasised, code or a link; where it was in the text as the node told it. */
export type Style = {
  readonly name: StyleName
  readonly from: number
  readonly to: number
  readonly text: string
}

/** Whether all of a passage has a mark. */
export function isStyled(
  { text, from }: { readonly text: string; readonly from: number },
  name: StyleName,
  styles: readonly Style[],
): boolean {
  return styles.some((one) => one.name === name && one.from <= from && from + text.length <= one.to)
}

export const setStyles = StateEffect.define<readonly Style[]>()

/** Drawn as what they are, kept at their words while the text goes on. A link leads nowhere here: it is being written. */
export function stylesInText(now: () => readonly Style[]): Extension {
  return StateField.define<DecorationSet>({
    create: (state) => drawn(now(), state),
    update(shown, { changes, effects, state }) {
      let styles = shown.map(changes)
      for (const effect of effects) if (effect.is(setStyles)) styles = drawn(effect.value, state)
      return styles
    },
    provide: (self) => EditorView.decorations.from(self),
  })
}

const TAGS: Readonly<Record<StyleName, string>> = { strong: 'strong', em: 'em', code: 'code', link: 'span' }

function drawn(styles: readonly Style[], state: EditorState): DecorationSet {
  const ranges = styles.flatMap((style) => {
    const place = placeOf(style, state)
    if (place === null || place.from >= place.to) return []
    const { name } = style
    return [Decoration.mark({ tagName: TAGS[name], class: `cm-style-${name}` }).range(place.from, place.to)]
  })
  return Decoration.set(ranges, true)
}
