/**
 * Characters that move the cursor, reorder the line or hide: C0 and C1 controls, bidirectional overrides and
 * isolates, zero-width joiners that are not between emoji or letters of their scripts, tags, and interlinear marks.
 */
const CONTROLS = /[\p{Cc}\u2028\u2029]/gu
const HIDDEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu
/** More marks than this on one character climb over the lines above it ("Zalgo"). */
const STACKED = /(\p{M}{4})\p{M}+/gu

const ELLIPSIS = '…'

/**
 * A text of somebody else as one safe line for a terminal or a list: no control characters (an escape sequence would
 * rewrite the screen), no bidirectional overrides (a name could swallow what follows it), no invisible characters,
 * at most `max` characters. For showing only: what is stored stays as it was written.
 */
export function displayText(text: string, max = 200): string {
  const line = text
    .toWellFormed()
    .replaceAll(CONTROLS, ' ')
    .replaceAll(HIDDEN, '')
    .replaceAll(STACKED, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return shorten(line, max)
}

function shorten(line: string, max: number): string {
  if (line.length <= max) return line
  const characters = Array.from(new Intl.Segmenter().segment(line.slice(0, max * 16)), (part) => part.segment)
  return characters.length <= max
    ? characters.join('')
    : characters.slice(0, Math.max(0, max - 1)).join('') + ELLIPSIS
}
