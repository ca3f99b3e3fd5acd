import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { MAX_CELL, MAX_CELLS, MAX_COLUMNS, MAX_ROWS } from '../limits.ts'
import type { Report } from '../report.ts'
import { type Row, columnOf } from './contract.ts'

/** Distinct texts of a workbook, and their characters together. */
const MAX_STRINGS = 500_000
const MAX_STRING_CHARACTERS = 32 * 1024 * 1024

type Attributes = SaxesTagPlain['attributes']
type Handlers = {
  open?: (name: string, attributes: Attributes) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

/** Stops a parse that has all it wants, or too much. */
class Enough extends Error {}

/** Walks XML without entities of its own: a document type is the way to make much of little, and no workbook has one. */
function walk(xml: string, { open, close, text }: Handlers): void {
  const parser = new SaxesParser()
  const local = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.on('doctype', () => {
    throw new Enough('it has a document type')
  })
  parser.on('opentag', (tag) => open?.(local(tag.name), tag.attributes))
  parser.on('closetag', (tag) => close?.(local(tag.name)))
  if (text) parser.on('text', text)
  parser.on('error', (error) => {
    throw error
  })
  parser.write(xml).close()
}

/** What a broken part of a workbook said before it broke is kept. */
function walkSafely(xml: string, report: Report, handlers: Handlers): void {
  try {
    walk(xml, handlers)
  } catch (error) {
    const code = error instanceof Enough && error.message === '' ? null : 'TABLE_BROKEN'
    if (code) report.say(code, undefined, { reason: error instanceof Error ? error.message : 'no XML' })
  }
}

/** Names of the sheets and where their XML lies, in their order. */
export function readSheetList(workbook: string, relations: string): { name: string; path: string }[] {
  const targets = new Map<string, string>()
  const sheets: { name: string; id: string }[] = []
  const nowhere: Report = { file: '', findings: [], say: () => undefined }
  walkSafely(relations, nowhere, {
    open(name, { Id, Target }) {
      if (name === 'Relationship' && Id !== undefined && Target !== undefined) targets.set(Id, Target)
    },
  })
  walkSafely(workbook, nowhere, {
    open(name, attributes) {
      const id = Object.entries(attributes).find(([key]) => /(?:^|:)id$/.test(key))?.[1]
      if (name === 'sheet') sheets.push({ name: attributes['name'] ?? '', id: id ?? '' })
    },
  })
  return sheets.map(({ name, id }, at) => {
    const target = targets.get(id) ?? `worksheets/sheet${at + 1}.xml`
    return { name, path: target.startsWith('/') ? target.slice(1) : `xl/${target}` }
  })
}

/** The texts that cells refer to by number. Readings of East Asian words (`rPh`) are no part of them. */
export function readStrings(xml: string, report: Report): string[] {
  if (xml === '') return []
  const strings: string[] = []
  let [inText, inReading, current, characters] = [false, false, '', 0]
  walkSafely(xml, report, {
    open(name) {
      if (name === 'si') current = ''
      if (name === 'rPh') inReading = true
      inText = name === 't' && !inReading
    },
    text(text) {
      if (inText && current.length < MAX_CELL) current += text.slice(0, MAX_CELL)
    },
    close(name) {
      inText = false
      if (name === 'rPh') inReading = false
      if (name !== 'si') return
      characters += current.length
      if (strings.length >= MAX_STRINGS || characters > MAX_STRING_CHARACTERS) {
        report.say('TABLE_TOO_LARGE', undefined, { expected: `${MAX_STRINGS} texts` })
        throw new Enough('')
      }
      strings.push(current)
    },
  })
  return strings
}

/** The rows of a sheet. `budget` counts cells over all sheets. */
export function readSheet(
  xml: string,
  strings: readonly string[],
  budget: { cells: number },
  report: Report,
): Row[] {
  const rows: Row[] = []
  let row: Row = { number: 0, cells: [] }
  let [column, type, value, inValue] = [-1, '', '', false]
  walkSafely(xml, report, {
    open(name, attributes) {
      if (name === 'row') {
        row = { number: wholeNumber(attributes['r']) ?? row.number + 1, cells: [] }
        column = -1
      } else if (name === 'c') {
        const letters = /^[A-Z]{1,3}/i.exec(attributes['r'] ?? '')?.[0]
        column = letters === undefined ? column + 1 : columnOf(letters)
        type = attributes['t'] ?? ''
        value = ''
        if (++budget.cells > MAX_CELLS) {
          report.say('TABLE_TOO_LARGE', undefined, { expected: `${MAX_CELLS} cells` })
          throw new Enough('')
        }
      }
      inValue = name === 'v' || name === 't'
    },
    text(text) {
      if (inValue && value.length < MAX_CELL) value += text.slice(0, MAX_CELL)
    },
    close(name) {
      inValue = false
      if (name === 'c' && column < MAX_COLUMNS) put(row.cells, column, cellText(type, value, strings))
      if (name === 'row' && row.cells.some((cell) => cell.trim() !== '')) {
        if (rows.length >= MAX_ROWS) throw new Enough('')
        rows.push(row)
      }
    },
  })
  return rows.toSorted((a, b) => a.number - b.number)
}

function put(cells: string[], column: number, text: string): void {
  while (cells.length < column) cells.push('')
  cells[column] = text.toWellFormed()
}

function cellText(type: string, value: string, strings: readonly string[]): string {
  if (type === 's') return strings[Number(value)] ?? ''
  if (type === 'e') return ''
  if (type === 'b') return value === '1' ? 'true' : 'false'
  return type === '' || type === 'n' ? tidyNumber(value) : value
}

/** Workbooks hold numbers as a program prints its own: 79.855000000000004 and 2.5000000000000001E-2. */
function tidyNumber(value: string): string {
  if (!/^-?\d+(?:\.\d+)?(?:E[+-]?\d+)?$/i.test(value) || !/E|\.\d{12,}/i.test(value)) return value
  const number = Number(Number(value).toPrecision(12))
  return Math.abs(number) < 1e15 ? number.toFixed(12).replace(/\.?0+$/, '') : value
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : undefined
}
