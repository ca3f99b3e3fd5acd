import test from 'tape'
import {
  flat,
  GOOD_FORMS,
  goodFields,
  LINE_FORMS,
  partLine,
  unflat,
  valueFor,
} from '../../src/drafts/forms.ts'
import { listedOf, referenceOf } from '../../src/drafts/file-references.ts'

const CORE = `${'y'.repeat(52)}` as Parameters<typeof referenceOf>[0]['core']

function codeOf(work: () => unknown): string {
  try {
    work()
    return 'fine'
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('DG1 what is said of a good, and a line of its parts list, goes into flat fields and comes back the same', (t) => {
  const good = {
    title: 'Dryer',
    licence: 'CERN-OHL-S-2.0',
    type: 'design',
    tags: ['food', 'sun'],
    design: {
      mass: 4200,
      size: { width: 1, height: 2, depth: 3 },
      tools: ['saw, fine', 'drill'],
      made: true,
    },
  }
  const fields = flat(good, GOOD_FORMS)
  t.equal(fields['tags'], 'food, sun')
  t.equal(fields['design.size.height'], 2)
  t.deepEqual(unflat(fields, GOOD_FORMS), good)
  t.deepEqual(goodFields(fields), good)
  const line = {
    name: 'Pane',
    quantity: 2.5,
    unit: 'metre',
    places: ['A1', 'B2'],
    cost: { amount: '12.50', currency: 'EUR' },
    substitutes: [{ name: 'Foil', note: 'lighter' }],
  }
  t.deepEqual(partLine(flat(line, LINE_FORMS)), line)
  t.end()
})

test('DG1 a value that no record may have is refused with the field, what was expected and what was found', (t) => {
  t.equal(valueFor('design.mass', '12.5', GOOD_FORMS), 12.5)
  t.equal(valueFor('design.made', 'yes', GOOD_FORMS), true)
  t.equal(valueFor('title', '', GOOD_FORMS), null, 'nothing takes it out')
  t.equal(
    codeOf(() => valueFor('design.mass', 'heavy', GOOD_FORMS)),
    'DRAFT_VALUE',
  )
  t.equal(
    codeOf(() => valueFor('colour', 'red', GOOD_FORMS)),
    'DRAFT_FIELD',
  )
  t.equal(
    codeOf(() => valueFor('__proto__', 'red', GOOD_FORMS)),
    'DRAFT_FIELD',
  )
  t.equal(
    codeOf(() => goodFields({ type: 'spaceship' })),
    'DRAFT_VALUE',
  )
  t.equal(
    codeOf(() => goodFields({ type: 'spaceship', title: 'A' }, ['title'])),
    'fine',
    'another’s mistake',
  )
  t.equal(
    codeOf(() => goodFields({ 'design.size.width': 3 }, ['design.size.width'])),
    'DRAFT_VALUE',
    'half a size',
  )
  t.equal(
    codeOf(() => partLine({ quantity: 2 })),
    'DRAFT_VALUE',
    'a line without a name',
  )
  t.equal(
    codeOf(() => partLine({ name: 'A', quantity: -1 })),
    'DRAFT_VALUE',
  )
  t.equal(
    codeOf(() => partLine({ name: 'A', substitutes: '{' })),
    'DRAFT_VALUE',
  )
  t.end()
})

test('DG2 a reference to a file says where it lies and what it hashes to; anything else is none', (t) => {
  const file = {
    path: 'a.png',
    core: CORE,
    blockOffset: 3,
    blockLength: 2,
    byteOffset: 70,
    bytes: 100,
    hash: new Uint8Array(32).fill(7),
    executable: true,
  }
  const reference = referenceOf(file)
  t.deepEqual(listedOf('a.png', reference), file)
  const wrong = [
    '',
    null,
    7,
    reference.replace('1 ', '2 '),
    `${reference} y`,
    reference.replace(' 70 ', ' -70 '),
    reference.replace(' 70 ', ' 7e1 '),
    reference.slice(0, -6),
    `${reference}${' '.repeat(400)}`,
    reference.replace('yyyy', 'lll2'),
  ]
  for (const one of wrong) t.equal(listedOf('a.png', one), null, String(one).slice(0, 40))
  for (const path of ['../a', '/a', '', 'a/../../b', 'C:\\a']) t.equal(listedOf(path, reference), null, path)
  t.end()
})
