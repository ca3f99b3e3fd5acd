import test from 'tape'
import { seeded } from '@allmende/testkit'
import { type Described, type ImportedGood, readOkh, writeOkh1, writeOkh2 } from '../src/index.ts'
import { LAMP_2020, LAMP_LOSH1, LAMP_MOSH, LAMP_V1, LAMP_V2 } from './manifests.ts'
import { randomFields, randomLines } from './random-good.ts'

const throughV1 = (good: Described) => readOkh(writeOkh1(good), 'okh.yml').good!
const throughV2 = (good: Described) => readOkh(writeOkh2(good), 'okh.toml').good!
const throughLosh = (good: Described) =>
  readOkh(writeOkh2(good, { dialect: 'OKH-LOSHv1.0' }), 'okh.toml').good!

const WAYS: Record<string, (good: Described) => ImportedGood> = {
  v1: throughV1,
  v2: throughV2,
  'OKH-LOSHv1.0': throughLosh,
  'v1 → v2': (good) => throughV2(throughV1(good)),
  'v2 → v1': (good) => throughV1(throughV2(good)),
  'v1 → v2 → v1': (good) => throughV1(throughV2(throughV1(good))),
}

test('I10 a manifest that was read and is written, in either version, reads as before', (t) => {
  for (const [name, text] of Object.entries({ LAMP_V1, LAMP_V2, LAMP_2020, LAMP_MOSH, LAMP_LOSH1 })) {
    const { good } = readOkh(text, name)
    for (const [way, through] of Object.entries(WAYS)) {
      const back = through(good!)
      t.deepEqual(back.fields, good!.fields, `${name}: fields, ${way}`)
      t.deepEqual(back.parts, good!.parts, `${name}: parts, ${way}`)
    }
  }
  t.end()
})

test('I10 no field of ours and no foreign key is lost between the versions', (t) => {
  const random = seeded('I10')
  for (let round = 0; round < 60; round++) {
    const one = random.fork(String(round))
    const good = { fields: randomFields(one), parts: randomLines(one) }
    for (const [way, through] of Object.entries(WAYS)) {
      const back = through(good)
      const same = JSON.stringify(sorted(back.fields)) === JSON.stringify(sorted(good.fields))
      if (!same) t.deepEqual(back.fields, good.fields, `seed I10, round ${round}, ${way}`)
      if (JSON.stringify(back.parts) !== JSON.stringify(good.parts))
        t.deepEqual(back.parts, good.parts, `round ${round}, ${way}`)
    }
  }
  t.pass('60 goods of seed I10 went six ways')
  t.end()
})

/** Keys in one order: a map has none. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  )
}

test('I11 what a format can say is said in its own keys, and our own table holds only the rest', (t) => {
  const one = writeOkh1(readOkh(LAMP_V1, 'okh.yml').good!)
  t.notOk(one.includes('allmende'), 'a manifest of OKH 1 comes back without a table of ours')
  t.match(one, /^ {4}- platform: Fediverse$/m)
  t.match(one, /^version: "1.10"$/m)
  const two = writeOkh2(readOkh(LAMP_V2, 'okh.toml').good!)
  t.notOk(two.includes('allmende'), 'and one of OKH 2 too')
  t.match(two, /^okhv = "2.4"$/m)
  t.match(two, /^infill = 20$/m)
  t.match(two, /^licensor = \[ "Ada Example <ada@lamp.example>", "Ben Example" \]$/m)
  t.end()
})

test('I11 what is changed by hand in a manifest of ours counts', (t) => {
  const text = writeOkh2(readOkh(LAMP_V1, 'okh.yml').good!)
  const edited = text
    .replace('name = "Lamp"', 'name = "Bright lamp"')
    .replace('[allmende]', 'x-new = 1\n\n[allmende]')
  const at = edited.indexOf('\n\n[contact]')
  const { good } = readOkh(`${edited.slice(0, at)}\nx-top = 2${edited.slice(at)}`, 'okh.toml')
  t.equal(good?.fields.title, 'Bright lamp')
  t.equal((good!.fields.foreign!['losh'] as Record<string, unknown>)['x-top'], 2)
  t.ok(good?.fields.foreign?.['okh1'], 'and what stands in our table is still there')
  t.end()
})

test('I12 our own table is judged like anything from outside', (t) => {
  const { good, findings } = readOkh(
    `title: A
description: B
license: MIT
allmende:
  fields:
    tags: [ok]
    design: {mass: -1}
    maintainers: [somebody]
    derivedFrom: x
    files: {count: 1}
  without: [title, maintainers, constructor]
  parts:
    - {name: Screw, quantity: 4}
    - {name: '', quantity: 4}
    - {name: Nut, quantity: 0}
  foreign: '{"okh1": {"__proto__": {"polluted": 1}, "x": 1}}'
`,
    'okh.yml',
  )
  t.deepEqual(good?.fields, {
    type: 'design',
    description: 'B',
    licence: 'MIT',
    tags: ['ok'],
    foreign: { okh1: { x: 1 } },
  })
  t.deepEqual(good?.parts, [{ name: 'Screw', quantity: 4 }])
  t.equal(({} as Record<string, unknown>)['polluted'], undefined)
  t.deepEqual(
    findings.map(({ code }) => code),
    ['INTEROP_FIELD', 'INTEROP_FIELD', 'INTEROP_FIELD', 'OKH_MISSING'],
  )
  t.end()
})

test('I13 what the standard requires is there, whatever the good says', (t) => {
  const bare = {
    fields: { title: 'A', licence: 'MIT', type: 'design' as const },
    parts: [],
    link: 'allmende:x',
  }
  const one = writeOkh1(bare)
  for (const key of ['title', 'description', 'license', 'documentation-home'])
    t.match(one, new RegExp(`^${key}:`, 'm'))
  const two = writeOkh2(bare)
  for (const key of ['okhv', 'name', 'repo', 'version', 'license', 'function'])
    t.match(two, new RegExp(`^${key} = `, 'm'))
  t.deepEqual(throughV1(bare).fields, bare.fields)
  t.deepEqual(throughV2(bare).fields, bare.fields)
  t.end()
})
