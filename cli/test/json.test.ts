import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import test, { type Test } from 'tape'
import { temporaryFolder } from '@allmende/testkit'
import { createFakeNode } from '../../packages/api/test/fake/node.ts'
import { serve } from '../../packages/api/src/serve.ts'
import { KEEPING_CASES } from './fake/keeping-cases.ts'
import { INVITE_CASES } from './json-invites.ts'
import { run, within } from './fake/program.ts'
import { ALONE, DRAFT_CASES } from './json-drafts.ts'

const PUBLIC = ['--licence', 'CC-BY-SA-4.0']

/** Each command with --json, and the names that DESIGN.md fixes. */
const CASES: [args: string[], names: string[]][] = [
  [
    ['commons', 'create', 'Shed'],
    ['id', 'name', 'link', 'public'],
  ],
  [
    ['commons', 'join', 'allmende:other', ...ALONE],
    ['id', 'name', 'link', 'public'],
  ],
  [
    ['commons', 'link', 'Garden'],
    ['id', 'name', 'link', 'public'],
  ],
  [
    ['commons', 'use', 'Garden'],
    ['id', 'name'],
  ],
  [['commons', 'list'], ['commons']],
  ...INVITE_CASES,
  [
    ['share', '.', ...PUBLIC, ...ALONE],
    ['id', 'link', 'version', 'files', 'bytes'],
  ],
  [
    ['share', '.', '--dry-run', ...ALONE],
    ['files', 'leftOut', 'licences', 'bytes'],
  ],
  [
    ['find', 'bench', ...ALONE],
    ['results', 'total'],
  ],
  [
    ['find', '--type', 'design', '--built-by-others', '--complete', '5', '--buildable-with', 'Saw', ...ALONE],
    ['results', 'total'],
  ],
  [
    ['show', 'bench', ...ALONE],
    ['id', 'kind', 'title', 'licence', 'versions', 'files', 'derivedFrom'],
  ],
  [
    ['copy', 'bench', ...ALONE],
    ['id', 'path', 'files', 'bytes', 'fetched'],
  ],
  [
    ['show', 'bench', '--explode', ...ALONE],
    ['id', 'version', 'parts', 'assemblies', 'circles', 'unknown', 'cut'],
  ],
  [
    ['show', 'bench', '--closure', ...ALONE],
    ['id', 'version', 'needs', 'closed', 'circles', 'cut'],
  ],
  [
    ['compare', 'bench', '1', '2', ...ALONE],
    ['from', 'to', 'alike', 'fields', 'parts', 'files'],
  ],
  [['comment', 'bench', 'Good', ...ALONE], ['id']],
  [
    ['fork', 'bench', '--to', 'work', '--title', 'Mine', ...ALONE],
    ['id', 'link', 'version', 'derivedFrom', 'derivation', 'stored', 'path'],
  ],
  [
    ['import', '.', '--bom-map', 'name=Part, no,quantity=Qty'],
    ['id', 'link', 'version', 'files', 'bytes', 'goods', 'findings'],
  ],
  [
    ['import', '.', '--dry-run'],
    ['goods', 'findings', 'dryRun'],
  ],
  [
    ['bundle', 'create', 'a.bundle', '--for', 'Bob', '--files', 'none'],
    ['file', 'bytes', 'for', 'commons'],
  ],
  [
    ['bundle', 'open', 'a.bundle'],
    ['file', 'bytes', 'from', 'transport', 'commons', 'unopened'],
  ],
  [
    ['export', 'bench', '--as', 'maker', '--to', 'out', ...ALONE],
    ['as', 'path', 'written', 'files', 'bytes'],
  ],
  [
    ['export', '--commons', 'Garden', '--as', 'site', '--to', 'out', ...ALONE],
    ['as', 'path', 'written', 'goods'],
  ],
  [
    ['commons', 'bring', '--from', 'Garden', '--to', 'Board', '--yes', ...ALONE],
    ['from', 'to', 'brought', 'words', 'left'],
  ],
  [
    ['pull', 'bench', '--dry-run', ...ALONE],
    ['id', 'version', 'upToDate', 'from', 'report'],
  ],
  [
    ['suggest', 'bench', '--title', 'Longer legs', ...ALONE],
    ['id', 'about', 'offers'],
  ],
  [
    ['accept', 'suggestion.1.0', '--reason', 'Thanks', ...ALONE],
    ['id', 'version', 'suggestion', 'by', 'report'],
  ],
  [
    ['withdraw', 'suggestion.1.0', ...ALONE],
    ['id', 'suggestion'],
  ],
  [
    ['decline', 'suggestion.1.0', '--reason', 'No', ...ALONE],
    ['id', 'suggestion', 'reason'],
  ],
  [
    ['build', 'bench', '--outcome', 'works', '--amount', '2.5', '--photo', 'x.jpg', ...ALONE],
    ['id', 'good', 'version', 'number', 'outcome', 'licence'],
  ],
  [
    ['used', 'bench', '--by', 'Benches Ltd', '--how', 'sold', '--returned', 'money', ...ALONE],
    ['id', 'good'],
  ],
  [
    ['maintainers', 'bench', '--add', 'Bob', ...ALONE],
    ['id', 'author', 'maintainers', 'changed'],
  ],
  ...DRAFT_CASES,
  ...KEEPING_CASES,
  [
    ['profile', '--name', 'Anna', ...ALONE],
    ['person', 'device', 'name', 'about'],
  ],
  [
    ['vouch', 'bob', ...ALONE],
    ['id', 'person'],
  ],
  [['block'], ['blocks']],
  [
    ['block', 'Bob', '--note', 'rude', ...ALONE],
    ['person', 'name', 'removed'],
  ],
  [
    ['block', 'Bob', '--remove', ...ALONE],
    ['person', 'name', 'removed'],
  ],
  [
    ['commons', 'members', ...ALONE],
    ['commons', 'members', 'founder'],
  ],
  [
    ['commons', 'exclude', 'Bob', ...ALONE],
    ['id', 'person', 'inForce', 'by'],
  ],
  [
    ['commons', 'rotate-key', ...ALONE],
    ['commons', 'epoch', 'devices', 'link'],
  ],
  [
    ['commons', 'readmit', 'Bob', ...ALONE],
    ['id', 'person', 'inForce', 'by'],
  ],
  [['status'], ['node', 'peers', 'commons', 'safeToClose', 'running', 'url']],
  [['check'], ['ok', 'problems']],
]

async function everyCase(t: Test, home: string) {
  const folder = temporaryFolder(t)
  for (const [args, names] of CASES) {
    const { status, out, err, json } = await within([...args, '--json'], {
      home,
      input: 'Twice\n',
      cwd: folder,
    })
    const line = args.join(' ')
    t.deepEqual(
      [status, err, out.trim().split('\n').length],
      [0, '', 1],
      `${line}: status 0, one document, nothing else`,
    )
    for (const name of names)
      if (!Object.hasOwn((json ?? {}) as object, name))
        t.fail(`${line}: no "${name}" in ${out.slice(0, 200)}`)
  }
}

test('with --json each command prints one document with the fixed names (node within the command)', async (t) => {
  await everyCase(t, temporaryFolder(t))
})

test('with --json each command prints the same names by way of a running node', async (t) => {
  const home = temporaryFolder(t)
  const server = await serve({ node: createFakeNode(home), home, port: 0, assets: new Map() })
  t.teardown(() => server.close())
  await everyCase(t, home)
})

test('a process of its own prints and ends the same', async (t) => {
  const options = { home: temporaryFolder(t) }
  for (const args of [
    ['find', 'bench', '--json', ...ALONE],
    ['show', 'unheard', '--json', ...ALONE],
    ['shrae'],
  ]) {
    const [far, near] = await Promise.all([run(t, args, options), within(args, { home: temporaryFolder(t) })])
    t.deepEqual([far.status, far.out, far.err], [near.status, near.out, near.err], args.join(' '))
  }
})

test('with --json an error is a document on standard output, with status 1, or 2 for wrong usage', async (t) => {
  const home = temporaryFolder(t)
  const cases: [string[], number, string][] = [
    [['copy', 'allmende:wrong', ...ALONE], 1, 'LINK_CHECKSUM'],
    [['commons', 'join', 'allmende:wrong', ...ALONE], 1, 'LINK_CHECKSUM'],
    [['show', 'unheard', ...ALONE], 1, 'THING_UNKNOWN'],
    [['share', '.', ...ALONE], 1, 'LICENCE_WANTED'],
    [['share', './nowhere', ...ALONE], 1, 'PATH_MISSING'],
    [['stop'], 1, 'NOTHING_TO_STOP'],
    [['connect', '127.0.0.1:1'], 1, 'START_FIRST'],
    [['connect', 'nowhere'], 1, 'ADDRESS_FORM'],
    [['export'], 1, 'EXPORT_WHAT'],
    [['export', 'bench', '--as', 'maker'], 1, 'OPTION_WANTED'],
    [['import', '.', '--bom-map', 'Part'], 1, 'OPTION_WANTED'],
    [['bundle', 'open', 'a.bundle', '--files', 'some'], 1, 'OPTION_WANTED'],
    [['draft', 'edit', 'notes', ...ALONE], 1, 'INPUT_EMPTY'],
    [['suggest', 'bench', ...ALONE], 1, 'OPTION_WANTED'],
    [['decline', 'suggestion.1.0', ...ALONE], 1, 'OPTION_WANTED'],
    [['build', 'bench', ...ALONE], 1, 'OPTION_WANTED'],
    [['build', 'bench', '--outcome', 'works', '--ease', 'high', ...ALONE], 2, 'USAGE'],
    [['commons', 'link', 'Nowhere'], 1, 'COMMONS_WANTED'],
    [['show', 'boom', ...ALONE], 1, 'INTERNAL'],
    [['draft', 'attach', 'notes', ...ALONE], 2, 'USAGE'],
    [['shrae'], 2, 'USAGE'],
    [['share'], 2, 'USAGE'],
    [['share', '.', '--bogus'], 2, 'USAGE'],
  ]
  for (const [args, expected, code] of cases) {
    const { status, json, err } = await within([...args, '--json'], { home, cwd: home })
    const { error } = (json ?? {}) as { error?: Record<string, string> }
    t.deepEqual(
      [status, error?.['code'], err],
      [expected, code, ''],
      `${args.join(' ')}: ${error?.['message']}`,
    )
  }
})

test('without --json an error is words on standard error: what was expected, found, and what to do', async (t) => {
  const home = temporaryFolder(t)
  const { status, out, err } = await within(['share', '.', ...ALONE], { home, cwd: home })
  t.deepEqual([status, out], [1, ''])
  for (const words of [
    'Error: ',
    'CC-BY-SA-4.0',
    'CERN-OHL-S-2.0',
    'found:    none',
    'what to do: say it with --licence',
  ])
    t.ok(err.includes(words), words)
  const wrong = await within(['shrae'], { home })
  t.deepEqual([wrong.status, wrong.out], [2, ''])
  t.ok(wrong.err.includes('did you mean `allmende share`?'))
})

test('a share says what its pictures would tell: in JSON by a code, on a terminal in words with what to do', async (t) => {
  const home = temporaryFolder(t)
  const cwd = join(home, 'warn')
  mkdirSync(cwd)
  for (const more of [[], ['--dry-run']]) {
    const { json } = await within(['share', '.', ...PUBLIC, ...more, ...ALONE, '--json'], { home, cwd })
    const { cautions } = json as { cautions: { code: string; count: number }[] }
    t.deepEqual(
      cautions.map(({ code, count }) => [code, count]),
      [['PICTURES_TELL_PLACE', 3]],
    )
  }
  const { err } = await within(['share', '.', ...PUBLIC, '--no-serve', ...ALONE], { home, cwd })
  for (const words of [
    'Mind: 3 pictures say where they were taken (for instance photos/bench.jpg)',
    'take it out of them',
  ])
    t.ok(err.includes(words), words)
})

test('check ends with status 1 when it found a problem', async (t) => {
  const home = temporaryFolder(t)
  const found = await within(['check', '--json'], { home, fake: { problems: true } })
  t.deepEqual([found.status, (found.json as { ok: boolean }).ok], [1, false])
  const words = await within(['check', '--rebuild'], { home, fake: { problems: true } })
  t.ok(words.status === 1 && words.out.includes('LOG_GAP') && words.out.includes('made anew'))
})

test('export --records writes a line for each record, unknown kinds too', async (t) => {
  const { status, out } = await within(['export', '--records', '--json'], { home: temporaryFolder(t) })
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { known: boolean; bytes: string })
  t.equal(status, 0)
  t.deepEqual(
    lines.map(({ known, bytes }) => [known, bytes]),
    [
      [true, 'AQID'],
      [false, '//4='],
    ],
  )
})

test('what peers wrote can’t steer the terminal', async (t) => {
  const home = temporaryFolder(t)
  for (const args of [
    ['find', ...ALONE],
    ['show', 'bench', ...ALONE],
    ['copy', 'bench', join(home, 'x'), ...ALONE],
    ['fork', 'bench', ...ALONE],
    ['pull', 'bench', ...ALONE],
    ['accept', 'suggestion.1.0', ...ALONE],
    ['build', 'bench', '--outcome', 'works', ...ALONE],
    ['maintainers', 'bench', ...ALONE],
  ]) {
    const { status, out } = await within(args, { home, fake: { peers: true } })
    t.equal(status, 0, args.join(' '))
    t.notOk(/[^\P{Cc}\n]|\u202e/u.test(out), 'no control characters')
    t.ok(out.includes('A bench Mal'), 'the words are there')
  }
})

test('the 24 words of a new identity are said once, on standard error; with --json they are a field', async (t) => {
  const fake = { fresh: true }
  const words = await within(['commons', 'create', 'Garden'], { home: temporaryFolder(t), fake })
  t.ok(words.err.includes('24 word24') && words.err.includes('Write down') && !words.out.includes('word1'))
  const json = await within(['commons', 'create', 'Garden', '--json'], { home: temporaryFolder(t), fake })
  t.equal((json.json as { words: string }).words.split(' ').length, 24)
  t.equal(json.err, '')
})

test('empty states say what to do next', async (t) => {
  const home = temporaryFolder(t)
  const fake = { fresh: true }
  const status = await within(['status'], { home, fake })
  for (const words of ['No node is running', '`allmende start`', 'commons create', 'nobody yet'])
    t.ok(status.out.includes(words), words)
  t.ok((await within(['find', ...ALONE], { home, fake })).out.includes('commons join LINK'))
  t.ok((await within(['commons', 'list'], { home, fake })).out.includes('commons create NAME'))
})

test('a page of results says how to get the next one, and the last says nothing of it', async (t) => {
  const home = temporaryFolder(t)
  const first = await within(['find', 'bench', '--limit', '1', ...ALONE], { home })
  t.ok(first.out.includes('2 results; the next page: the same again with --after page-2'), first.out)
  const json = await within(['find', 'bench', '--limit', '1', '--json', ...ALONE], { home })
  t.equal((json.json as { next: string }).next, 'page-2')
  const last = await within(['find', 'bench', '--limit', '1', '--after', 'page-2', ...ALONE], { home })
  t.equal(last.status, 0)
  t.notOk(last.out.includes('--after'), last.out)
})

test('the home is the one of --home, else ALLMENDE_HOME, else .allmende in the user’s home', async (t) => {
  const home = temporaryFolder(t)
  const given = await within(['status', '--json', '--home', join(home, 'a')], { home: join(home, 'b') })
  t.equal((given.json as { home: string }).home, join(home, 'a'))
  const env = await within(['status', '--json'], { home: join(home, 'b') })
  t.equal((env.json as { home: string }).home, join(home, 'b'))
  const own = await within(['status', '--json'], { env: { HOME: home } })
  t.equal((own.json as { home: string }).home, join(home, '.allmende'))
  t.ok(existsSync(join(home, '.allmende')))
})
