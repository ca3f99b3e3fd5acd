/**
 * Compares what a command said with what a story promises. In an expected line `[..]` stands for any text and `{NAME}`
 * for one word that is kept under that name (or must be the same, if it is kept already). A line `...` stands for any lines.
 * @returns null when it fits, otherwise what was expected and what was found
 */
export function mismatch(
  expected: readonly string[],
  output: string,
  kept: Map<string, string>,
): string | null {
  const wanted = trimEnd(expected)
  const found = trimEnd(output.replaceAll('\r', '').split('\n'))
  const names = new Map(kept)
  if (!fits(wanted, found, names)) return `expected:\n${indent(wanted)}\nfound:\n${indent(found)}`
  for (const [name, value] of names) kept.set(name, value)
  return null
}

function fits(wanted: readonly string[], found: readonly string[], names: Map<string, string>): boolean {
  const [line, ...rest] = wanted
  if (line === undefined) return found.length === 0
  if (line.trim() === '...')
    return found.some((_, at) => tryFit(rest, found.slice(at), names)) || tryFit(rest, [], names)
  const [first, ...others] = found
  return first !== undefined && lineFits(line, first, names) && fits(rest, others, names)
}

function tryFit(wanted: readonly string[], found: readonly string[], names: Map<string, string>): boolean {
  const trial = new Map(names)
  if (!fits(wanted, found, trial)) return false
  for (const [name, value] of trial) names.set(name, value)
  return true
}

function lineFits(wanted: string, found: string, names: Map<string, string>): boolean {
  const caught: string[] = []
  const pattern = wanted.split(/(\[\.\.\]|\{[A-Z_]+\})/).map((part) => {
    if (part === '[..]') return '.*'
    const name = /^\{([A-Z_]+)\}$/.exec(part)?.[1]
    if (!name) return escape(part)
    const known = names.get(name)
    if (known !== undefined) return escape(known)
    caught.push(name)
    return '([^\\s",]+)'
  })
  const match = new RegExp(`^\\s*${pattern.join('').trimStart()}\\s*$`).exec(found)
  if (!match) return false
  for (const [index, name] of caught.entries()) names.set(name, match[index + 1] ?? '')
  return true
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function trimEnd(lines: readonly string[]): string[] {
  return lines.join('\n').trimEnd() === '' ? [] : lines.join('\n').trimEnd().split('\n')
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `      ${line}`).join('\n')
}
