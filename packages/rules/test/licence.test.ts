import test from 'tape'
import parse from 'spdx-expression-parse'
import { seeded } from '@allmende/testkit'
import { GOOD_TYPES, type GoodType } from '@allmende/vocabulary'
import {
  FREE_LICENCES,
  type LicenceRefusalCode,
  checkLicence,
  commonFreeLicences,
  freeLicence,
  guessType,
  suggestLicences,
} from '../src/index.ts'

const FREE: readonly [expression: string, type: GoodType, shareAlike: boolean][] = [
  ['CERN-OHL-S-2.0', 'design', true],
  ['CERN-OHL-W-2.0', 'design', true],
  ['CERN-OHL-P-2.0', 'design', false],
  ['CERN-OHL-1.2', 'design', true],
  ['TAPR-OHL-1.0', 'design', true],
  ['Apache-2.0 WITH SHL-2.1', 'design', false],
  ['CC-BY-SA-4.0', 'design', true],
  ['AGPL-3.0-or-later', 'software', true],
  ['GPL-3.0-only', 'software', true],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'software', true],
  ['Apache-2.0+', 'software', false],
  ['MIT', 'software', false],
  ['0BSD', 'software', false],
  ['CC-BY-SA-4.0', 'text', true],
  ['CC-BY-SA-3.0-DE', 'text', true],
  ['CC-BY-4.0', 'publication', false],
  ['CC0-1.0', 'media', false],
  ['LAL-1.3', 'media', true],
  ['OFL-1.1', 'media', true],
  ['GFDL-1.3-no-invariants-or-later', 'text', true],
  ['ODbL-1.0', 'data', true],
  ['ODC-By-1.0', 'data', false],
  ['PDDL-1.0', 'data', false],
  ['DL-DE-BY-2.0', 'data', false],
  ['MIT OR Apache-2.0', 'software', false],
  ['GPL-3.0-or-later OR CERN-OHL-S-2.0', 'design', true],
  ['GPL-3.0-or-later OR MIT', 'software', false],
  ['CERN-OHL-W-2.0 AND CC-BY-SA-4.0 AND GPL-3.0-only', 'design', true],
  ['MIT AND CC-BY-SA-4.0', 'software', true],
  ['(MIT OR Apache-2.0) AND CC-BY-4.0', 'software', false],
  ['CC-BY-NC-4.0 OR MIT', 'software', false],
]

const REFUSED: readonly [
  expression: string,
  type: GoodType,
  code: LicenceRefusalCode,
  suggestions: string[] | null,
][] = [
  ['', 'design', 'missing', ['CERN-OHL-S-2.0', 'CERN-OHL-W-2.0', 'CC-BY-SA-4.0', 'CERN-OHL-P-2.0']],
  [' \n', 'text', 'missing', null],
  ['NONE', 'text', 'missing', null],
  ['NOASSERTION', 'text', 'missing', null],
  ['CC-BY-NC-4.0', 'text', 'non-commercial', ['CC-BY-4.0', 'CC-BY-SA-4.0']],
  ['CC-BY-NC-SA-4.0', 'design', 'non-commercial', ['CC-BY-SA-4.0']],
  ['CC-BY-NC-SA-3.0-DE', 'text', 'non-commercial', ['CC-BY-SA-3.0-DE', 'CC-BY-SA-4.0']],
  ['CC-BY-NC-ND-4.0', 'media', 'non-commercial', ['CC-BY-4.0', 'CC-BY-SA-4.0']],
  ['CC-BY-ND-4.0', 'text', 'no-derivatives', ['CC-BY-4.0', 'CC-BY-SA-4.0']],
  ['GFDL-1.3-invariants-only', 'text', 'not-free', null],
  ['BUSL-1.1', 'software', 'not-free', null],
  ['SSPL-1.0', 'software', 'not-free', null],
  ['Elastic-2.0', 'software', 'not-free', null],
  ['JSON', 'software', 'not-free', null],
  ['PolyForm-Noncommercial-1.0.0', 'software', 'not-free', null],
  ['MIT AND CC-BY-NC-4.0', 'software', 'non-commercial', null],
  ['CC-BY-NC-4.0 OR CC-BY-ND-4.0', 'text', 'no-derivatives', null],
  ['GPL-3.0', 'software', 'deprecated', ['GPL-3.0-only', 'GPL-3.0-or-later']],
  ['GPL-3.0+', 'software', 'deprecated', ['GPL-3.0-or-later']],
  ['LGPL-2.1', 'software', 'deprecated', ['LGPL-2.1-only', 'LGPL-2.1-or-later']],
  ['AGPL-3.0', 'software', 'deprecated', ['AGPL-3.0-only', 'AGPL-3.0-or-later']],
  [
    'GPL-2.0 WITH Classpath-exception-2.0',
    'software',
    'deprecated',
    ['GPL-2.0-only WITH Classpath-exception-2.0', 'GPL-2.0-or-later WITH Classpath-exception-2.0'],
  ],
  [
    'GPL-2.0-with-classpath-exception',
    'software',
    'deprecated',
    ['GPL-2.0-only WITH Classpath-exception-2.0'],
  ],
  ['MIT AND GPL-3.0', 'software', 'deprecated', ['GPL-3.0-only', 'GPL-3.0-or-later']],
  ['CC BY-SA 4.0', 'text', 'not-spdx', ['CC-BY-SA-4.0']],
  ['Creative Commons Attribution-ShareAlike 4.0 International', 'text', 'not-spdx', ['CC-BY-SA-4.0']],
  ['CC-BY-SA', 'text', 'unknown', ['CC-BY-SA-4.0']],
  ['cc-by-sa-4.0', 'text', 'unknown', ['CC-BY-SA-4.0']],
  ['mit', 'software', 'unknown', ['MIT']],
  ['MIT License', 'software', 'not-spdx', ['MIT']],
  ['GPLv3', 'software', 'unknown', ['GPL-3.0-only', 'GPL-3.0-or-later']],
  ['GNU General Public License v2', 'software', 'not-spdx', ['GPL-2.0-only', 'GPL-2.0-or-later']],
  ['Apache 2', 'software', 'not-spdx', ['Apache-2.0']],
  ['Apche-2.0', 'software', 'unknown', ['Apache-2.0', 'Apache-1.0', 'Apache-1.1']],
  ['CERN OHL v2', 'design', 'not-spdx', ['CERN-OHL-S-2.0', 'CERN-OHL-W-2.0', 'CERN-OHL-P-2.0']],
  ['public domain', 'data', 'not-spdx', ['CC0-1.0']],
  ['LicenseRef-our-own', 'design', 'custom', null],
  ['DocumentRef-x:LicenseRef-y', 'design', 'custom', null],
  ['MIT AND LicenseRef-our-own', 'software', 'custom', null],
  ['all rights reserved', 'text', 'not-spdx', null],
  ['(MIT', 'software', 'not-spdx', ['MIT']],
  ['MIT AND', 'software', 'not-spdx', null],
  ['MIT/Apache-2.0', 'software', 'not-spdx', null],
  ['constructor', 'software', 'unknown', null],
  ['__proto__', 'software', 'unknown', null],
  ['x'.repeat(600), 'software', 'too-long', []],
]

test('R30 a free licence, or free ones joined, is accepted as it stands', (t) => {
  for (const [expression, type, shareAlike] of FREE) {
    const verdict = checkLicence(expression, type)
    t.ok(verdict.ok && verdict.free && verdict.expression === expression && verdict.name !== '', expression)
    t.equal(
      verdict.ok && verdict.shareAlike,
      shareAlike,
      `${expression} is ${shareAlike ? '' : 'not '}share-alike`,
    )
    t.equal(verdict.ok ? verdict.note : 'refused', undefined, `and fits a good of type ${type}`)
  }
  const padded = checkLicence(' MIT\n', 'software')
  t.equal(padded.ok && padded.expression, 'MIT', 'only blanks around it are dropped')
  t.end()
})

test('R31 what is not free, unknown, given up or of one’s own is refused, with a reason and what may have been meant', (t) => {
  for (const [expression, type, code, suggestions] of REFUSED) {
    const verdict = checkLicence(expression, type)
    if (verdict.ok) {
      t.fail(`${expression} was accepted`)
      continue
    }
    t.equal(verdict.code, code, `${expression.slice(0, 60)}: ${verdict.reason}`)
    if (suggestions) t.deepEqual(verdict.suggestions, suggestions)
    else t.ok(verdict.suggestions.length > 0 || code === 'deprecated')
    for (const suggestion of verdict.suggestions)
      t.ok(checkLicence(suggestion, type).ok, `${suggestion} would be accepted`)
  }
  t.end()
})

test('R32 a licence that was written for something else is accepted with a note', (t) => {
  const verdict = checkLicence('MIT', 'text')
  t.equal(verdict.ok && verdict.note, 'MIT License was not written for a good of type text')
  t.end()
})

test('R33 every licence of the table is in SPDX, current, and called free by somebody named', (t) => {
  const authorities = new Set(['OSI', 'FSF', 'DFCW', 'OD', 'OSHWA'])
  t.equal(new Set(FREE_LICENCES.map(({ id }) => id)).size, FREE_LICENCES.length, 'none is there twice')
  t.ok(FREE_LICENCES.length > 100, `${FREE_LICENCES.length} licences`)
  for (const { id, name, freeBy, types } of FREE_LICENCES) {
    const tree = parse(id)
    const verdict = checkLicence(id, types[0]!)
    const fine = 'license' in tree && tree.license === id && verdict.ok && name !== '' && freeBy.length > 0
    if (!fine || !freeBy.every((by) => authorities.has(by)) || types.length === 0) t.fail(id)
    if (/-(NC|ND)(-|$)/.test(id) || /invariants/.test(id.replace('no-invariants', '')))
      t.fail(`${id} cannot be free`)
  }
  t.equal(freeLicence('constructor'), undefined)
  t.end()
})

test('R34 suggestions fit the type, share-alike first, each with a reason', (t) => {
  const first: Record<GoodType, string> = {
    design: 'CERN-OHL-S-2.0',
    software: 'AGPL-3.0-or-later',
    text: 'CC-BY-SA-4.0',
    media: 'CC-BY-SA-4.0',
    publication: 'CC-BY-SA-4.0',
    data: 'ODbL-1.0',
  }
  for (const type of GOOD_TYPES) {
    const suggestions = suggestLicences(type)
    t.equal(suggestions[0]!.id, first[type], type)
    const shareAlike = suggestions.map(({ id }) => freeLicence(id)!.shareAlike)
    t.deepEqual(
      shareAlike,
      [...shareAlike].sort((a, b) => Number(b) - Number(a)),
      'none of them behind a permissive one',
    )
    t.ok(suggestions.every(({ why, id }) => why !== '' && checkLicence(id, type).ok))
  }
  t.equal(suggestLicences(['a.stl'])[0]!.id, 'CERN-OHL-S-2.0', 'file names do as well')
  const common = commonFreeLicences().map(({ id }) => id)
  for (const id of ['CERN-OHL-S-2.0', 'AGPL-3.0-or-later', 'CC-BY-SA-4.0', 'ODbL-1.0', 'MIT', 'CC0-1.0'])
    t.ok(common.includes(id), id)
  t.ok(common.length < 16, 'short enough to be read')
  t.end()
})

test('R35 file names say what type a good may be', (t) => {
  const guesses: [GoodType, string[]][] = [
    ['design', ['arm.stl', 'photo1.jpg', 'photo2.jpg', 'photo3.jpg', 'BOM.csv', 'README.md', 'guide.pdf']],
    ['design', ['docs/a.md', 'docs/b.md', 'okh.toml']],
    ['design', ['okh-MusicalTrainer.yml', 'firmware/main.c', 'firmware/b.c']],
    ['design', ['Case.STEP']],
    ['software', ['src/index.ts', 'src/a.ts', 'README.md', 'logo.svg']],
    ['software', ['package.json', 'data.csv']],
    ['data', ['2024.csv', '2025.csv', 'README.md']],
    ['text', ['chapter-1.md', 'chapter-2.md']],
    ['media', ['a.mp3', 'b.flac', 'cover.jpg']],
    ['publication', ['paper.pdf']],
    ['text', []],
    ['text', ['LICENSE', 'noending', '.hidden', 'a.unknown']],
    ['text', ['constructor', 'x.constructor', 'x.__proto__']],
  ]
  for (const [type, files] of guesses) t.equal(guessType(files), type, files.join(' '))
  t.end()
})

test('R36 no text makes anything of checkLicence but a verdict', (t) => {
  const seed = 'licence-fuzz-1'
  const random = seeded(seed)
  const parts = [
    'MIT',
    'CC-BY-NC-4.0',
    'GPL-3.0',
    ' AND ',
    ' OR ',
    ' WITH ',
    '(',
    ')',
    '+',
    'LicenseRef-',
    'DocumentRef-a:',
    ' ',
    '\0',
    '🔧',
    '/',
    'and',
    '-only',
    'SHL-2.1',
    '\n',
    '{',
    '"',
  ]
  let accepted = 0
  for (let round = 0; round < 2_000; round++) {
    const text = Array.from({ length: random.int(5) }, () => random.pick(parts)).join('')
    try {
      const verdict = checkLicence(text, random.pick(GOOD_TYPES))
      if (verdict.ok) accepted++
      else if (verdict.reason === '') t.fail(`no reason for ${JSON.stringify(text)}`)
    } catch (error) {
      t.fail(`seed ${seed}, round ${round}: ${JSON.stringify(text)}: ${String(error)}`)
    }
  }
  t.ok(accepted > 5, `${accepted} were licences by chance`)
  const deep = checkLicence(`${'('.repeat(249)}MIT${')'.repeat(248)}`, 'software')
  t.ok(deep.ok || deep.code === 'not-spdx', 'nor does one of 249 brackets')
  t.end()
})
