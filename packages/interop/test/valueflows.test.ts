import { readFileSync } from 'node:fs'
import test from 'tape'
import { logKeyOf, recordId } from '@allmende/vocabulary'
import { type ExportGood, reuseLayout, toValueflows } from '../src/index.ts'
import { parse } from 'smol-toml'
import { sharedData } from './shared-data.ts'

const id = (block: number) => recordId(logKeyOf(new Uint8Array(32)), block, 0)

const LAMP: ExportGood = {
  id: id(1),
  link: 'allmende:lamp',
  authors: ['Ada'],
  at: Date.UTC(2026, 0, 2),
  fields: {
    title: 'Lamp',
    licence: 'CERN-OHL-S-2.0',
    type: 'design',
    description: 'Gives light.',
    tags: ['light'],
    version: '2.0',
    licences: [
      { under: 'docs/pictures', licence: 'CC0-1.0' },
      { under: 'docs', licence: 'CC-BY-SA-4.0' },
    ],
    credits: [{ name: 'Ada\nSPDX-License-Identifier: MIT', roles: ['licensor'] }],
    foreign: { okh1: { 'standards-used': ['EN 1'] } },
  },
  parts: [
    { name: 'Head', good: id(2), quantity: 1 },
    { name: 'Tube', quantity: 0.8, unit: 'm', note: 'straight' },
    { name: 'Iron', action: 'use' },
    { name: 'Assembly', action: 'work', quantity: 2 },
    { name: 'Thread', quantity: 3, unit: 'spool' },
  ],
  files: [{ path: 'lamp.step', bytes: 5, sha256: 'ab' }],
  lineage: { at: 'allmende:old', derivation: 'changed', title: 'Old lamp' },
  builds: [
    { id: id(3), at: 0, by: 'Ben', outcome: 'works', amount: 3 },
    { id: id(4), at: 0, by: 'Cleo', outcome: 'failed', text: 'flickers' },
  ],
}

/** Every term of the namespace `vf` that stands anywhere: as key, as type, as the name of an action. */
function termsIn(value: unknown): Set<string> {
  const text = JSON.stringify(value)
  return new Set(Array.from(text.matchAll(/"vf:([A-Za-z]+)"/g), ([, term]) => term ?? ''))
}

test('I40 a version is a specification with a recipe, and a build is a process that cites it', (t) => {
  const { '@graph': graph } = toValueflows([LAMP])
  const ofType = (type: string) => graph.filter((one) => one['@type'] === `vf:${type}`)
  const version = `urn:allmende:record:${LAMP.id}`
  t.equal(ofType('ResourceSpecification').length, 5, 'the lamp, and each part without a design')
  const inputs = ofType('RecipeProcess')[0]?.['vf:hasRecipeInput'] as Record<string, unknown>[]
  t.deepEqual(
    inputs.map((flow) => (flow['vf:action'] as { '@id': string })['@id']),
    ['vf:consume', 'vf:consume', 'vf:use', 'vf:work', 'vf:consume'],
  )
  t.deepEqual(inputs[0]?.['vf:resourceConformsTo'], { '@id': `urn:allmende:record:${id(2)}` })
  t.deepEqual(inputs[1]?.['vf:resourceQuantity'], {
    '@type': 'vf:Measure',
    'vf:hasNumericalValue': 0.8,
    'vf:hasUnit': {
      '@type': 'vf:Unit',
      'vf:label': 'm',
      'vf:omUnitIdentifier': {
        '@type': 'xsd:anyURI',
        '@value': 'http://www.ontology-of-units-of-measure.org/resource/om-2/metre',
      },
    },
  })
  t.notOk('vf:resourceQuantity' in (inputs[3] ?? {}), 'work is counted by its effort')
  t.deepEqual(inputs[4]?.['vf:resourceQuantity'], {
    '@type': 'vf:Measure',
    'vf:hasNumericalValue': 3,
    'vf:hasUnit': { '@type': 'vf:Unit', 'vf:label': 'spool' },
  })
  const [works, failed] = ofType('Process')
  t.deepEqual(works?.['vf:hasOutput'], [{ '@id': `urn:allmende:record:${id(3)}#produce` }])
  t.notOk(failed && 'vf:hasOutput' in failed, 'a failed build produced nothing')
  t.ok(
    ofType('EconomicEvent').every((event) => JSON.stringify(event).includes(version)),
    'every event names the exact version',
  )
  t.deepEqual(JSON.parse(JSON.stringify(toValueflows([LAMP]))), toValueflows([LAMP]), 'it is plain JSON')
  t.end()
})

test('I40 no reference leads nowhere within what was written', (t) => {
  const written = toValueflows([LAMP])
  const text = JSON.stringify(written)
  const here = new Set(written['@graph'].map((one) => one['@id']))
  const inner = (
    written['@graph'].flatMap((one) => [one['vf:hasRecipeInput'], one['vf:hasRecipeOutput']]) as {
      '@id': string
    }[][]
  ).flat()
  for (const one of inner) if (one) here.add(one['@id'])
  const pointed = Array.from(text.matchAll(/\{"@id":"(urn:[^"]+#[^"]+)"\}/g), ([, to]) => to)
  t.ok(pointed.length > 5)
  t.deepEqual(
    pointed.filter((to) => !here.has(to)),
    [],
  )
  t.end()
})

test('I40 every term of the namespace vf is one of Valueflows 1.0.0', (t) => {
  const file = sharedData(t, 'valueflows/mkdocs/docs/specification/all_vf.jsonld')
  if (file === null) return t.end()
  const defined = readFileSync(file, 'utf8').matchAll(/"@id": "vf:([A-Za-z]+)"/g)
  const known = new Set(Array.from(defined, ([, term]) => term ?? ''))
  const terms = [...termsIn(toValueflows([LAMP]))]
  t.ok(terms.length > 15, terms.join(' '))
  t.deepEqual(
    terms.filter((term) => !known.has(term)),
    [],
  )
  t.end()
})

test('I41 REUSE.toml names the licence of every file, the narrower one last, and names can’t break out of it', (t) => {
  const layout = reuseLayout(
    LAMP,
    new Map([
      ['CC0-1.0', 'Text'],
      ['../x', 'no'],
    ]),
  )
  t.deepEqual(
    layout.map(({ path }) => path),
    ['REUSE.toml', 'LICENSES/CC0-1.0.txt'],
  )
  const { version, annotations } = parse(layout[0]?.text ?? '') as unknown as {
    version: number
    annotations: Record<string, unknown>[]
  }
  t.equal(version, 1)
  t.deepEqual(
    annotations.map((one) => [one['path'], one['SPDX-License-Identifier']]),
    [
      ['**', 'CERN-OHL-S-2.0'],
      [['docs', 'docs/**'], 'CC-BY-SA-4.0'],
      [['docs/pictures', 'docs/pictures/**'], 'CC0-1.0'],
    ],
  )
  t.deepEqual(annotations[0]?.['SPDX-FileCopyrightText'], ['Ada SPDX-License-Identifier: MIT'])
  const odd = reuseLayout(
    { ...LAMP, fields: { ...LAMP.fields, licences: [{ under: 'a*b', licence: 'MIT' }] } },
    new Map(),
  )
  t.ok(odd[0]?.text.includes('a\\\\*b'), 'a star in a name is no pattern')
  t.end()
})
