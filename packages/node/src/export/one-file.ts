import {
  toValueflows,
  writeBibtex,
  writeCslJson,
  writeOkh1,
  writeOkh2,
  writePartsCsv,
} from '@allmende/interop'
import { fail } from '../errors.ts'
import type { Described } from './described.ts'

/** Formats that are one file, with the name it gets in a folder. */
export const ONE_FILE = {
  okh1: { name: 'okh.yml', write: ({ good }: Described) => writeOkh1(good) },
  okh2: { name: 'okh.toml', write: ({ good }: Described) => writeOkh2(good) },
  'okh-losh': {
    name: 'okh.toml',
    write: ({ good }: Described) => writeOkh2(good, { dialect: 'OKH-LOSHv1.0' }),
  },
  valueflows: { name: 'valueflows.jsonld', write: ({ good }: Described) => asJson(toValueflows([good])) },
  csl: { name: 'references.json', write: ({ good }: Described) => writeCslJson([good]) },
  bibtex: { name: 'references.bib', write: ({ good }: Described) => writeBibtex([good]) },
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

export function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
