/** TeX's accents, by the combining character that does the same. */
const ACCENTS: Readonly<Record<string, string>> = {
  '"': '\u0308',
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  u: '\u0306',
  v: '\u030C',
  H: '\u030B',
  c: '\u0327',
  k: '\u0328',
  r: '\u030A',
  b: '\u0331',
  d: '\u0323',
}

const LETTERS: Readonly<Record<string, string>> = {
  ss: 'ß',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  o: 'ø',
  O: 'Ø',
  aa: 'å',
  AA: 'Å',
  l: 'ł',
  L: 'Ł',
  i: 'i',
  j: 'j',
  dh: 'ð',
  DH: 'Ð',
  th: 'þ',
  TH: 'Þ',
  textbackslash: '\\',
  textasciitilde: '~',
  textasciicircum: '^',
  textendash: '–',
  textemdash: '—',
  ldots: '…',
  dots: '…',
}

const letters = Object.keys(LETTERS)
  .toSorted((a, b) => b.length - a.length)
  .join('|')
/** An accent over a letter, with or without braces around either: `\"a`, `\"{a}`, `\v{c}`, `\'\i`. */
const ACCENT = /\\(?:(["'`^~=.])\s*|([uvHckrbd])(?![A-Za-z])\s*)\{?\\?([A-Za-z])\}?/g
const LETTER = new RegExp(`\\\\(${letters})(?![A-Za-z])(?:\\{\\}|\\s+)?`, 'g')
const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
}

/** Stands around what is decoded already: a character that is never one of a text. */
const HIDDEN = '\uFDD0'

/** What a value of BibTeX says as plain text: accents and special letters decoded, commands for looks and braces gone. */
export function fromTex(value: string): string {
  const hidden: string[] = []
  const hide = (text: string) => `${HIDDEN}${hidden.push(text) - 1}${HIDDEN}`
  return value
    .replaceAll(HIDDEN, '')
    .replaceAll(/\\([&%#_${}])/g, (_, sign: string) => hide(sign))
    .replaceAll(/\\(textbackslash|textasciitilde|textasciicircum)(?:\{\})?/g, (_, name: string) =>
      hide(LETTERS[name] ?? ''),
    )
    .replaceAll(ACCENT, (_, sign: string | undefined, word: string | undefined, letter: string) =>
      (letter + (ACCENTS[sign ?? word ?? ''] ?? '')).normalize('NFC'),
    )
    .replaceAll(LETTER, (_, name: string) => LETTERS[name] ?? '')
    .replaceAll(/\\[A-Za-z]+\*?\s*/g, '')
    .replaceAll(/---/g, '—')
    .replaceAll(/--/g, '–')
    .replaceAll(/[{}]/g, '')
    .replaceAll('~', ' ')
    .replaceAll(new RegExp(`${HIDDEN}(\\d+)${HIDDEN}`, 'g'), (_, at: string) => hidden[Number(at)] ?? '')
    .replaceAll(/[ \t\r\n]+/g, ' ')
    .trim()
}

/** The reverse, in UTF-8: only what TeX would read otherwise is escaped. */
export function toTex(text: string): string {
  return text
    .replaceAll(/[\\~^&%#_${}]/g, (sign) => ESCAPED[sign] ?? `\\${sign}`)
    .replaceAll(/[ \t\r\n]+/g, ' ')
    .trim()
}
