import { strToU8, zipSync } from 'fflate'
import test, { type Test } from 'tape'
import { validate } from '@allmende/vocabulary'
import { seeded } from '@allmende/testkit'
import { readPartsTable } from '../src/index.ts'
import { sharedData } from './shared-data.ts'
import { globSync, readFileSync } from 'node:fs'
import { workbookOf, workbookWith } from './workbooks.ts'

const MIB = 1024 * 1024

function quick(t: Test, what: string, bytes: Uint8Array, limit = 5000): ReturnType<typeof readPartsTable> {
  const start = performance.now()
  const result = readPartsTable(bytes, 'bom')
  const took = performance.now() - start
  t.ok(took < limit, `${what}: ${took.toFixed(0)} ms`)
  const record = {
    kind: 'parts',
    v: 1,
    clock: [0, 0] as [number, number],
    body: { lines: result.lines.slice(0, 1000) },
  }
  t.deepEqual(validate(record), [], `${what}: lines can be written`)
  return result
}

const rows = (xml: string) => `<worksheet><sheetData>${xml}</sheetData></worksheet>`

test('I31 a workbook that inflates beyond all measure is refused', (t) => {
  const bomb = quick(t, '200 MB of nothing', workbookWith(rows(' '.repeat(200 * MIB))))
  t.equal(bomb.findings[0]?.code, 'TABLE_TOO_LARGE')
  const lying = workbookWith(rows(' '.repeat(100 * MIB)))
  // The sizes in the local headers say one byte.
  for (let at = 0; at < lying.length - 30; at++) {
    if (lying[at] === 0x50 && lying[at + 1] === 0x4b && lying[at + 2] === 3) lying.set([1, 0, 0, 0], at + 22)
  }
  t.equal(quick(t, 'lying sizes', lying).lines.length, 0)
  t.equal(quick(t, '17 MB', new Uint8Array(17 * MIB).fill(65)).findings[0]?.code, 'TABLE_TOO_LARGE')
  const cells = `<row>${'<c t="inlineStr"><is><t>a</t></is></c>'.repeat(1_100_000)}</row>`
  t.equal(quick(t, 'a million cells', workbookWith(rows(cells)), 15_000).findings[0]?.code, 'TABLE_TOO_LARGE')
  const texts = `<sst>${'<si><t>a</t></si>'.repeat(600_000)}</sst>`
  t.equal(quick(t, 'texts', workbookWith(rows(''), texts), 15_000).findings[0]?.code, 'TABLE_TOO_LARGE')
  t.end()
})

test('I31 XML that is a trick is not followed', (t) => {
  const entity = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
  t.equal(
    quick(t, 'entities', workbookWith(`${entity}${rows('<row><c t="str"><v>&b;</v></c></row>')}`)).findings[0]
      ?.code,
    'TABLE_BROKEN',
  )
  quick(t, 'deep XML', workbookWith('<a>'.repeat(100_000)))
  quick(t, 'a long cell', workbookWith(rows(`<row><c t="str"><v>${'x'.repeat(10 * MIB)}</v></c></row>`)))
  quick(
    t,
    'far cells',
    workbookWith(
      rows('<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c><c r="ZZZ1"><v>1</v></c></row>'),
    ),
  )
  quick(
    t,
    'wrong numbers',
    workbookWith(
      rows('<row><c t="s"><v>-1</v></c><c t="s"><v>1e9</v></c><c t="s"><v>constructor</v></c></row>'),
    ),
  )
  quick(t, 'no workbook', zipSync({ 'a.txt': strToU8('x') }))
  quick(
    t,
    'cut off',
    workbookOf({
      S: [
        ['Part', 'Qty'],
        ['A', 1],
      ],
    }).subarray(0, 300),
  )
  t.end()
})

test('I31 CSV of any sort ends soon and harms nothing', (t) => {
  const text = (content: string) => new TextEncoder().encode(content)
  quick(t, 'one line of 10 MB', text('a'.repeat(10 * MIB)))
  quick(t, 'commas', text(','.repeat(5 * MIB)))
  quick(t, 'quotes', text('"'.repeat(5 * MIB)), 10_000)
  quick(t, 'lines', text('\n'.repeat(10 * MIB)), 10_000)
  quick(t, 'many parts', text(`Name,Qty,Reference\n${'Screw,1,C1\n'.repeat(15_000)}`), 10_000)
  quick(t, 'headers', text('Name,Qty,Note\n'.repeat(15_000)), 10_000)
  quick(
    t,
    'blanks',
    text(
      `Name,Qty,Reference,Price\nA,${' '.repeat(30_000)}1,C1${' '.repeat(30_000)}-,${'1 '.repeat(15_000)}x\n`,
    ),
  )
  const { lines } = quick(
    t,
    'names',
    text('Name,Qty,constructor,__proto__\n__proto__,1,x,y\ntoString,2,x,y\n'),
  )
  t.deepEqual(
    lines.map(({ name }) => name),
    ['__proto__', 'toString'],
  )
  t.end()
})

test('I31 whatever is done to a table, reading it throws nothing and gives lines that can be written', (t) => {
  const random = seeded('I31')
  const csv =
    'ID,Part,Qty,Unit,Price,Ref,Link\n1,Screw,4,pcs,"1,50 €","C1-C4",https://a.example\n2,"Nut\nM3",2,,$1,C5,\n\n,Tools,,,\n,Tool,Note\n,Saw,"fine"\n'
  const scraps = [
    ',',
    ';',
    '"',
    '\n',
    '\r',
    '\t',
    '-',
    '9e9',
    '€',
    '\uFEFF',
    '\0',
    '1/0',
    'C1-C99999',
    '=',
    "'",
    'Name,Qty\n',
    '💡',
    'Total',
  ]
  const workbook = workbookOf({ BOM: csv.split('\n').map((line) => line.split(',')) })
  for (let round = 0; round < 400; round++) {
    const one = random.fork(String(round))
    let text = csv
    for (let edits = one.int(8); edits >= 0; edits--) {
      const at = one.int(text.length)
      text = text.slice(0, at) + one.pick(scraps) + text.slice(at + one.int(5))
    }
    const torn = workbook.slice()
    for (let edits = one.int(4); edits >= 0; edits--) torn[one.int(torn.length)] = one.int(256)
    for (const bytes of [new TextEncoder().encode(text), torn, one.bytes(200)]) {
      const { lines } = readPartsTable(bytes, 'bom')
      const issues = validate({ kind: 'parts', v: 1, clock: [0, 0], body: { lines: lines.slice(0, 1000) } })
      if (issues.length > 0) t.deepEqual(issues, [], `seed I31, round ${round}`)
    }
  }
  t.pass('400 rounds of seed I31')
  t.end()
})

test('I32 the parts lists of real designs are read as people mean them', (t) => {
  const designs = sharedData(t, 'designs')
  if (designs === null) return t.end()
  for (const extension of ['csv', 'xlsx']) {
    const [file] = globSync(`${designs}/mgta/**/*BOM.${extension}`)
    const { lines, findings } = readPartsTable(readFileSync(file ?? ''), `bom.${extension}`)
    t.equal(lines.length, 34, extension)
    t.deepEqual(
      [...new Set(lines.map(({ section }) => section))],
      ['Commercial Parts', '3D Printed Parts', 'Tools'],
    )
    t.equal(lines.filter(({ id }) => id === undefined).length, 3, 'rows without id')
    t.equal(lines.find(({ id }) => id === 'A14')?.quantity, 5)
    t.deepEqual(lines.find(({ id }) => id === 'A08')?.substitutes?.length, 1)
    t.ok(lines.filter(({ section }) => section === 'Tools').every(({ action }) => action === 'use'))
    t.ok(lines.filter(({ section }) => section === 'Commercial Parts').every(({ cost }) => cost))
    t.notOk(findings.some(({ severity }) => severity === 'error'))
  }
  const [module] = globSync(`${designs}/qarve*/modules/x-axis/bom/bom.csv`)
  const { lines } = readPartsTable(readFileSync(module ?? ''), 'bom.csv')
  t.equal(lines.length, 1)
  t.deepEqual([lines[0]?.id, lines[0]?.quantity, lines[0]?.unit], ['EX-01', 2, 'one'])
  t.end()
})
