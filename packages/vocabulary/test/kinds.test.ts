import test from 'tape'
import {
  type AnyRecord,
  type FileList,
  type IssueCode,
  KINDS,
  MAX_COMMENT,
  MAX_DESCRIPTION,
  MAX_FILES,
  MAX_INVITED,
  MAX_LICENCE,
  MAX_LINES,
  MAX_MERGES,
  MAX_NAME,
  MAX_NOTE,
  MAX_PART_NAME,
  MAX_TAG,
  MAX_TAGS,
  MAX_TITLE,
  decodeFileEntries,
  decodeRecord,
  encodeFileEntries,
  isSafePath,
  validate,
} from '../src/index.ts'
import { codeOf } from './code-of.ts'
import { rawCbor } from './raw-cbor.ts'
import {
  LOG,
  THING,
  article,
  build,
  comment,
  device,
  draft,
  epoch,
  exclude,
  fork,
  good,
  goodByList,
  key,
  outsideUse,
  retire,
  parts,
  profile,
  suggestion,
  vouch,
  withBody,
} from './samples.ts'

const long = (length: number) => 'x'.repeat(length + 1)
const hash = key(1)
const files = good.body.files!
const { edits: _, ...noEdits } = device.body.cores

/** What is broken, in which record, and the code and path that must be told. */
type Case = [code: IssueCode, path: string, record: AnyRecord, body: { [field: string]: unknown }]

const CASES: readonly Case[] = [
  ['FIELD_MISSING', 'body.name', profile, { name: undefined }],
  ['FIELD_TYPE', 'body.name', profile, { name: 5 }],
  ['FIELD_FORM', 'body.name', profile, { name: ' \n' }],
  ['FIELD_FORM', 'body.name', profile, { name: 'half \ud83d' }],
  ['FIELD_TOO_LONG', 'body.name', profile, { name: long(MAX_NAME) }],
  ['FIELD_TOO_LONG', 'body.about', profile, { about: long(MAX_NOTE) }],
  ['FIELD_MISSING', 'body.person', vouch, { person: undefined }],
  ['FIELD_FORM', 'body.person', vouch, { person: 'ada' }],
  ['FIELD_TOO_LONG', 'body.note', vouch, { note: long(MAX_NOTE) }],
  ['FIELD_MISSING', 'body.person', exclude, { person: undefined }],
  ['FIELD_TOO_LONG', 'body.note', exclude, { note: long(MAX_NOTE) }],
  ['FIELD_CHOICE', 'body.ends', exclude, { ends: false }],
  ['FIELD_FORM', 'body.stays[0].log', exclude, { stays: [{ log: 'x', records: 1, edits: 1 }] }],
  ['FIELD_RANGE', 'body.stays[0].records', exclude, { stays: [{ log: LOG, records: -1, edits: 1 }] }],
  ['FIELD_FORM', 'body.next', epoch, { next: 'x' }],
  ['FIELD_FORM', 'body.keys[0].device', epoch, { keys: [{ device: 'x', sealed: new Uint8Array(80) }] }],
  ['FIELD_FORM', 'body.before[0]', epoch, { before: [new Uint8Array(31)] }],
  ['FIELD_MISSING', 'body.device', retire, { device: undefined }],
  ['FIELD_FORM', 'body.stays[0].log', retire, { stays: [{ log: 'x', records: 1, edits: 1 }] }],
  ['FIELD_RANGE', 'body.stays[0].edits', retire, { stays: [{ log: LOG, records: 1, edits: -1 }] }],
  ['FIELD_FORM', 'body.proof', retire, { proof: new Uint8Array(106) }],
  ['FIELD_CHOICE', 'body.purpose', device, { purpose: 'allmende/log/2' }],
  ['FIELD_MISSING', 'body.proof', device, { proof: undefined }],
  ['FIELD_FORM', 'body.proof', device, { proof: new Uint8Array(5_000) }],
  ['FIELD_FORM', 'body.proof', device, { proof: 'text' }],
  ['FIELD_MISSING', 'body.cores.edits', device, { cores: noEdits }],
  ['FIELD_FORM', 'body.cores.files', device, { cores: { ...device.body.cores, files: 'x' } }],
  ['FIELD_MISSING', 'body.commons', device, { commons: undefined }],
  ['FIELD_MISSING', 'body.device', device, { device: undefined }],
  ['FIELD_TOO_LONG', 'body.name', device, { name: long(MAX_NAME) }],
  ['FIELD_MISSING', 'body.title', good, { title: undefined }],
  ['FIELD_MISSING', 'body.licence', good, { licence: undefined }],
  ['FIELD_MISSING', 'body.type', good, { type: undefined }],
  ['FIELD_TOO_LONG', 'body.title', good, { title: long(MAX_TITLE) }],
  ['FIELD_TOO_LONG', 'body.licence', good, { licence: long(MAX_LICENCE) }],
  ['FIELD_CHOICE', 'body.type', good, { type: 'thing' }],
  ['FIELD_TOO_LONG', 'body.description', good, { description: long(MAX_DESCRIPTION) }],
  ['FIELD_TOO_MANY', 'body.tags', good, { tags: Array.from({ length: MAX_TAGS + 1 }, () => 'a') }],
  ['FIELD_TOO_LONG', 'body.tags[1]', good, { tags: ['a', long(MAX_TAG)] }],
  ['FIELD_FORM', 'body.language', good, { language: 'English, mostly' }],
  ['FIELD_FORM', 'body.derivedFrom', good, { derivedFrom: 'https://example.org' }],
  ['FIELD_TYPE', 'body.files', good, { files: [] }],
  ['FIELD_RANGE', 'body.files.count', good, { files: { ...files, count: -1 } }],
  ['FIELD_RANGE', 'body.files.count', good, { files: { ...files, count: MAX_FILES + 1 } }],
  ['FIELD_TYPE', 'body.files.bytes', good, { files: { ...files, bytes: 1.5 } }],
  ['FIELD_FORM', 'body.files.entries[0].hash', good, withEntry({ hash: hash.subarray(1) })],
  ['FIELD_FORM', 'body.files.entries[0].path', good, withEntry({ path: '../x' })],
  ['FIELD_CHOICE', 'body.files.entries[0].executable', good, withEntry({ executable: false })],
  ['FIELD_TYPE', 'body.files.entries[0].blob[4]', good, withEntry({ blob: [0, 0, 1, 0, 'x'] })],
  ['FILES_PLACE', 'body.files', good, { files: { ...files, list: goodByList.body.files!.list } }],
  ['FILES_PLACE', 'body.files', good, { files: { ...files, entries: undefined } }],
  ['FILES_COUNT', 'body.files.count', good, { files: { ...files, count: 3 } }],
  ['FILES_BYTES', 'body.files.bytes', good, { files: { ...files, bytes: 31 } }],
  ['FILES_CORE', 'body.files.entries[0].blob', good, withEntry({ blob: [1, 0, 1, 0, 10] })],
  ['FILES_DUPLICATE', 'body.files.entries[1].path', good, withEntry({ path: 'bin/slice' })],
  ['FILES_CORE', 'body.files.list.blob', goodByList, { files: { ...goodByList.body.files, cores: [] } }],
  ['FIELD_MISSING', 'body.title', draft, { title: undefined }],
  ['FIELD_MISSING', 'body.editors', draft, { editors: undefined }],
  ['FIELD_CHOICE', 'body.editors', draft, { editors: 'everybody' }],
  [
    'FIELD_TOO_MANY',
    'body.invited',
    draft,
    { invited: Array.from({ length: MAX_INVITED + 1 }, () => vouch.body.person) },
  ],
  ['FIELD_FORM', 'body.base', draft, { base: 'x' }],
  ['FIELD_CHOICE', 'body.derivation', fork, { derivation: 'stolen' }],
  ['FIELD_FORM', 'body.merges[0]', fork, { merges: ['x'] }],
  ['FIELD_TOO_MANY', 'body.merges', fork, { merges: Array.from({ length: MAX_MERGES + 1 }, () => THING) }],
  ['FIELD_FORM', 'body.settles[0].suggestion', fork, { settles: [{ suggestion: 'x', accepted: true }] }],
  ['FIELD_MISSING', 'body.settles[0].accepted', fork, { settles: [{ suggestion: THING }] }],
  ['FIELD_FORM', 'body.maintainers[0]', fork, { maintainers: ['ada'] }],
  ['FIELD_MISSING', 'body.licences[0].licence', fork, { licences: [{ under: 'docs' }] }],
  ['FIELD_CHOICE', 'body.roles[0].role', fork, { roles: [{ role: 'king', at: 'x' }] }],
  ['FIELD_CHOICE', 'body.credits[0].roles[0]', fork, { credits: [{ name: 'Ada', roles: ['owner'] }] }],
  ['FIELD_FORM', 'body.funding[0].name', fork, { funding: [{ name: ' ' }] }],
  ['FIELD_RANGE', 'body.parts.lines[0].quantity', fork, { parts: { lines: [{ name: 'x', quantity: 0 }] } }],
  [
    'FIELD_RANGE',
    'body.parts.lines[0].quantity',
    fork,
    { parts: { lines: [{ name: 'x', quantity: 1e13 }] } },
  ],
  ['FIELD_CHOICE', 'body.parts.lines[0].action', fork, { parts: { lines: [{ name: 'x', action: 'eat' }] } }],
  ['FIELD_FORM', 'body.parts.lines[0].good', fork, { parts: { lines: [{ name: 'x', good: 'y' }] } }],
  ['FIELD_FORM', 'body.parts.lines[0].cost.amount', fork, cost({ amount: '1,50' })],
  ['FIELD_FORM', 'body.parts.lines[0].cost.currency', fork, cost({ currency: '€' })],
  ['FIELD_TOO_LONG', 'body.parts.lines[0].name', fork, { parts: { lines: [{ name: long(MAX_PART_NAME) }] } }],
  ['FIELD_FORM', 'body.parts.more[0]', fork, { parts: { lines: [], more: ['x'] } }],
  ['FIELD_FORM', 'body.design.technologyReadiness', fork, { design: { technologyReadiness: 'OTRL-7' } }],
  ['FIELD_RANGE', 'body.design.mass', fork, { design: { mass: -1 } }],
  ['FIELD_MISSING', 'body.design.size.depth', fork, { design: { size: { width: 1, height: 1 } } }],
  ['FIELD_FORM', 'body.publication.DOI', article, { publication: { type: 'book', DOI: 'doi.org/x' } }],
  ['FIELD_MISSING', 'body.publication.type', article, { publication: {} }],
  ['FIELD_MISSING', 'body.lines', parts, { lines: undefined }],
  [
    'FIELD_TOO_MANY',
    'body.lines',
    parts,
    { lines: Array.from({ length: MAX_LINES + 1 }, () => ({ name: 'x' })) },
  ],
  ['FIELD_MISSING', 'body.about', build, { about: undefined }],
  ['FIELD_MISSING', 'body.outcome', build, { outcome: undefined }],
  ['FIELD_CHOICE', 'body.outcome', build, { outcome: 'great' }],
  ['FIELD_RANGE', 'body.ease', build, { ease: 6 }],
  ['FIELD_TYPE', 'body.ease', build, { ease: 2.5 }],
  ['FIELD_RANGE', 'body.effort', build, { effort: 0 }],
  ['FIELD_FORM', 'body.finished', build, { finished: 'yesterday' }],
  ['FIELD_MISSING', 'body.problems[0].text', build, { problems: [{ part: 'R1' }] }],
  ['FILES_COUNT', 'body.files.count', build, { files: { ...build.body.files, count: 2 } }],
  ['FIELD_MISSING', 'body.about', suggestion, { about: undefined }],
  ['FIELD_MISSING', 'body.title', suggestion, { title: undefined }],
  ['FIELD_FORM', 'body.offers', suggestion, { offers: 'x' }],
  ['FIELD_MISSING', 'body.by', outsideUse, { by: undefined }],
  ['FIELD_CHOICE', 'body.returned', outsideUse, { returned: 'thanks' }],
  ['FIELD_FORM', 'body.pieces[0]', suggestion, { pieces: [key(1).subarray(1)] }],
  ['FIELD_TOO_MANY', 'body.pieces', suggestion, { pieces: Array.from({ length: 65 }, () => key(1)) }],
  [
    'FIELD_FORM',
    'body.settles[0].pieces[0]',
    draft,
    { settles: [{ suggestion: THING, accepted: true, pieces: ['x'] }] },
  ],
  ['FIELD_TOO_LONG', 'body.anchor.quote', comment, { anchor: { from: '', to: '', quote: long(200) } }],
  ['FIELD_MISSING', 'body.text', comment, { text: undefined }],
  ['FIELD_MISSING', 'body.about', comment, { about: undefined }],
  ['FIELD_FORM', 'body.text', comment, { text: '' }],
  ['FIELD_TOO_LONG', 'body.text', comment, { text: long(MAX_COMMENT) }],
]

function cost(change: { [field: string]: unknown }): { parts: unknown } {
  return { parts: { lines: [{ name: 'x', cost: { amount: '1.50', currency: 'EUR', ...change } }] } }
}

function withEntry(change: { [field: string]: unknown }): { files: unknown } {
  const [first, ...others] = files.entries!
  return { files: { ...files, entries: [{ ...first, ...change }, ...others] } }
}

test('V19 every condition of a body is told once, with its code, its place, what was expected and what found', (t) => {
  for (const [code, path, record, body] of CASES) {
    const issues = validate(withBody(record, body))
    t.deepEqual(
      issues.map((issue) => [issue.code, issue.path]),
      [[code, path]],
      `${record.kind}: ${code} at ${path}`,
    )
    t.ok(
      issues.every(({ expected, found }) => expected !== '' && found !== '' && found.length < 100),
      JSON.stringify(issues),
    )
  }
  const many = validate({ kind: 'good', v: 1, clock: [1, 0], body: {} })
  t.deepEqual(
    many.map(({ path }) => path),
    ['body.title', 'body.licence', 'body.type'],
    'several are told together',
  )
  t.end()
})

test('V19 a field of the wrong kind of CBOR is told too, where decoding expects a key', (t) => {
  const frame = { v: 1, clock: [1, 0] }
  const bodies: [kind: string, body: unknown, path: string][] = [
    ['vouch', { person: 5 }, 'body.person'],
    ['vouch', { person: key(1).subarray(1) }, 'body.person'],
    ['comment', { text: 'x', about: [1, 2, 3] }, 'body.about'],
    ['draft', { title: 'x', editors: 'invited', invited: 7 }, 'body.invited'],
    ['draft', { title: 'x', editors: 'invited', good: 'x' }, 'body.good'],
    [
      'good',
      { title: 'x', licence: 'MIT', type: 'text', files: { count: 0, bytes: 0, cores: [5], entries: [] } },
      'body.files.cores[0]',
    ],
    ['good', { title: 'x', licence: 'MIT', type: 'text', files: 5 }, 'body.files'],
    ['device', { ...device.body, commons: key(1), person: key(1), device: key(1), cores: 'x' }, 'body.cores'],
  ]
  for (const [kind, body, path] of bodies) {
    const { record } = decodeRecord(rawCbor({ ...frame, kind, body }))
    t.deepEqual(
      validate(record).map((issue) => issue.path),
      [path],
      `${kind}: ${path}`,
    )
  }
  t.end()
})

test('V20 a change carries only what changes, and only kinds that change know it', (t) => {
  for (const record of [good, fork, article, build, suggestion, outsideUse, draft, comment]) {
    for (const [field, value] of Object.entries(record.body)) {
      t.deepEqual(
        validate({ ...record, of: THING, body: { [field]: value } }),
        [],
        `${record.kind}: ${field} alone`,
      )
    }
    t.deepEqual(
      validate({ ...record, of: THING, body: {} }),
      [],
      `${record.kind}: nothing, to join two heads`,
    )
  }
  t.equal(
    validate({ ...good, of: THING, body: { title: '' } })[0]?.code,
    'FIELD_FORM',
    'what it carries must be right',
  )
  for (const record of [device, profile, vouch, parts]) {
    t.deepEqual(
      validate({ ...record, of: THING }).map(({ code }) => code),
      ['FRAME_OF'],
      record.kind,
    )
  }
  t.end()
})

test('V20 limits count characters, not the halves they are stored in', (t) => {
  t.deepEqual(validate(withBody(good, { title: '🔧'.repeat(MAX_TITLE) })), [])
  t.equal(validate(withBody(good, { title: '🔧'.repeat(MAX_TITLE + 1) }))[0]?.code, 'FIELD_TOO_LONG')
  t.end()
})

test('V21 a path stays within its folder, on every system', (t) => {
  const fine = [
    'a',
    'a/b/c.txt',
    '.hidden',
    'a b',
    'ä/水',
    '..a',
    'a..',
    '...',
    'CON',
    'a\\b',
    'x'.repeat(1_024),
  ]
  const bad = [
    '',
    '/',
    '/a',
    'a/',
    'a//b',
    '.',
    './a',
    'a/./b',
    '..',
    '../a',
    'a/..',
    'a/../b',
    '..\\a',
    'a\\..\\b',
    '\\a',
    '\\\\host\\share',
    'C:',
    'c:\\a',
    'C:/a',
    'a\0b',
    'a/\ud800',
    'x'.repeat(1_025),
    '水'.repeat(342),
  ]
  for (const path of fine) t.ok(isSafePath(path), JSON.stringify(path).slice(0, 30))
  for (const path of bad) t.notOk(isSafePath(path), JSON.stringify(path).slice(0, 30))
  t.end()
})

test('V21 a list of files that is itself a blob comes back, and is checked like an inline one', (t) => {
  const entries = Array.from({ length: MAX_FILES }, (_, n) => ({
    ...files.entries![0]!,
    path: `folder/file-${n}.stl`,
  }))
  const bytes = encodeFileEntries(entries)
  t.equal(decodeFileEntries(bytes).length, MAX_FILES)
  t.deepEqual(decodeFileEntries(bytes)[9_999], entries[9_999])
  const wrong: unknown[] = [
    {},
    [5],
    [{ ...entries[0], path: '/etc/passwd' }],
    [{ ...entries[0], hash: undefined }],
    [...entries, entries[0]],
  ]
  for (const value of wrong)
    t.equal(
      codeOf(() => decodeFileEntries(rawCbor(value))),
      'FILE_LIST',
    )
  t.equal(
    codeOf(() => encodeFileEntries([{ ...entries[0]!, path: '..' }])),
    'FILE_LIST',
  )
  t.equal(
    codeOf(() => decodeFileEntries(new Uint8Array(17 * 1024 * 1024))),
    'FILE_LIST',
    'its size comes first',
  )
  t.equal(
    codeOf(() => decodeFileEntries(new Uint8Array([0x81]))),
    'CBOR_MALFORMED',
  )
  t.end()
})

test('V22 the schemas are JSON Schema: one source for types, validators and pages', (t) => {
  for (const { kind, schema, change } of KINDS) {
    const json = JSON.parse(JSON.stringify(schema)) as {
      type: string
      required?: string[]
      properties: { [field: string]: { description?: string } }
    }
    t.equal(json.type, 'object', kind)
    const fields = Object.keys(json.properties)
    t.ok((json.required ?? []).every((field) => fields.includes(field)))
    for (const field of fields)
      t.ok(field === 'cores' || json.properties[field]!.description, `${kind}.${field} says what it is`)
    if (change)
      t.notOk('required' in JSON.parse(JSON.stringify(change)), `a change of a ${kind} requires nothing`)
  }
  const checked: FileList = files
  t.equal(checked.count, 2)
  t.end()
})
