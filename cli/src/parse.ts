import { COMMANDS, GROUPS } from './commands/index.ts'
import { sizeIn } from './terminal/amounts.ts'
import { COMMON_OPTIONS, NETWORK_OPTIONS, type CommandSpec, type OptionSpec } from './commands/spec.ts'
import { fail } from './errors.ts'
import { nearest } from './nearest.ts'

export type Values = Readonly<Record<string, unknown>>

/** What the command line says. */
export type Parsed =
  | { readonly type: 'help'; readonly of: CommandSpec | string | null }
  | { readonly type: 'version' }
  | { readonly type: 'usage'; readonly error: Error; readonly json: boolean }
  | {
      readonly type: 'command'
      readonly command: CommandSpec
      readonly args: readonly string[]
      readonly values: Values
    }

/** Reads the command line: which command with what, or help, or what is wrong with it. Does nothing. */
export function parse(argv: readonly string[]): Parsed {
  try {
    return parsed(argv)
  } catch (error) {
    return { type: 'usage', error: error as Error, json: argv.includes('--json') }
  }
}

function parsed(argv: readonly string[]): Parsed {
  const { words, rest } = beginning(argv)
  const wantsHelp = rest.some(
    (word, at) => (word === '--help' || word === '-h') && !rest.slice(0, at).includes('--'),
  )
  const [first] = words
  if (first === undefined) {
    if (rest.includes('--version') || rest.includes('-V')) return { type: 'version' }
    if (!wantsHelp) readOptions(rest, COMMON_OPTIONS)
    return { type: 'help', of: null }
  }
  if (first === 'help') return { type: 'help', of: helpTopic(words.slice(1)) }
  const name = words.join(' ')
  const command = COMMANDS.find((one) => one.name === name)
  if (!command) {
    if (GROUPS.includes(name)) return { type: 'help', of: name }
    throw unknownCommand(name)
  }
  if (wantsHelp) return { type: 'help', of: command }
  const { args, values } = readOptions(rest, optionsOf(command))
  checkArguments(command, args)
  return { type: 'command', command, args, values }
}

/** All options of a command, the common ones last. */
export function optionsOf(command: CommandSpec): readonly OptionSpec[] {
  return [...(command.options ?? []), ...(command.network ? NETWORK_OPTIONS : []), ...COMMON_OPTIONS]
}

/** The words that name the command, wherever common options stand before or among them, and everything else. */
function beginning(argv: readonly string[]): { words: string[]; rest: string[] } {
  const words: string[] = []
  const rest: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    const wanted = words.length === 0 || isSecond(words, word) || words[0] === 'help'
    if (!wanted || word === '--') return { words, rest: [...rest, ...argv.slice(at)] }
    if (!word.startsWith('-')) words.push(word)
    else {
      rest.push(word)
      if (word === '--home') rest.push(...argv.slice(++at, at + 1))
    }
  }
  return { words, rest }
}

/** Whether a word goes on with a command's name. Some are a command themselves: `mirror LINK` beside `mirror status`. */
function isSecond(words: readonly string[], word: string): boolean {
  const [first = ''] = words
  if (words.length !== 1 || !GROUPS.includes(first)) return false
  return (
    !COMMANDS.some(({ name }) => name === first) ||
    word.startsWith('-') ||
    COMMANDS.some(({ name }) => name === `${first} ${word}`)
  )
}

function readOptions(
  words: readonly string[],
  specs: readonly OptionSpec[],
): { args: string[]; values: Values } {
  const args: string[] = []
  const values: Record<string, unknown> = {}
  const left = [...words]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--') args.push(...left.splice(0))
    else if (word === '-' || !word.startsWith('-')) args.push(word)
    else readOption(word, left, specs, values)
  }
  return { args, values }
}

function readOption(
  word: string,
  left: string[],
  specs: readonly OptionSpec[],
  values: Record<string, unknown>,
) {
  const [flag = '', ...given] = word.split('=')
  const spec = specs.find(({ flags }) => flags.split(' ')[0] === flag)
  if (!spec) throw unknownOption(flag, specs)
  const [, placeholder] = spec.flags.split(' ')
  const name = flag.replace(/^--(no-)?/, '')
  if (placeholder === undefined) {
    if (given.length > 0) throw fail('USAGE', { message: `${flag} takes no value`, found: word })
    values[name] = !flag.startsWith('--no-')
    return
  }
  const text = given.length > 0 ? given.join('=') : left.shift()
  if (text === undefined || (given.length === 0 && text.startsWith('--')))
    throw fail('USAGE', {
      message: `${flag} needs a value`,
      expected: spec.flags,
      found: text === undefined ? 'nothing' : text,
    })
  const value = valueOf(spec, flag, text)
  values[name] = spec.repeat ? [...((values[name] as unknown[]) ?? []), value] : value
}

function valueOf({ kind }: OptionSpec, flag: string, text: string): string | number {
  const wrong = (expected: string) => fail('USAGE', { message: `${flag} is wrong`, expected, found: text })
  if (kind === 'port' || kind === 'count') {
    const max = kind === 'port' ? 65_535 : 1_000_000
    if (!/^\d{1,7}$/.test(text) || Number(text) > max) throw wrong(`a number from 0 to ${max}`)
    return Number(text)
  }
  if (kind === 'number') {
    if (!/^\d{1,12}(\.\d{1,9})?$/.test(text)) throw wrong('a number, such as 2 or 0.5')
    return Number(text)
  }
  if (kind === 'size') {
    const size = sizeIn(text)
    if (size === null) throw wrong('a size, such as 500MB or 2GB')
    return size
  }
  if (kind === 'address' && !/^(\[[0-9a-fA-F:.]+\]|[^:\s]+):\d{1,5}$/.test(text))
    throw wrong('HOST:PORT, as in 192.168.1.7:4800')
  if (kind === 'place' && !isPlace(text))
    throw wrong('HOST:PORT, tcp://HOST:PORT, or wss://HOST, as in 192.168.1.7:49737')
  if (text === '') throw wrong('something')
  return text
}

/** Where a meeting place is reached; over WebSocket the port may be left to the name. */
function isPlace(text: string): boolean {
  const [, way, host = '', port] =
    /^(?:(tcp|ws|wss):\/\/)?(\[[0-9a-fA-F:.]+\]|[^:/\s]+)(:\d{1,5})?\/?$/.exec(text) ?? []
  return host !== '' && (port !== undefined || way === 'ws' || way === 'wss')
}

function checkArguments({ name, arguments: specs = [] }: CommandSpec, args: readonly string[]): void {
  const hint = `allmende ${name} --help shows how it is used`
  const missing = specs.slice(args.length).find(({ optional }) => !optional)
  if (missing)
    throw fail('USAGE', {
      message: `allmende ${name} needs ${missing.name}`,
      expected: missing.about,
      found: 'nothing',
      hint,
    })
  const excess = specs.at(-1)?.repeat ? undefined : args[specs.length]
  if (excess !== undefined)
    throw fail('USAGE', {
      message: `allmende ${name} takes ${specs.length === 0 ? 'no argument' : specs.map((one) => one.name).join(' ')}`,
      found: `also "${excess}"`,
      hint: excess.includes(' ') ? hint : `${hint}; words that belong together need quotes`,
    })
}

function unknownCommand(name: string): Error {
  // "join" for "commons join": what is typed of a command of two words is mostly the second.
  const ending = COMMANDS.filter((one) => one.name.endsWith(` ${name}`)).map(
    (one) => `\`allmende ${one.name}\``,
  )
  if (ending.length > 0)
    return fail('USAGE', {
      message: `there is no command "${name}"`,
      hint: `did you mean ${ending.join(' or ')}?`,
    })
  const best = nearest(name, [...COMMANDS.map((one) => one.name), ...GROUPS])
  return fail('USAGE', {
    message: `there is no command "${name}"`,
    hint: best ? `did you mean \`allmende ${best}\`?` : 'allmende --help shows all commands',
  })
}

function unknownOption(flag: string, specs: readonly OptionSpec[]): Error {
  const best = nearest(
    flag,
    specs.map(({ flags }) => flags.split(' ')[0] ?? ''),
  )
  return fail('USAGE', {
    message: `there is no option ${flag} here`,
    hint: best ? `did you mean ${best}?` : '--help shows the options of the command',
  })
}

function helpTopic(words: readonly string[]): CommandSpec | string | null {
  const name = words.join(' ')
  if (name === '') return null
  const command = COMMANDS.find((one) => one.name === name)
  if (command) return command
  if (GROUPS.includes(name)) return name
  throw unknownCommand(name)
}
