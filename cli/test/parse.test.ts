import test from 'tape'
import { COMMANDS } from '../src/commands/index.ts'
import { nearest } from '../src/nearest.ts'
import { parse } from '../src/parse.ts'

const read = (line: string) => parse(line === '' ? [] : line.split(' '))
const usage = (line: string) => {
  const parsed = read(line)
  return parsed.type === 'usage'
    ? (parsed.error as Error & { hint?: string; found?: string; expected?: string })
    : null
}

test('a command line is read: command, arguments and options, in any order', (t) => {
  const cases: [string, string, string[], Record<string, unknown>][] = [
    ['status', 'status', [], {}],
    ['--json status', 'status', [], { json: true }],
    ['--home /x status --json', 'status', [], { home: '/x', json: true }],
    ['share x --licence MIT --tag a --tag b', 'share', ['x'], { licence: 'MIT', tag: ['a', 'b'] }],
    ['share --licence=MIT --title=a=b x', 'share', ['x'], { licence: 'MIT', title: 'a=b' }],
    ['commons create Garden --private', 'commons create', ['Garden'], { private: true }],
    ['commons --json create Garden', 'commons create', ['Garden'], { json: true }],
    ['find a b c', 'find', ['a', 'b', 'c'], {}],
    ['find -- --json', 'find', ['--json'], {}],
    ['draft edit x -', 'draft edit', ['x', '-'], {}],
    ['start --port 0 --no-internet --no-starter', 'start', [], { port: 0, internet: false, starter: false }],
    [
      'copy l --bootstrap 1.2.3.4:5 --bootstrap [::1]:6 --bootstrap tcp://a.example:7 --bootstrap wss://b.example',
      'copy',
      ['l'],
      { bootstrap: ['1.2.3.4:5', '[::1]:6', 'tcp://a.example:7', 'wss://b.example'] },
    ],
    ['share x --description -5', 'share', ['x'], { description: '-5' }],
  ]
  for (const [line, name, args, values] of cases) {
    const parsed = read(line)
    if (parsed.type !== 'command') t.fail(`${line}: ${parsed.type}`)
    else t.deepEqual([parsed.command.name, parsed.args, parsed.values], [name, args, values], line)
  }
  t.end()
})

test('help is understood wherever it stands', (t) => {
  for (const line of ['', '--help', '-h', 'help', '--json --help'])
    t.deepEqual(read(line), { type: 'help', of: null }, line)
  for (const line of ['draft', 'draft --help', 'help draft'])
    t.deepEqual(read(line), { type: 'help', of: 'draft' }, line)
  for (const line of ['share --help', 'help share', 'share x --nonsense -h', '--help share']) {
    const parsed = read(line)
    t.equal(parsed.type === 'help' && typeof parsed.of === 'object' && parsed.of?.name, 'share', line)
  }
  t.equal(read('find -- --help').type, 'command', 'but not behind --')
  t.equal(read('--version').type, 'version')
  t.end()
})

test('a mistyped command or option is told with the nearest that exists', (t) => {
  const cases: [string, string][] = [
    ['shrae x', 'allmende share'],
    ['strat', 'allmende start'],
    ['stats', 'allmende status'],
    ['commns', 'allmende commons'],
    ['draft edti x', 'allmende draft edit'],
    ['commons creat X', 'allmende commons create'],
    ['share x --licens MIT', '--licence'],
    ['start --bootstap 1.2.3.4:5', '--bootstrap'],
    ['status --jsn', '--json'],
    ['help shrae', 'allmende share'],
  ]
  for (const [line, near] of cases)
    t.ok(usage(line)?.hint?.includes(`${near}`), `${line}: ${usage(line)?.hint}`)
  t.equal(
    nearest(
      'xyzzy',
      COMMANDS.map(({ name }) => name),
    ),
    null,
    'nothing is guessed for what is like nothing',
  )
  t.end()
})

test('wrong usage says what was expected and found', (t) => {
  const cases: [string, RegExp][] = [
    ['share', /needs PATH/],
    ['copy', /needs LINK/],
    ['comment', /needs GOOD/],
    ['commons create', /needs NAME/],
    ['share a b', /also "b"/],
    ['status x', /takes no argument/],
    ['start --port', /--port needs a value/],
    ['start --port --json', /--port needs a value/],
    ['start --port x', /number from 0 to 65535/],
    ['start --port 65536', /number from 0 to 65535/],
    ['start --bootstrap nowhere', /HOST:PORT/],
    ['start --bootstrap tcp://nowhere', /tcp:\/\/HOST:PORT/],
    ['start --bootstrap ftp://a.example:7', /HOST:PORT/],
    ['find x --limit -1', /number from 0/],
    ['status --json=1', /takes no value/],
    ['commons create Garden Shed', /quotes/],
    ['--bogus', /no option --bogus/],
    ['share x --title=', /something/],
  ]
  for (const [line, words] of cases) {
    const error = usage(line)
    const told = [error?.message, error?.expected, error?.found, error?.hint].join(' | ')
    t.ok(words.test(told), `${line}: ${told}`)
  }
  t.end()
})

test('the second word of a command alone is told with all commands that end so', (t) => {
  t.equal(usage('join x')?.hint, 'did you mean `allmende commons join`?')
  const hint = usage('add')?.hint ?? ''
  for (const name of ['keeper add', 'device add']) t.ok(hint.includes(`\`allmende ${name}\``), name)
  t.equal(usage('statsu')?.hint, 'did you mean `allmende status`?', 'a mistyped word as before')
  t.end()
})
