import type { TextPatch } from '../contract.ts'
import { applyPatches, isInside, rebase } from '../splices.ts'

const SURROGATE = /[\ud800-\udfff]/

/** Tells whether a text has characters of two UTF-16 units, which an edit could cut in half. */
export function hasWide(text: string): boolean {
  return SURROGATE.test(text)
}

/** Whether a text has such characters: looked for when it first matters, and known from then on. */
export class WideCharacters {
  readonly #text: () => string
  #wide: boolean | null = null

  constructor(text: () => string) {
    this.#text = text
  }

  get known(): boolean {
    return this.#wide === true
  }

  put(patches: readonly TextPatch[]): void {
    if (this.#wide === false && patches.some(({ ins }) => hasWide(ins))) this.#wide = true
  }

  /** See `wholeCharacters`. */
  whole(patches: TextPatch[]): { patches: TextPatch[]; correction: TextPatch[] } {
    this.#wide ??= hasWide(this.#text())
    // One edit of a batch may put in what the next one cuts.
    if (!this.#wide && !patches.some(({ ins }) => hasWide(ins))) return { patches, correction: [] }
    return wholeCharacters(this.#text(), patches)
  }
}

/**
 * Moves edits to the edges of characters: what would take out half a character takes out all of it, and what would
 * be put into the middle of one goes behind it. Automerge knows whole characters only and would move such edits by
 * rules of its own. Returns also what the editor must do to its text, where it did the edit as it was given.
 */
export function wholeCharacters(
  text: string,
  patches: readonly TextPatch[],
): { patches: TextPatch[]; correction: TextPatch[] } {
  let now = text
  let correction: TextPatch[] = []
  const whole: TextPatch[] = []
  for (const patch of patches) {
    // Made on a text on which the ones before were done as they were given.
    const moved = rebase([patch], correction)
    correction = moved.second
    let rest = moved.first
    for (let given = rest.shift(); given !== undefined; given = rest.shift()) {
      const fixed = wholePatch(now, given)
      const shown = applyPatches(now, [given])
      now = applyPatches(now, [fixed])
      whole.push(fixed)
      if (fixed.at === given.at && fixed.del === given.del) continue
      const both = rebase(rest, [correct(shown, now)])
      rest = both.first
      correction = [...correction, ...both.second]
    }
  }
  return { patches: whole, correction }
}

function wholePatch(text: string, { at, del, ins }: TextPatch): TextPatch {
  if (del === 0) return { at: isInside(text, at) ? at + 1 : at, del, ins }
  const from = isInside(text, at) ? at - 1 : at
  const to = isInside(text, at + del) ? at + del + 1 : at + del
  return { at: from, del: to - from, ins }
}

function correct(shown: string, meant: string): TextPatch {
  let head = 0
  const most = Math.min(shown.length, meant.length)
  while (head < most && shown[head] === meant[head]) head++
  let tail = 0
  while (tail < most - head && shown[shown.length - 1 - tail] === meant[meant.length - 1 - tail]) tail++
  return { at: head, del: shown.length - tail - head, ins: meant.slice(head, meant.length - tail) }
}
