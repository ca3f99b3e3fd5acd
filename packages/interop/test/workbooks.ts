import { type Zippable, strToU8, zipSync } from 'fflate'

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
const NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

/** A workbook of sheets of rows; numbers become numbers, texts shared strings. */
export function workbookOf(sheets: Record<string, (string | number)[][]>): Uint8Array {
  const strings: string[] = []
  const names = Object.keys(sheets)
  const parts: Zippable = {
    'xl/workbook.xml': strToU8(
      `${HEAD}<workbook ${NS} xmlns:r="r"><sheets>${names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `${HEAD}<Relationships>${names.map((_, at) => `<Relationship Id="rId${at + 1}" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}</Relationships>`,
    ),
  }
  for (const [at, name] of names.entries()) {
    parts[`xl/worksheets/sheet${at + 1}.xml`] = strToU8(
      `${HEAD}<worksheet ${NS}><sheetData>${rowsXml(sheets[name] ?? [], strings)}</sheetData></worksheet>`,
    )
  }
  parts['xl/sharedStrings.xml'] = strToU8(
    `${HEAD}<sst ${NS}>${strings.map((text) => `<si><r><t>${text.slice(0, 1)}</t></r><r><t>${text.slice(1)}</t></r><rPh><t>reading</t></rPh></si>`).join('')}</sst>`,
  )
  return zipSync(parts)
}

function rowsXml(rows: (string | number)[][], strings: string[]): string {
  return rows
    .map((cells, at) => {
      const xml = cells.map((cell, column) => {
        if (cell === '') return ''
        const ref = `${String.fromCodePoint(65 + column)}${at + 1}`
        if (typeof cell === 'number') return `<c r="${ref}"><v>${cell}</v></c>`
        return `<c r="${ref}" t="s"><v>${strings.push(escaped(cell)) - 1}</v></c>`
      })
      return `<row r="${at + 1}">${xml.join('')}</row>`
    })
    .join('')
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A workbook whose one sheet has this XML. */
export function workbookWith(sheet: string, strings = ''): Uint8Array {
  return zipSync({
    'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="S"/></sheets></workbook>'),
    'xl/worksheets/sheet1.xml': strToU8(sheet),
    ...(strings === '' ? {} : { 'xl/sharedStrings.xml': strToU8(strings) }),
  })
}
