import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { writeOkh2, writePartsCsv } from '@allmende/interop'
import type { ActionContext } from '../contract.ts'
import { licenceText } from '../licence-texts.ts'
import { licencesOf } from '../licences-beside.ts'
import type { Parts } from '../parts.ts'
import type { Described } from './described.ts'
import { fetchFiles } from './fetch-files.ts'
import { fileLink, goodBody } from './good-page.ts'
import { Html, hrefOf, markup } from './html.ts'
import { lineageText } from './lineage-text.ts'
import { type Module, type Modules, withModules } from './modules.ts'
import type { OutFolder } from './out-folder.ts'
import { page } from './page.ts'
import { STYLE } from './style.ts'

/** The files of the good lie in a folder of their own: whatever they are called, they can't be taken for ours. */
const FILES = 'files'
const SUMS = 'SHA256SUMS'
const PICTURE = /\.(?:png|jpe?g|gif|webp|avif)$/i

/**
 * Writes all that somebody needs who is to make the thing, on a stick or as one mail, for people without this program: the
 * files, the manifest, the parts list, the texts of the licences, where it comes from, a page to print, and the same of every
 * design that it is made of; checksums of it all (`sha256sum -c`). Returns what is worth knowing about it.
 */
export async function writeMaker(
  parts: Parts,
  described: Described,
  out: OutFolder,
  context: ActionContext,
): Promise<{ goods: number; notes: string[] }> {
  const whole = await withModules(parts, described, context)
  const signed = new Map<string, string>()
  for (const module of whole.modules) await writeDesign(parts, module, whole, out, signed, context)
  const missing = await writeTexts(whole, out)
  await out.write(SUMS, await checksums(out, signed))
  const notes = missing.map((id) => `The text of ${id} isn’t here and couldn’t be put in.`)
  return { goods: whole.modules.length, notes: [...whole.notes, ...notes] }
}

/** `signed` gathers the sums that authors signed for: what was written is verified against them already. */
async function writeDesign(
  parts: Parts,
  module: Module,
  whole: Modules,
  out: OutFolder,
  signed: Map<string, string>,
  context: ActionContext,
): Promise<void> {
  const { described, folder } = module
  const { good, files } = described
  const within = (path: string) => (folder === '' ? path : `${folder}/${path}`)
  await fetchFiles(parts, described, join(out.path, ...within(FILES).split('/')), context)
  for (const { path, bytes, sha256 } of files) {
    out.wrote(within(`${FILES}/${path}`), bytes)
    signed.set(within(`${FILES}/${path}`), sha256)
  }
  await out.write(within('okh.toml'), writeOkh2(good))
  if (good.parts.length > 0) await out.write(within('parts.csv'), writePartsCsv(good.parts))
  await out.write(within('LINEAGE.txt'), lineageText(described))
  await out.write(within('index.html'), makerPage(module, whole))
}

async function writeTexts({ modules }: Modules, out: OutFolder): Promise<string[]> {
  const missing: string[] = []
  const named = modules.flatMap(({ described }) => licencesOf(described.state.fields))
  for (const id of new Set(named)) {
    const text = await licenceText(id)
    if (text === null) missing.push(id)
    else await out.write(`LICENSES/${id}.txt`, text.endsWith('\n') ? text : `${text}\n`)
  }
  return missing
}

function makerPage({ described, folder }: Module, { folders }: Modules): string {
  const { info, good, files, label, state } = described
  const up = '../'.repeat(folder === '' ? 0 : folder.split('/').length)
  const file = fileLink(FILES)
  const paths = new Set(files.map(({ path }) => path))
  const here = (path: string) => (paths.has(path) ? file(path) : null)
  const links = {
    good: (reference: string) => {
      const to = folders.get(reference)
      if (to === undefined || to === folder) return null
      return `${up}${hrefOf(to === '' ? 'index.html' : `${to}/index.html`).slice(2)}`
    },
    picture: (path: string) => (PICTURE.test(path) ? here(path) : null),
    file: here,
  }
  const shown = {
    ...info,
    files: files.map(({ path, bytes, sha256 }) => ({ path, bytes, hash: sha256 })),
    parts: { lines: good.parts, missing: 0 },
  }
  const body = markup`${goodBody(shown, links, { link: state.commons.entry.public })}
    <footer>
      <p>
        Version ${label} of “${info.title}”. The manifest is in okh.toml, the parts list in parts.csv, the
        licences in ${up}LICENSES, where it comes from in LINEAGE.txt. To see that nothing was changed on the
        way: <code>sha256sum -c ${SUMS}</code>
      </p>
    </footer>`
  return page({ title: info.title, style: new Html(STYLE), body })
}

/** As `sha256sum` writes and reads them. */
async function checksums({ path, written }: OutFolder, signed: ReadonlyMap<string, string>): Promise<string> {
  const lines: string[] = []
  for (const name of written.toSorted()) {
    lines.push(`${signed.get(name) ?? (await sumOf(join(path, ...name.split('/'))))}  ${name}\n`)
  }
  return lines.join('')
}

async function sumOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer)
  return hash.digest('hex')
}
