import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import test from 'tape'
import { logKeyOf, recordId, validate } from '@allmende/vocabulary'
import { seeded } from '@allmende/testkit'
import {
  type ExportGood,
  type ImportedGood,
  readBibtex,
  readCslJson,
  writeBibtex,
  writeCslJson,
} from '../src/index.ts'
import { sharedData } from './shared-data.ts'

const LAMPS = {
  id: 'lamps',
  type: 'article-journal',
  title: 'On\n lamps',
  DOI: 'https://doi.org/10.5555/LAMPS.7',
  author: [
    { family: 'Lovelace', given: 'Ada' },
    { literal: 'Lamp Society' },
    { family: 'Beethoven', given: 'Ludwig', 'non-dropping-particle': 'van' },
  ],
  issued: { 'date-parts': [['2026', 5]] },
  'container-title': 'Journal of Lamps',
  abstract: '<jats:p>They <i>shine</i>.</jats:p>',
  categories: ['light', 'light', 'home'],
  PMID: '123',
  license: 'http://creativecommons.org/licenses/by/4.0/',
}

const one = (items: unknown): ImportedGood => readCslJson(JSON.stringify(items), 'refs.json').goods[0]!

/** What is read can be written as a record. */
function issues({ fields }: ImportedGood): string[] {
  const body = { title: 'x', licence: 'x', type: 'publication', ...fields }
  return validate({ kind: 'good', v: 1, clock: [1, 0], body }).map(({ path }) => path)
}

function exported({ fields }: ImportedGood, block = 1): ExportGood {
  const id = recordId(logKeyOf(new Uint8Array(32)), block, 0)
  return { id, link: 'allmende:x', authors: ['Ada'], at: 0, fields, parts: [], files: [] }
}

test('I50 an item of CSL-JSON becomes a publication; what has no field here is kept', (t) => {
  const good = one([LAMPS])
  t.deepEqual(good.fields, {
    title: 'On lamps',
    type: 'publication',
    description: 'They shine .',
    tags: ['light', 'home'],
    licence: 'CC-BY-4.0',
    publication: {
      type: 'article-journal',
      DOI: '10.5555/lamps.7',
      author: [
        { family: 'Lovelace', given: 'Ada' },
        { literal: 'Lamp Society' },
        { family: 'van Beethoven', given: 'Ludwig' },
      ],
      issued: { 'date-parts': [[2026, 5]] },
      'container-title': 'Journal of Lamps',
    },
    foreign: { csl: { id: 'lamps', PMID: '123' } },
  })
  t.deepEqual(issues(good), [])
  t.end()
})

test('I50 nothing is free because it has a DOI: a licence is what the entry itself states', (t) => {
  t.equal(one([{ ...LAMPS, license: undefined }]).fields.licence, undefined)
  t.equal(
    one([{ ...LAMPS, license: [{ URL: 'https://creativecommons.org/licenses/by-nc/3.0/de/' }] }]).fields
      .licence,
    'CC-BY-NC-3.0-DE',
    'what isn’t free is told as it is, for whoever judges',
  )
  t.equal(one([{ ...LAMPS, license: 'MIT' }]).fields.licence, 'MIT')
  const { goods, findings } = readCslJson(JSON.stringify([{ ...LAMPS, license: 'open access' }]), 'refs.json')
  t.equal(goods[0]?.fields.licence, 'open access')
  t.deepEqual(
    findings.map(({ code }) => code),
    ['OKH_LICENCE'],
  )
  t.end()
})

test('I51 entries with one DOI become one, with what each of them says; those without are all kept', (t) => {
  const { goods, findings } = readCslJson(
    JSON.stringify([
      LAMPS,
      { type: 'book', title: 'Other title', DOI: 'doi:10.5555/lamps.7', publisher: 'Shade', language: 'en' },
      { type: 'book', title: 'Same' },
      { type: 'book', title: 'Same' },
    ]),
    'refs.json',
  )
  t.deepEqual(
    goods.map(({ fields }) => fields.title),
    ['On lamps', 'Same', 'Same'],
  )
  t.equal(goods[0]?.fields.publication?.publisher, 'Shade')
  t.equal(goods[0]?.fields.publication?.type, 'article-journal', 'the first counts')
  t.equal(goods[0]?.fields.language, 'en')
  t.deepEqual(
    findings.map(({ code }) => code),
    ['PUBLICATION_TWICE'],
  )
  t.end()
})

test('I54 what is broken costs only itself, and is told with its line', (t) => {
  const broken = readCslJson('[\n{"title": "a",\n}\n]', 'refs.json')
  t.deepEqual(broken.goods, [])
  t.equal(broken.findings[0]?.code, 'REFERENCES_SYNTAX')
  t.equal(broken.findings[0]?.line, 3)
  const some = readCslJson(
    '[1, null, {"type": "book"}, {"title": "b", "type": "book", "DOI": "x"}]',
    'refs.json',
  )
  t.deepEqual(
    some.goods.map(({ fields }) => fields.title),
    ['b'],
  )
  t.deepEqual(
    some.findings.map(({ code }) => code),
    ['PUBLICATION_ITEM', 'PUBLICATION_ITEM', 'PUBLICATION_ITEM', 'PUBLICATION_DOI'],
  )
  t.equal(
    (some.goods[0]!.fields.foreign as { csl: { DOI: string } }).csl.DOI,
    'x',
    'a wrong DOI is kept as it is',
  )
  const bib = readBibtex(
    '@book{a, title = {A}}\n\n@book{b, title = {B\n\n@book{c, title = {C}}\n',
    'refs.bib',
  )
  t.deepEqual(
    bib.goods.map(({ fields }) => fields.title),
    ['A', 'C'],
  )
  t.deepEqual(
    bib.findings.map(({ code, line }) => [code, line]),
    [['REFERENCES_SYNTAX', 3]],
  )
  t.equal(readBibtex('no entry', 'refs.bib').findings[0]?.code, 'REFERENCES_SYNTAX')
  t.end()
})

test('I53 BibTeX is read with its strings, its names and TeX’s letters', (t) => {
  const { goods, findings } = readBibtex(
    `@string{jl = "Journal of {L}amps"}
@comment{nothing}
@article{lovelace2026,
  author = {Ada Lovelace and M{\\"u}ller, J\\"org and {World Health Organization} and others},
  title = "{Lamps} \\& \\'{e}clairs: 50\\% {\\ss}{\\o}\\v{c}",
  journal = jl # " A",
  year = 2026, month = may, pages = {1--7},
  doi = {10.5555/a_b}, url = {https://a.example/x_y~z},
  license = {CC-BY-SA-4.0}, mycode = {7},
}`,
    'refs.bib',
  )
  t.deepEqual(findings, [])
  t.deepEqual(goods[0]?.fields, {
    title: 'Lamps & éclairs: 50% ßøč',
    type: 'publication',
    licence: 'CC-BY-SA-4.0',
    publication: {
      type: 'article-journal',
      DOI: '10.5555/a_b',
      author: [
        { family: 'Lovelace', given: 'Ada' },
        { family: 'Müller', given: 'Jörg' },
        { literal: 'World Health Organization' },
      ],
      issued: { 'date-parts': [[2026, 5]] },
      'container-title': 'Journal of Lamps A',
      page: '1–7',
      URL: 'https://a.example/x_y~z',
    },
    foreign: { csl: { id: 'lovelace2026', mycode: '7' } },
  })
  t.end()
})

test('I52 a publication that is written as CSL-JSON comes back as it was', (t) => {
  const good = one([LAMPS])
  const again = readCslJson(writeCslJson([exported(good)]), 'refs.json')
  t.deepEqual(again.goods[0]?.fields, good.fields)
  t.deepEqual(again.findings, [])
  const plain = JSON.parse(
    writeCslJson([exported({ ...good, fields: { title: 'Lamp', type: 'software', version: '2' } })]),
  ) as Record<string, unknown>[]
  t.equal(plain[0]?.['type'], 'software')
  t.deepEqual(plain[0]?.['author'], [{ literal: 'Ada' }], 'what is no publication names who published it')
  t.end()
})

test('I53 what is written as BibTeX comes back, whatever stands in it', (t) => {
  const random = seeded('I53')
  const words = [
    'Lamp',
    '50 % & more',
    'a_b',
    '{x}',
    'C\\D',
    '~',
    '^',
    '#1',
    '$2',
    'é',
    '“q”',
    '日本',
    '"p"',
    '@a',
    'x}',
  ]
  for (let round = 0; round < 300; round++) {
    const text = () => Array.from({ length: 1 + random.int(4) }, () => random.pick(words)).join(' ')
    const fields = {
      title: text(),
      type: 'publication' as const,
      licence: 'CC0-1.0',
      publication: {
        type: 'book',
        author: [{ family: text(), given: text() }, { literal: text() }],
        issued: { 'date-parts': [[1900 + random.int(200), 1 + random.int(12), 1 + random.int(31)]] },
        publisher: text(),
      },
    }
    const written = writeBibtex([exported({ ...one([LAMPS]), fields }, round)])
    const { goods, findings } = readBibtex(written, 'refs.bib')
    const { foreign: _, ...back } = goods[0]?.fields ?? {}
    t.deepEqual({ back, findings }, { back: fields, findings: [] }, `seed I53, round ${round}`)
  }
  const twice = writeBibtex([exported(one([LAMPS])), exported(one([LAMPS]), 2)])
  t.deepEqual(
    Array.from(twice.matchAll(/@article\{([^,]+),/g), ([, key]) => key),
    ['lamps', 'lamps-2'],
    'each has a key of its own',
  )
  t.end()
})

test('I54 no text makes anything of the readers but goods that can be written, and findings', (t) => {
  const random = seeded('I54')
  const seeds = [JSON.stringify([LAMPS]), writeBibtex([exported(one([LAMPS]))])]
  for (let round = 0; round < 2_000; round++) {
    let text = random.pick(seeds)
    for (let change = random.int(5); change >= 0; change--) {
      const at = random.int(text.length)
      text =
        text.slice(0, at) +
        random.pick(['{', '}', '"', '\\', ',', '@', '[', ']', 'null', '1e999', '\ud800', '']) +
        text.slice(at + random.int(6))
    }
    for (const read of [readCslJson, readBibtex])
      for (const good of read(text, 'x').goods)
        if (issues(good).length > 0) t.fail(`seed I54, round ${round}: ${issues(good).join(', ')}`)
  }
  const start = performance.now()
  for (const text of [
    '['.repeat(1_000_000),
    '@book{a, title = '.concat('{'.repeat(190_000)),
    `@book{a, title = "${'{'.repeat(5_000)}\n`.repeat(1_000),
    `@book{a, title = {${'{x'.repeat(5_000)}\n`.repeat(1_000),
    `@book{a, ${'x = {y}, '.repeat(15_000)}}`,
    'x'.repeat(17 * 1024 * 1024),
    JSON.stringify([{ title: 'x', __proto__: 1, author: 'y', issued: [] }]),
  ]) {
    readCslJson(text, 'x')
    readBibtex(text, 'x')
  }
  t.ok(performance.now() - start < 180_000, 'none of them takes long')
  t.end()
})

test('I54 names that mean something to JavaScript mean nothing here', (t) => {
  const bib = readBibtex(
    '@constructor{a, title = {x}, constructor = {1}, __proto__ = {2}, toString = {3}}',
    'refs.bib',
  ).goods[0]!
  t.equal(bib.fields.publication?.type, 'document')
  t.deepEqual(bib.fields.foreign, { csl: { id: 'a', constructor: '1', tostring: '3' } })
  const csl = readCslJson('[{"title": "x", "type": "book", "__proto__": {"polluted": 1}}]', 'refs.json')
    .goods[0]!
  t.equal(csl.fields.foreign, undefined)
  t.equal(({} as Record<string, unknown>)['polluted'], undefined)
  t.end()
})

test('I51 what several entries with one DOI say together has room in a record too', (t) => {
  const entry = (key: string) => ({ title: 'a', type: 'book', DOI: '10.5555/1', [key]: 'x'.repeat(14_000) })
  const text = JSON.stringify([entry('abstract'), entry('mine'), { ...entry('small'), small: 'yes' }])
  const { goods, findings } = readCslJson(text, 'refs.json')
  t.equal(goods.length, 1)
  t.equal(goods[0]?.fields.description?.length, 14_000)
  t.ok(JSON.stringify(goods[0]).length < 20_000)
  t.deepEqual(goods[0]?.fields.foreign, { csl: { small: 'yes' } }, 'and what of the others has room')
  t.ok(findings.some(({ code }) => code === 'INTEROP_ROOM'))
  t.end()
})

test('I54 of a suite of JSON, what is right is read and what is wrong is told', (t) => {
  const folder = sharedData(t, 'hostile/jsontestsuite')
  if (folder === null) return t.end()
  const files = globSync(`${folder}/**/*.json`)
  const wrong = files.filter((file) => {
    const text = readFileSync(file, 'utf8')
    const { goods, findings } = readCslJson(text, basename(file))
    const refused = findings.some(
      ({ code, message }) => code === 'REFERENCES_SYNTAX' && message.includes('JSON:'),
    )
    const isCsl = findings.some(({ message }) => message.includes('CSL-JSON'))
    if (goods.some((good) => issues(good).length > 0)) return true
    if (basename(file).startsWith('y_')) return refused && !isCsl
    // Of these two kinds only bytes tell what is wrong, which are no part of a text any more.
    return (
      basename(file).startsWith('n_') &&
      !refused &&
      !/utf|BOM|string_invalid|single_space|no_data/i.test(file)
    )
  })
  t.ok(files.length > 300, `${files.length} files`)
  t.deepEqual(
    wrong.map((file) => basename(file)),
    [],
  )
  t.end()
})

test('I51 each of the real references is there once, and those without a DOI are kept', (t) => {
  const folder = sharedData(t, 'openaccess/csl')
  if (folder === null) return t.end()
  const text = readFileSync(`${folder}/references.json`, 'utf8')
  const items = JSON.parse(text) as { DOI?: string }[]
  const { goods, findings } = readCslJson(text, 'references.json')
  const isDoi = (doi: string | undefined) => doi !== undefined && /^10\.\d{4}/.test(doi)
  const dois = new Set(items.filter(({ DOI }) => isDoi(DOI)).map(({ DOI }) => DOI?.toLowerCase()))
  const without = items.filter(({ DOI }) => !isDoi(DOI)).length
  t.equal(
    goods.length,
    dois.size + without,
    `${dois.size} with a DOI, ${without} without, ${findings.length} findings`,
  )
  t.equal(goods.filter(({ fields }) => fields.publication?.DOI === undefined).length, without)
  t.ok(
    goods.every(({ fields }) => fields.licence === undefined),
    'none states a licence, so none has one',
  )
  t.deepEqual(
    goods.flatMap(issues).filter((path) => path !== 'body.licence'),
    [],
  )
  t.end()
})
