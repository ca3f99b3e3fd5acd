import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test from 'tape'
import { COMMANDS, FIRST, GROUPS, TOPICS } from '../src/commands/index.ts'
import { helpOf, helpOfAll, helpOfGroup } from '../src/help.ts'
import { optionsOf, parse } from '../src/parse.ts'
import { styleFor } from '../src/terminal/style.ts'
import { VERSION } from '../src/version.ts'
import { ERRORS } from '../src/errors.ts'

const plain = styleFor(false, {})

test('the help shows the eight most used first, then every other command once', (t) => {
  const help = helpOfAll(plain)
  const listed = [...help.matchAll(/^ {2}([a-z][a-z-]*) {2,}\S/gm)]
    .map(([, name]) => name ?? '')
    .filter((name) => name !== 'allmende')
  t.deepEqual(listed.slice(0, 8), ['start', 'share', 'copy', 'find', 'draft', 'commons', 'status', 'help'])
  const names = new Set(COMMANDS.map(({ name }) => name.split(' ')[0] ?? ''))
  t.deepEqual(new Set(listed), new Set([...names, 'help']), 'nothing is missing, nothing is made up')
  t.equal(listed.length, new Set(listed).size)
  t.deepEqual(listed, [...FIRST, ...TOPICS.flatMap((topic) => topic.names)])
  t.end()
})

test('every command says what it does, with its options and an example that is right', (t) => {
  for (const command of COMMANDS) {
    const help = helpOf(command, plain)
    for (const { flags } of optionsOf(command))
      if (!help.includes(flags)) t.fail(`${command.name}: ${flags} is missing`)
    t.ok(command.examples.length > 0, `${command.name} has an example`)
    for (const example of command.examples) {
      const words = (example.split(/[<>]/)[0] ?? '').trim().match(/"[^"]*"|\S+/g) ?? []
      const parsed = parse(words.slice(1).map((word) => word.replaceAll('"', '')))
      if (parsed.type !== 'command' || parsed.command !== command)
        t.fail(`${example}: ${JSON.stringify(parsed)}`)
    }
    for (const line of help.split('\n'))
      if (line.length > 110) t.fail(`${command.name}: a line is too long: ${line}`)
  }
  for (const group of GROUPS) t.ok(helpOfGroup(group, plain).includes(`${group} `), group)
  t.end()
})

test('every command can be loaded', async (t) => {
  for (const command of COMMANDS) t.equal(typeof (await command.load()), 'function', command.name)
})

test('the launcher runs the program', async (t) => {
  const launcher = fileURLToPath(new URL('../bin/allmende', import.meta.url))
  const { status, out } = await new Promise<{ status: number | null; out: string }>((resolve) => {
    const child = execFile('sh', [launcher, '--version'], (_error, stdout) =>
      resolve({ status: child.exitCode, out: stdout }),
    )
  })
  t.deepEqual([status, out.trim()], [0, VERSION])
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  t.equal(VERSION, manifest.version, 'and tells the version of its package')
})

test('the README names every error of the program', (t) => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const named = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code ?? '')
  t.deepEqual(named.toSorted(), [...Object.keys(ERRORS), 'INTERNAL'].toSorted())
  t.end()
})
