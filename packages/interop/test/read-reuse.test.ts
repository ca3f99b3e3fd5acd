import { seeded } from '@allmende/testkit'
import test from 'tape'
import { readReuse } from '../src/index.ts'

const table = (...annotations: readonly [string | string[], string, string?][]): string =>
  [
    'version = 1',
    ...annotations.map(
      ([path, licence, more = '']) =>
        `[[annotations]]\npath = ${JSON.stringify(path)}\nSPDX-License-Identifier = "${licence}"\n${more}`,
    ),
  ].join('\n')

test('I42 of the annotations in REUSE.toml that fit a path the last counts', (t) => {
  const found = readReuse(
    table(
      ['**', 'CERN-OHL-S-2.0'],
      [['docs/**', '*.md'], 'CC-BY-SA-4.0'],
      ['docs/*.png', 'CC0-1.0', 'precedence = "override"'],
      ['a\\*b', 'MIT'],
    ),
  )
  const licences = [
    'board.kicad',
    'docs/a/b.md',
    'read.md',
    'sub/read.md',
    'docs/x.png',
    'docs/a/x.png',
    'a*b',
    'axb',
  ]
  t.deepEqual(
    licences.map((path) => [path, found?.of(path)?.licence]),
    [
      ['board.kicad', 'CERN-OHL-S-2.0'],
      ['docs/a/b.md', 'CC-BY-SA-4.0'],
      ['read.md', 'CC-BY-SA-4.0'],
      ['sub/read.md', 'CERN-OHL-S-2.0'],
      ['docs/x.png', 'CC0-1.0'],
      ['docs/a/x.png', 'CC-BY-SA-4.0'],
      ['a*b', 'MIT'],
      ['axb', 'CERN-OHL-S-2.0'],
    ],
  )
  t.deepEqual([found?.of('docs/x.png')?.override, found?.of('read.md')?.override], [true, false])
  t.end()
})

test('I42 what is no REUSE.toml says nothing, whatever is in it', (t) => {
  const random = seeded('reuse 1')
  const good = table(['**', 'MIT'], [['a', 'b'], 'CC0-1.0'])
  for (const text of ['', 'version = 2', '[', good.replace('1', '"1"'), 'version = 1\nannotations = 3'])
    t.equal(readReuse(text)?.of('x'), undefined)
  t.equal(readReuse(table(...Array.from({ length: 501 }, () => ['a', 'MIT'] as [string, string]))), null)
  for (let round = 0; round < 300; round++) {
    const bytes = Buffer.from(good)
    for (let at = 0; at < 3; at++) bytes[random.int(bytes.length)] = random.int(256)
    readReuse(bytes.toString())?.of('a/b')
  }
  t.pass('and nothing throws')
  t.end()
})

test('I42 a pattern of many stars takes no longer than its length times the path', (t) => {
  const glob = '*a'.repeat(500)
  const found = readReuse(table([glob, 'MIT']))
  t.equal(found?.of('a'.repeat(499)), undefined)
  t.equal(found?.of(`${'a'.repeat(1_000)}b`), undefined, 'no backtracking')
  t.equal(found?.of('ba'.repeat(500))?.licence, 'MIT')
  t.end()
})
