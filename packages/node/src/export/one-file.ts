import { writeOkh1, writeOkh2 } from '@allmende/interop'
import { fail } from '../errors.ts'
import { toValueflows, writeBibtex, writeCslJson, writePartsCsv } from '../pending-interop.ts'
import type { Described } from './described.ts'

/** Formats that are one file, with the name it gets in a folder. */
export const ONE_FILE = {
  okh1: { name: 'okh.yml', write: ({ good }: Described) => writeOkh1(good) },
  okh2: { name: 'okh.toml', write: ({ good }: Described) => writeOkh2(good) },
  valueflows: { name: 'valueflows.jsonld', write: ({ good }: Described) => asJson(toValueflows([good])) },
  csl: { name: 'references.json', write: (described: Described) => writeCslJson([cited(described)]) },
  bibtex: { name: 'references.bib', write: (described: Described) => writeBibtex([cited(described)]) },
  csv: { name: 'parts.csv', write: ({ good, info }: Described) => partsOf(good.parts, info.title) },
} as const

export type OneFile = keyof typeof ONE_FILE

export function isOneFile(format: string): format is OneFile {
  return Object.hasOwn(ONE_FILE, format)
}

function partsOf(lines: Described['good']['parts'], title: string): string {
  if (lines.length === 0) throw fail('EXPORT_NOTHING', { title, what: 'parts list' })
  return writePartsCsv(lines)
}

function cited({ good }: Described): Described['good'] {
  return good
}

export function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
