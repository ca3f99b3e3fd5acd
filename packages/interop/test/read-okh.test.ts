import test from 'tape'
import { readOkh } from '../src/index.ts'
import { LAMP_2020, LAMP_LOSH1, LAMP_MOSH, LAMP_V1, LAMP_V2 } from './manifests.ts'

const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code)

test('I1 a manifest of OKH 1 becomes the fields of a good', (t) => {
  const { good, findings } = readOkh(LAMP_V1, 'okh-lamp.yml')
  const { fields } = good!
  t.equal(good!.format, 'okh1')
  t.equal(fields.title, 'Lamp')
  t.equal(fields.type, 'design')
  t.equal(fields.description, 'A lamp for the desk.')
  t.equal(fields.version, '1.10', 'a number is the text that was written')
  t.equal(fields.language, 'en')
  t.deepEqual(fields.tags, ['lamp', 'desk'])
  t.deepEqual(fields.design, {
    tools: ['hammer', 'saw (fine, for wood)', 'glue'],
    function: 'Reading at night.',
    stage: 'product',
    safety: 'Hot when on.',
    made: true,
    madeByOthers: false,
    standards: [{ title: 'Lamps in general', publisher: 'Norm House', reference: 'NH 1' }],
  })
  t.deepEqual(
    fields.roles?.map(({ role, at }) => `${role} ${at}`),
    [
      'project https://forge.example/ada/lamp',
      'documentation https://lamp.example/docs',
      'archive lamp.zip',
      'image photos/lamp.jpg',
      'bom https://forge.example/ada/lamp/blob/main/docs/bom.csv',
      'source https://forge.example/ada/lamp/tree/main/cad',
      'schematic electronics/lamp.sch',
      'making-instructions docs/make.md',
      'risk-assessment docs/risks.md',
      'software firmware/main.c',
      'derivative-of https://forge.example/old/candle/okh.yml',
    ],
  )
  t.deepEqual(codes(findings), ['OKH_WORDS_AS_LIST'])
  t.end()
})

test('I2 whoever a manifest names is a credit, with all their roles', (t) => {
  const { good } = readOkh(LAMP_V1, 'okh-lamp.yml')
  t.deepEqual(good?.fields.credits, [
    {
      name: 'Ada Example',
      email: 'ada@lamp.example',
      affiliation: 'Example e.V.',
      roles: ['licensor', 'manifest'],
    },
    { name: 'Ben Example', email: 'ben@lamp.example', roles: ['contact'] },
    { name: 'Cyn Example', roles: ['contributor'] },
    { name: 'Dan Example', email: 'dan@lamp.example', roles: ['contributor'] },
  ])
  t.end()
})

test('I3 licences for hardware, documentation and software are joined by AND, and told for the files they are about', (t) => {
  const { good } = readOkh(LAMP_V1, 'okh-lamp.yml')
  t.equal(good?.fields.licence, 'CERN-OHL-S-2.0 AND CC-BY-SA-4.0 AND GPL-3.0-or-later')
  t.deepEqual(good?.fields.licences, [
    { under: 'cad', licence: 'CERN-OHL-S-2.0' },
    { under: 'electronics/lamp.sch', licence: 'CERN-OHL-S-2.0' },
    { under: 'docs/bom.csv', licence: 'CC-BY-SA-4.0' },
    { under: 'docs/make.md', licence: 'CC-BY-SA-4.0' },
    { under: 'docs/risks.md', licence: 'CC-BY-SA-4.0' },
    { under: 'firmware/main.c', licence: 'GPL-3.0-or-later' },
  ])
  const same = readOkh('title: A\ndescription: B\nlicense: {hardware: MIT, software: MIT}\n', 'okh.yml')
  t.equal(same.good?.fields.licence, 'MIT', 'each stands in it once')
  t.equal(same.good?.fields.licences, undefined)
  const choice = readOkh(
    'title: A\ndescription: B\nlicense: {hardware: MIT OR Apache-2.0, software: MIT}\n',
    'okh.yml',
  )
  t.equal(choice.good?.fields.licence, '(MIT OR Apache-2.0) AND MIT')
  t.end()
})

test('I3 a licence that is not SPDX is kept as it is and told', (t) => {
  for (const licence of ['GPL 3.0 or so', 'https://licence.example', 'CC BY SA', 'all rights reserved']) {
    const { good, findings } = readOkh(
      `title: A\ndescription: B\nlicense:\n  hardware: ${licence}\n`,
      'okh.yml',
    )
    t.equal(good?.fields.licence, licence)
    const finding = findings.find(({ code }) => code === 'OKH_LICENCE')
    t.equal(finding?.severity, 'error')
    t.equal(finding?.line, 4)
    t.ok(finding?.hint)
  }
  t.end()
})

test('I4 OKH 2 is read in its current names', (t) => {
  const { good, findings } = readOkh(LAMP_V2, 'okh.toml')
  const { fields } = good!
  t.deepEqual(findings, [])
  t.equal(good!.format, 'okh2')
  t.equal(fields.title, 'Lamp')
  t.equal(fields.description, 'Light on the desk,\nat night.')
  t.deepEqual(fields.design, {
    function: 'Light on the desk,\nat night.',
    patentClass: 'F21S 6/00',
    technologyReadiness: 'OTRL-4',
    documentationReadiness: 'ODRL-3*',
    technologies: ['ASM', '3DP'],
    standards: [{ title: 'NH 1' }, { title: 'NH 2' }],
    attestation: 'https://attest.example/1',
    mass: 330.5,
    size: { width: 120, height: 300, depth: 100.5 },
  })
  t.deepEqual(fields.credits, [
    { name: 'Ada Example', email: 'ada@lamp.example', roles: ['licensor'] },
    { name: 'Ben Example', roles: ['licensor'] },
    { name: 'Example e.V.', roles: ['maintainer'] },
  ])
  t.deepEqual(
    fields.roles?.find(({ role }) => role === 'image'),
    {
      role: 'image',
      at: 'photos/lamp.jpg',
      title: 'The lamp',
    },
  )
  t.end()
})

test('I5 parts with documents of their own become lines and designs that can follow', (t) => {
  const { good } = readOkh(LAMP_V2, 'okh.toml')
  t.deepEqual(good!.parts, [
    { name: 'Arm', material: 'PLA' },
    { name: 'Foot' },
    { name: 'shade', source: 'https://forge.example/ada/lamp/blob/main/modules/shade/okh.toml' },
  ])
  t.deepEqual(
    good!.subs.map(({ name, line, at }) => ({ name, line, at })),
    [
      { name: 'Arm', line: 0, at: undefined },
      { name: 'Foot', line: 1, at: undefined },
      { name: 'shade', line: 2, at: 'https://forge.example/ada/lamp/blob/main/modules/shade/okh.toml' },
    ],
  )
  t.deepEqual(good!.subs[0]?.good?.fields, {
    type: 'design',
    title: 'Arm',
    design: { material: 'PLA', technologies: ['3DP'], mass: 30, size: { width: 10, height: 200, depth: 10 } },
    roles: [
      { role: 'source', at: 'cad/arm.scad' },
      { role: 'export', at: 'cad/arm.stl' },
      { role: 'export', at: 'cad/arm.pdf' },
    ],
  })
  t.ok(
    good!.files.some(({ at }) => at === 'cad/foot.stl'),
    'files of parts are listed after those of the good',
  )
  const old = readOkh(LAMP_V1, 'okh.yml').good!
  t.deepEqual(old.subs, [{ name: 'Shade', line: 0, at: 'https://forge.example/ada/shade/okh-shade.yml' }])
  t.end()
})

test('I6 every dialect is read: the drafts of 2020, 1.0 and 2.0', (t) => {
  const draft = readOkh(LAMP_2020, 'okh.yaml').good!
  t.equal(draft.format, 'losh')
  t.equal(draft.fields.language, 'EN')
  t.deepEqual(draft.fields.tags, ['desk lamp'])
  t.deepEqual(
    draft.fields.roles?.filter(({ role }) => ['source', 'export', 'bom'].includes(role)),
    [
      { role: 'bom', at: 'https://forge.example/lamp/bom.csv' },
      { role: 'source', at: 'https://forge.example/lamp/board.kicad_pcb' },
      { role: 'source', at: 'https://forge.example/lamp/manual.odt', title: 'user manual' },
      { role: 'source', at: 'https://forge.example/lamp/second.odt', title: 'second manual' },
      { role: 'export', at: 'https://forge.example/lamp/a.step' },
      { role: 'export', at: 'https://forge.example/lamp/a.stl' },
    ],
  )
  const mosh = readOkh(LAMP_MOSH, 'okh.toml')
  t.equal(mosh.good?.fields.licence, 'CERN-OHL-S-2.0')
  t.deepEqual(mosh.good?.parts, [{ name: 'POSH1' }])
  t.deepEqual(
    mosh.findings.map(({ code, line }) => [code, line]),
    [['OKH_FORM', 8]],
    'places lead to the key that was written',
  )
  const losh = readOkh(LAMP_LOSH1, 'okh.toml')
  t.equal(losh.good?.format, 'losh')
  t.deepEqual(losh.good?.fields.design?.size, { width: 400, height: 150, depth: 350 })
  t.equal(losh.good?.fields.design?.mass, 70)
  t.end()
})

test('I6 TOML and YAML are told apart by what stands in them', (t) => {
  t.equal(readOkh(LAMP_V2, 'okh.yml').good?.fields.title, 'Lamp')
  t.equal(readOkh(LAMP_V1, 'okh.toml').good?.fields.title, 'Lamp')
  t.equal(readOkh(`\uFEFF${LAMP_V1.replaceAll('\n', '\r\n')}`, 'okh').good?.fields.tags?.[1], 'desk')
  t.end()
})

test('I7 keys without a field of ours are kept, also nested ones, and what could not be used', (t) => {
  const one = readOkh(LAMP_V1, 'okh.yml').good?.fields.foreign?.['okh1'] as Record<string, unknown>
  t.deepEqual(Object.keys(one).toSorted(), [
    'contact',
    'contributors',
    'date-created',
    'derivative-of',
    'design-files',
    'license',
    'manifest-language',
    'standards-used',
    'x-colour',
  ])
  t.deepEqual(one['x-colour'], ['red', { deep: [1, 2.5, null, true] }])
  t.deepEqual(one['contact'], {
    name: 'Ben Example',
    social: [{ platform: 'Fediverse', 'user-handle': '@ben' }],
  })
  const two = readOkh(LAMP_V2, 'okh.toml').good?.fields.foreign?.['losh'] as Record<string, unknown>
  t.deepEqual(Object.keys(two).toSorted(), ['bulb-watts', 'checked-on', 'image', 'part', 'rdf', 'software'])
  t.equal((two['part'] as { infill: number }[])[0]?.infill, 20)
  t.end()
})

test('I8 a manifest that is broken in places yields the rest, and every broken place with its line', (t) => {
  const yaml = readOkh(
    'title: Lamp\nlicense: MIT\ntools:\n - a\n  - b: [\ndescription: For the desk\nmade: maybe\n',
    'okh.yml',
  )
  t.equal(yaml.good?.fields.title, 'Lamp')
  t.equal(yaml.good?.fields.description, 'For the desk')
  t.deepEqual(
    yaml.findings.map(({ code, line, file }) => `${code} ${file}:${line}`),
    ['OKH_SYNTAX okh.yml:4', 'OKH_FORM okh.yml:7'],
  )
  const toml = readOkh(
    'okhv = "2.4"\nname = "Lamp"\nlicense = MIT\nfunction = "Light"\nname = "Twice"\n[part\nname = "x"\n[rdf]\na = 1\n',
    'okh.toml',
  )
  t.equal(toml.good?.fields.title, 'Lamp')
  t.equal(toml.good?.fields.description, 'Light')
  t.deepEqual(
    toml.good?.fields.foreign,
    { losh: { rdf: { a: 1 } } },
    'a table whose header is broken goes with its keys',
  )
  t.deepEqual(
    toml.findings.map(({ code, line }) => `${code} ${line}`),
    ['OKH_SYNTAX 3', 'OKH_SYNTAX 5', 'OKH_SYNTAX 6', 'OKH_MISSING 1'],
  )
  t.end()
})

test('I8 a key that is there twice is told, and neither is lost', (t) => {
  const { good, findings } = readOkh('title: A\nlicense: MIT\nx: 1\nx: 2\ndescription: D\n', 'okh.yml')
  t.deepEqual(good?.fields.foreign, { okh1: { x: 1, 'x#2': 2 } })
  t.deepEqual(
    findings.map(({ code, line }) => `${code} ${line}`),
    ['OKH_KEY_TWICE 4'],
  )
  t.end()
})

test('I9 what is no manifest is told as that', (t) => {
  const cases: [string, string][] = [
    ['', 'OKH_EMPTY'],
    ['# nothing\n', 'OKH_EMPTY'],
    ['name:\nversion:\n', 'OKH_EMPTY'],
    ['foo:\n  bar: baz\n', 'OKH_FOREIGN_FILE'],
    ['title: Kitchen\ninventory-atoms:\n  - identifier: Q1\n', 'OKH_FOREIGN_FILE'],
    ['title: str(required=True)\ndescription: str()\n', 'OKH_FOREIGN_FILE'],
    ['just words', 'OKH_EMPTY'],
    ['- a\n- b\n', 'OKH_EMPTY'],
  ]
  for (const [text, code] of cases) {
    const { good, findings } = readOkh(text, 'some.yml')
    t.equal(good, null)
    t.equal(findings[0]?.code, code, JSON.stringify(text))
    t.equal(findings[0]?.file, 'some.yml')
    t.ok(findings[0]?.line)
  }
  t.end()
})
