import test from 'tape'
import { seeded } from '@allmende/testkit'
import { type Mapping, readPartsTable, writePartsCsv } from '../src/index.ts'
import { randomLines } from './random-good.ts'
import { workbookOf } from './workbooks.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string, mapping?: Mapping) => readPartsTable(bytes(text), 'bom.csv', mapping)
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code)

test('I20 the delimiter is the sign that cuts all lines alike', (t) => {
  const rows = [
    ['Bezeichnung', 'Menge', 'Preis'],
    ['Schraube, M3', '4', '1,50 €'],
    ['Brett "Eiche"', '2', '12,00 €'],
  ]
  for (const delimiter of [',', ';', '\t', '|']) {
    const text = rows
      .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter))
      .join('\r\n')
    const { lines, mapping } = read(text)
    t.equal(mapping?.delimiter, delimiter)
    t.deepEqual(lines, [
      { name: 'Schraube, M3', quantity: 4, cost: { amount: '1.50', currency: 'EUR' } },
      { name: 'Brett "Eiche"', quantity: 2, cost: { amount: '12.00', currency: 'EUR' } },
    ])
  }
  t.equal(read('Name;Qty;Price\nA;1;1,50 €\nB;2;2,50 €\nC;3;3,50 €\n').lines[2]?.cost?.amount, '3.50')
  t.equal(read('sep=|\nName|Qty\nA|1\n').lines[0]?.quantity, 1)
  t.end()
})

test('I21 the encoding is told by the bytes', (t) => {
  const text = 'Name,Menge\nStück Öse,3\n'
  const utf16 = (big: boolean) => {
    const out = new Uint8Array(text.length * 2)
    for (let at = 0; at < text.length; at++) {
      out[at * 2 + (big ? 1 : 0)] = text.charCodeAt(at) & 255
      out[at * 2 + (big ? 0 : 1)] = text.charCodeAt(at) >> 8
    }
    return out
  }
  const latin1 = Uint8Array.from(text, (letter) => letter.charCodeAt(0))
  const cases: [string, Uint8Array][] = [
    ['utf-8', bytes(text)],
    ['utf-8', bytes(`\uFEFF${text}`)],
    ['utf-16le', utf16(false)],
    ['utf-16be', utf16(true)],
    ['utf-16le', new Uint8Array([0xff, 0xfe, ...utf16(false)])],
    ['windows-1252', latin1],
  ]
  for (const [encoding, content] of cases) {
    const { lines, mapping } = readPartsTable(content, 'bom.csv')
    t.equal(mapping?.encoding, encoding)
    t.deepEqual(lines, [{ name: 'Stück Öse', quantity: 3 }])
  }
  t.end()
})

test('I22 what a file is called says nothing about what it is', (t) => {
  const workbook = workbookOf({
    BOM: [
      ['Part', 'Qty'],
      ['Screw', 4],
    ],
  })
  t.deepEqual(readPartsTable(workbook, 'bom.csv').lines, [{ name: 'Screw', quantity: 4 }])
  t.deepEqual(readPartsTable(bytes('Part,Qty\nScrew,4\n'), 'bom.xlsx').lines, [
    { name: 'Screw', quantity: 4 },
  ])
  const cases: [string, number[] | string][] = [
    ['XLS', [0xd0, 0xcf, 0x11, 0xe0, 1, 2]],
    ['PDF', '%PDF-1.4'],
    ['picture', [0x89, 0x50, 0x4e, 0x47]],
    ['web', '<!DOCTYPE html><table>'],
    ['no text', 'abc\0\0\0def'],
  ]
  for (const [found, content] of cases) {
    const { lines, mapping, findings } = readPartsTable(
      typeof content === 'string' ? bytes(content) : Uint8Array.from(content),
      'bom.csv',
    )
    t.deepEqual([lines, mapping, findings[0]?.code], [[], null, 'TABLE_FORMAT'])
    t.match(findings[0]?.message ?? '', new RegExp(found))
  }
  t.end()
})

const SECTIONS = `\uFEFFDevice:,Lamp,,,
Version:, V1,,,
,,,,
ID,Bought parts,,, $9.50
,Part,Description,QTY / Device,$/ PKG,QTY / PKG,Link
A1,Screw,"M3, long",4,$1.00,10,https://shop.example/screw
A2,Cable,,"2,5 m",€3.00,,
,Glue,,1,,,
,,Shipping,1,8.00 CAD,,
,Total,,,$9.50,,
,Printed parts,,,
,Part,Description,Material,QTY / Device
A3,Foot,,PLA,as needed
A4,Nothing,,PLA,0
,Tools,,,
,Tool,Description,,
T1,Saw,fine,,
,Alternatives,,,
,Part,Description,QTY / Device,Link
A1,Other screw,if sold out,4,https://shop.example/other
A9,Orphan,,1,
`

test('I23 several sections with headers of their own are found, with their titles', (t) => {
  const { lines, mapping, rows, findings } = read(SECTIONS)
  t.deepEqual(
    mapping?.sections.map(({ header, first, last, title, action, substitutes }) => ({
      header,
      first,
      last,
      title,
      action,
      substitutes,
    })),
    [
      { header: 5, first: 6, last: 10, title: 'Bought parts', action: undefined, substitutes: undefined },
      { header: 12, first: 13, last: 14, title: 'Printed parts', action: undefined, substitutes: undefined },
      { header: 16, first: 17, last: 17, title: 'Tools', action: 'use', substitutes: undefined },
      { header: 19, first: 20, last: 21, title: 'Alternatives', action: undefined, substitutes: true },
    ],
  )
  const section = 'Bought parts'
  t.deepEqual(lines, [
    {
      name: 'Screw',
      quantity: 4,
      id: 'A1',
      section,
      source: 'https://shop.example/screw',
      cost: { amount: '0.1', currency: 'USD' },
      note: 'M3, long',
      substitutes: [{ name: 'Other screw', note: 'if sold out\nhttps://shop.example/other' }],
    },
    {
      name: 'Cable',
      quantity: 2.5,
      unit: 'metre',
      id: 'A2',
      section,
      cost: { amount: '3.00', currency: 'EUR' },
    },
    { name: 'Glue', quantity: 1, section },
    { name: 'Shipping', quantity: 1, section, cost: { amount: '8.00', currency: 'CAD' } },
    { name: 'Foot', id: 'A3', material: 'PLA', section: 'Printed parts', note: 'as needed' },
    { name: 'Saw', id: 'T1', section: 'Tools', action: 'use', note: 'fine' },
  ])
  t.deepEqual(
    rows.map(({ row }) => row),
    [6, 7, 8, 9, 13, 17],
  )
  t.deepEqual(
    findings.map(({ code, line }) => `${code} ${line}`),
    ['TABLE_DOLLAR 6', 'TABLE_SHIFTED 9', 'TABLE_QUANTITY 13', 'TABLE_ZERO 14', 'TABLE_SUBSTITUTE 21'],
  )
  t.end()
})

test('I23 a word alone in its row is a title, if such rows are few', (t) => {
  const rows = ['A,1,x', 'B,2,x', 'C,3,x', 'D,4,x']
  const { lines } = read(
    ['Name,Qty,Note', 'Frame', ...rows.slice(0, 2), 'Motor', ...rows.slice(2), ...rows].join('\n'),
  )
  t.deepEqual(lines.map(({ name, section }) => `${section} ${name}`).slice(0, 4), [
    'Frame A',
    'Frame B',
    'Motor C',
    'Motor D',
  ])
  t.deepEqual(
    read('Name,Qty,Note\nScrew\nNut\nSaw,1,x\n').lines.map(({ name }) => name),
    ['Screw', 'Nut', 'Saw'],
  )
  t.end()
})

test('I24 the mapping that was used can be corrected and passed back', (t) => {
  const text = 'Ding,Zahl,Kosten\nLampe,2,"3,50"\nFuß,1,"1,00"\n'
  const first = read(text)
  t.equal(first.mapping?.sections[0]?.header, 0, 'no name of a column is known')
  t.deepEqual(codes(first.findings), ['TABLE_HEADER'])
  const mapping: Mapping = {
    ...first.mapping!,
    currency: 'CHF',
    sections: [
      { header: 1, first: 2, last: 3, title: 'Alles', columns: { A: 'name', B: 'quantity', C: 'cost' } },
    ],
  }
  const second = read(text, JSON.parse(JSON.stringify(mapping)) as Mapping)
  t.deepEqual(second.lines, [
    { name: 'Lampe', quantity: 2, section: 'Alles', cost: { amount: '3.50', currency: 'CHF' } },
    { name: 'Fuß', quantity: 1, section: 'Alles', cost: { amount: '1.00', currency: 'CHF' } },
  ])
  t.deepEqual(second.findings, [])
  t.deepEqual(second.mapping, mapping)
  t.deepEqual(read(SECTIONS, read(SECTIONS).mapping!).lines, read(SECTIONS).lines, 'unchanged it reads alike')
  t.end()
})

test('I25 places are taken one by one, and count where no quantity stands', (t) => {
  const { lines, findings } = read(
    'Reference,Value,Footprint,Qty\n"C1, C2",10uF,0805,2\nR1-R4 R7,1k,,\n"U1,U2;U3",NE555,,2\n"D1 – D3",1N4148,,3\n',
  )
  t.deepEqual(lines, [
    { name: '10uF', quantity: 2, note: 'Footprint: 0805', places: ['C1', 'C2'] },
    { name: '1k', places: ['R1', 'R2', 'R3', 'R4', 'R7'], quantity: 5 },
    { name: 'NE555', quantity: 2, places: ['U1', 'U2', 'U3'] },
    { name: '1N4148', quantity: 3, places: ['D1', 'D2', 'D3'] },
  ])
  t.deepEqual(
    findings.map(({ code, line }) => `${code} ${line}`),
    ['TABLE_PLACES 4'],
  )
  t.end()
})

test('I26 prices are text in the ways people write them', (t) => {
  const price = (text: string, header = 'Price') => read(`Name,Qty,${header}\nA,2,"${text}"\n`).lines[0]?.cost
  const cases: [string, string, string][] = [
    ['1,50 €', '1.50', 'EUR'],
    ['€ 1.50', '1.50', 'EUR'],
    ['$3.00', '3.00', 'USD'],
    [' $1,234.50 ', '1234.50', 'USD'],
    ['1.234,50 EUR', '1234.50', 'EUR'],
    ["1'234.5 CHF", '1234.5', 'CHF'],
    ['1 234,5 €', '1234.5', 'EUR'],
    ['£0.05', '0.05', 'GBP'],
    ['CA$ 4', '4', 'CAD'],
  ]
  for (const [text, amount, currency] of cases) t.deepEqual(price(text), { amount, currency }, text)
  t.deepEqual(price('2.00', 'unit_cost_eur'), { amount: '2.00', currency: 'EUR' })
  t.deepEqual(price('2.00', 'Preis in €'), { amount: '2.00', currency: 'EUR' })
  t.deepEqual(
    price('3.00', 'Total price (EUR)'),
    { amount: '1.5', currency: 'EUR' },
    'that of a line is shared',
  )
  t.equal(price('2.00'), undefined, 'without a currency a number is no price')
  t.equal(price('free'), undefined)
  t.end()
})

test('I27 rows that are torn are mended where they fit, and told', (t) => {
  const { lines, findings } = read('Name,Qty,Note\nScrew, M3, long,4,x\nNut,2,y\n')
  t.deepEqual(lines[0], { name: 'Screw, M3, long', quantity: 4, note: 'x' })
  t.deepEqual(codes(findings), ['TABLE_CELLS'])
  const quotes = read('Name,Qty\n"Screw,4\nNut,2\n')
  t.equal(quotes.findings[0]?.code, 'TABLE_QUOTES')
  t.deepEqual(
    quotes.lines.map(({ name }) => name),
    ['"Screw', 'Nut'],
  )
  t.end()
})

test('I28 of a workbook the parts list is read; other tables in it can be added', (t) => {
  const workbook = workbookOf({
    Cover: [['About'], ['this lamp']],
    BOM: [
      ['Part', 'Qty', 'Price (EUR)'],
      ['Screw & <nut>', 4, 0.025],
      ['Foot', 1, 79.855000000000004],
    ],
    Shop: [
      ['Part', 'Qty'],
      ['Screw', 400],
    ],
  })
  const { lines, mapping, rows, findings } = readPartsTable(workbook, 'bom.xlsx')
  t.deepEqual(lines, [
    { name: 'Screw & <nut>', quantity: 4, cost: { amount: '0.025', currency: 'EUR' } },
    { name: 'Foot', quantity: 1, cost: { amount: '79.855', currency: 'EUR' } },
  ])
  t.deepEqual(rows, [
    { sheet: 'BOM', row: 2 },
    { sheet: 'BOM', row: 3 },
  ])
  t.deepEqual(codes(findings), ['TABLE_SHEET'])
  const both = structuredClone(mapping!)
  for (const section of both.sections) delete section.skip
  t.equal(readPartsTable(workbook, 'bom.xlsx', both).lines.length, 3)
  t.end()
})

test('I29 a list that is written as CSV comes back as it was', (t) => {
  const random = seeded('I29')
  for (let round = 0; round < 300; round++) {
    const lines = randomLines(random.fork(String(round)))
    if (lines.length === 0) continue
    const { lines: back, findings } = read(writePartsCsv(lines))
    if (JSON.stringify(back.map(sorted)) !== JSON.stringify(lines.map(sorted)) || findings.length > 0)
      t.deepEqual({ lines: back, findings }, { lines, findings: [] }, `seed I29, round ${round}`)
  }
  t.pass('300 lists of seed I29')
  t.end()
})

const sorted = (line: object) =>
  Object.fromEntries(Object.entries(line).toSorted(([a], [b]) => (a < b ? -1 : 1)))

test('I30 no cell of a written table is a formula to a spreadsheet', (t) => {
  const names = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', "'=1", "'quoted'", '-']
  const csv = writePartsCsv(names.map((name) => ({ name, note: name })))
  t.notOk(/(?:^|[,"])[=+@\t\r-]/m.test(csv.split('\r\n').slice(1).join('\n').replaceAll('\r', '')), csv)
  t.deepEqual(
    read(csv).lines.map(({ name }) => name),
    names,
  )
  t.end()
})
