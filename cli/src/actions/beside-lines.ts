import type { BesideDiff, DraftScalar } from '@allmende/api/client'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'

/** What is otherwise beside the text, and whose it is now. */
export function besideLines(
  beside: BesideDiff | null,
  clean: Clean,
  { green, red }: Pick<Style, 'green' | 'red'>,
): string[] {
  if (!beside) return []
  const sign = { added: green('+'), removed: red('-'), changed: '~' }
  const value = (one: DraftScalar) => (one === null ? '(none)' : clean(String(one), 200))
  const who = (by: readonly string[]) =>
    by.length === 0 ? '' : `   (${by.map((name) => clean(name, 60)).join(', ')})`
  return [
    ...beside.fields.map(
      ({ name, before, after, by }) => `~ ${clean(name, 60)}: ${value(before)} → ${value(after)}${who(by)}`,
    ),
    ...beside.lines.map(({ what, name, fields, by }) => {
      const which = what === 'changed' ? ` (${clean(fields.join(', '), 200)})` : ''
      return `${sign[what]} part ${clean(name, 120)}${which}${who(by)}`
    }),
    ...beside.files.map(({ what, path, by }) => `${sign[what]} file ${clean(path, 300)}${who(by)}`),
  ]
}
