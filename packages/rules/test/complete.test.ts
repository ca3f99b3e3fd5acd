import test from 'tape'
import { seeded } from '@allmende/testkit'
import { type Fields, GOOD_TYPES, type PartLine } from '@allmende/vocabulary'
import { completeness } from '../src/index.ts'

const FULL: Fields = {
  title: 'Lamp',
  type: 'design',
  licence: 'CERN-OHL-S-2.0',
  description: 'A lamp.',
  version: '1.0',
  design: { function: 'Gives light.', tools: ['Drill'], made: true },
  roles: [
    { role: 'making-instructions', at: 'docs/make.md' },
    { role: 'image', at: 'lamp.jpg' },
  ],
  files: { count: 1, bytes: 1, cores: [], entries: [{ path: 'lamp.FCStd' }] },
}
const PARTS: PartLine[] = [
  { name: 'Screw', number: 'ISO 4762' },
  { name: 'Tube', source: 'a shop' },
  { name: 'Wire' },
]

test('R80 a design is complete when somebody else could build it; what is missing is told, the weightiest first', (t) => {
  t.deepEqual(completeness(FULL, PARTS), { score: 100, missing: [] })
  const bare = completeness({ title: 'Lamp', type: 'design', licence: 'CERN-OHL-S-2.0' }, [])
  t.equal(bare.score, 10)
  t.deepEqual(
    bare.missing.map(({ field }) => field),
    [
      'parts',
      'roles.making-instructions',
      'roles.source',
      'design.tools',
      'design.function',
      'parts.source',
      'description',
      'version',
      'roles.image',
      'design.made',
    ],
  )
  t.ok(bare.missing.every(({ why }) => why.length > 10))
  const unfree = completeness({ ...FULL, licence: 'CC-BY-NC-4.0' }, PARTS)
  t.deepEqual([unfree.score, unfree.missing[0]?.field], [90, 'licence'], 'a licence that isn’t free is none')
  const { files, design, ...rest } = FULL
  t.equal(
    completeness(
      { ...rest, design: { function: 'x', made: true } },
      [...PARTS, { name: 'Drill', action: 'use', source: 'x' }],
      ['lamp.scad'],
    ).score,
    100,
    'tools may stand in the parts list, and the paths of files may be given apart',
  )
  t.ok(files && design)
  t.end()
})

test('R81 goods of other types are complete with less', (t) => {
  const common: Fields = { title: 'x', licence: 'CC-BY-4.0', description: 'x', files: { count: 1 } }
  const cases: [Fields, number][] = [
    [{ ...common, type: 'software', version: '1', roles: [{ role: 'readme', at: 'README' }] }, 100],
    [{ ...common, type: 'text', language: 'de', credits: [{ name: 'Ada' }] }, 100],
    [{ ...common, type: 'data', version: '1' }, 90],
    [{ ...common, type: 'media', tags: ['cat'] }, 90],
    [
      {
        ...common,
        type: 'publication',
        publication: {
          type: 'book',
          author: [{ family: 'Ada' }],
          DOI: '10.1234/x',
          issued: {},
          publisher: 'x',
        },
      },
      100,
    ],
    [{ title: 'x', type: 'text' }, 0],
  ]
  for (const [fields, score] of cases) t.equal(completeness(fields, []).score, score, String(fields['type']))
  t.end()
})

test('R82 whatever stands in the fields, the score is a whole number from 0 to 100', (t) => {
  const seed = 'complete-1'
  const random = seeded(seed)
  const values = [
    undefined,
    null,
    7,
    '',
    'x',
    [],
    {},
    [null],
    [{ role: 7, at: {} }],
    { entries: [7], count: 'x' },
  ]
  for (let round = 0; round < 1_000; round++) {
    const names = ['files', 'roles', 'design', 'licence', 'publication', 'tags', '__proto__', 'credits']
    const fields = Object.fromEntries(names.map((name) => [name, random.pick(values)])) as Fields
    fields['type'] = random.pick([...GOOD_TYPES, 'constructor', undefined])
    const { score, missing } = completeness(fields, [])
    if (!Number.isInteger(score) || score < 0 || score > 100) t.fail(`seed ${seed}, round ${round}: ${score}`)
    if ((score === 100) !== (missing.length === 0)) t.fail(`seed ${seed}, round ${round}: ${missing.length}`)
  }
  t.pass('1,000 goods')
  t.end()
})
