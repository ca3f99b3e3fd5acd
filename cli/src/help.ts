import { COMMANDS, FIRST, GROUPS, TOPICS } from './commands/index.ts'
import { COMMON_OPTIONS, NETWORK_OPTIONS, type CommandSpec } from './commands/spec.ts'
import type { Style } from './terminal/style.ts'

type Row = readonly [left: string, right: string]

/** What `allmende --help` shows: the most used first, then the rest in groups. */
export function helpOfAll(style: Style): string {
  const groupSummary: Record<string, string> = {
    commons: 'what people share: create, join, invite, find, list, link',
    draft: 'write together: new, list, text, edit, news, publish',
    guest: 'let somebody on your network in, with nothing installed',
    device: 'your computers: list, add, rename, retire',
    recovery: 'friends who keep your words for you: split, combine',
    service: 'let the system run the node: install, remove, status',
    bundle: 'carry a commons on a stick: create, open',
    mirror: 'keep commons for others as ciphertext: mirror LINK, status, drop',
    keeper: 'who keeps your things, and whose you keep: add, list, remove, keep, drop, limit',
  }
  const row = (name: string): Row => {
    const summary = groupSummary[name] ?? COMMANDS.find((one) => one.name === name)?.summary ?? ''
    return [name, name === 'help' ? 'this, or more on one command: allmende help COMMAND' : summary]
  }
  return [
    `${style.bold('allmende')}: share goods, copy them, and write together, from computer to computer.`,
    '',
    'Usage: allmende COMMAND [options]',
    '',
    style.bold('Most used'),
    ...table(FIRST.map(row)),
    ...TOPICS.flatMap(({ title, names }) => ['', style.bold(title), ...table(names.map(row))]),
    '',
    style.bold('Everywhere'),
    ...table(COMMON_OPTIONS.map(({ flags, about }): Row => [flags, about])),
    '',
    'A first minute:',
    '  allmende start                     run a node; it prints the address of its page',
    '  allmende share my-folder           share a folder; it prints a link for others',
    '  allmende copy LINK                 get what somebody shared',
    '',
    'allmende COMMAND --help has the options of a command and examples.',
    '',
  ].join('\n')
}

/** What `allmende draft` shows. */
export function helpOfGroup(group: string, style: Style): string {
  const rows = COMMANDS.filter(({ name }) => name.startsWith(`${group} `)).map(({ name, summary }): Row => [
    name,
    summary,
  ])
  return [
    style.bold(`allmende ${group}`),
    '',
    ...table(rows),
    '',
    `allmende ${group} COMMAND --help shows more.`,
    '',
  ].join('\n')
}

export function helpOf(command: CommandSpec, style: Style): string {
  const { name, summary, about, options = [], examples, network } = command
  const args = command.arguments ?? []
  const usage = args.map(({ name: one, optional }) => (optional ? `[${one}]` : one))
  const section = (title: string, rows: Row[]) =>
    rows.length > 0 ? ['', style.bold(title), ...table(rows)] : []
  const rowsOf = (specs: typeof options): Row[] =>
    specs.map(({ flags, about: words, repeat }) => [
      flags,
      repeat && !words.includes('repeated') ? `${words} (may be repeated)` : words,
    ])
  return [
    `${style.bold(`allmende ${name}`)}: ${summary}`,
    '',
    `Usage: ${['allmende', name, ...usage, '[options]'].join(' ')}`,
    ...(about ? ['', ...wrap(about, 100)] : []),
    ...section(
      'Arguments',
      args.map(({ name: one, about: words }): Row => [one, words]),
    ),
    ...section('Options', rowsOf([...options, ...COMMON_OPTIONS])),
    ...section('Network', network ? rowsOf([...NETWORK_OPTIONS]) : []),
    '',
    style.bold(examples.length === 1 ? 'Example' : 'Examples'),
    ...examples.map((example) => `  ${example}`),
    '',
  ].join('\n')
}

export function isGroup(name: string): boolean {
  return GROUPS.includes(name)
}

function table(rows: readonly Row[]): string[] {
  const width = Math.min(24, Math.max(...rows.map(([left]) => left.length)))
  return rows.flatMap(([left, right]) => {
    const [first = '', ...more] = wrap(right, 100 - width)
    const indent = ' '.repeat(width + 4)
    const head =
      left.length > width ? [`  ${left}`, `${indent}${first}`] : [`  ${left.padEnd(width)}  ${first}`]
    return [...head, ...more.map((line) => `${indent}${line}`)]
  })
}

function wrap(text: string, width: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length + 1 > width) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}
