import { type ImportedGood, readBibtex, readCslJson } from '@allmende/interop'
import type { PreviewFile } from '@allmende/files'
import type { Candidate } from './candidate.ts'
import type { Found } from './found.ts'
import { readText } from './read-text.ts'
import type { Source } from './source.ts'

const BIBTEX = /\.bib$/i
const JSON_FORM = /\.json$/i
const LOOKED_AT = 64 * 1024

/** Whether a file is looked at as a list of references: by its name, and where the name says nothing by its beginning. */
export async function isReferences(file: PreviewFile): Promise<boolean> {
  if (BIBTEX.test(file.path) || JSON_FORM.test(file.path)) return true
  if (/\.[a-z]{1,5}$/i.test(file.path)) return false
  return /^\s*(?:@[a-z]+\s*\{|\[\s*\{)/i.test(await readText(file, 1024))
}

/** Whether a file among others is one: what isn't named so must look like it, since much is JSON. */
export async function seemsReferences(file: PreviewFile): Promise<boolean> {
  if (BIBTEX.test(file.path)) return true
  return (
    JSON_FORM.test(file.path) &&
    /^\s*\[\s*\{/.test(await readText(file, 1024)) &&
    /"type"\s*:/.test(await readText(file, LOOKED_AT))
  )
}

/** Reads a list of references: each publication is a good of its own, without files. */
export async function fromReferences(
  source: Source,
  file: PreviewFile,
): Promise<{ candidates: Candidate[]; findings: Found[] }> {
  const text = await readText(file)
  const isBibtex = BIBTEX.test(file.path) || /^\s*@/.test(text)
  const { goods, findings } = isBibtex ? readBibtex(text, file.path) : readCslJson(text, file.path)
  return { candidates: goods.map((good, index) => candidateOf(source, file, good, index)), findings }
}

function candidateOf(source: Source, file: PreviewFile, good: ImportedGood, index: number): Candidate {
  const { title, publication } = good.fields
  return {
    from: file.path,
    format: good.format,
    base: '',
    // By its content and not its place in the list: that is another one as soon as somebody adds a reference.
    key: `${source.key}#${publication?.DOI ?? title ?? index}`,
    fields: good.fields,
    lines: [],
    subs: [],
    files: [],
    table: null,
    missing: [],
    pointers: [],
  }
}
