import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { writeOkh2 } from '@allmende/interop'
import type { ActionContext } from '../contract.ts'
import { licenceText } from '../licence-texts.ts'
import { licencesOf } from '../licences-beside.ts'
import type { Parts } from '../parts.ts'
import { writePartsCsv } from '../pending-interop.ts'
import type { Described } from './described.ts'
import { fetchFiles } from './fetch-files.ts'
import { fileLink, goodBody } from './good-page.ts'
import { html, Html } from './html.ts'
import { lineageText } from './lineage-text.ts'
import type { OutFolder } from './out-folder.ts'
import { page } from './page.ts'
import { STYLE } from './style.ts'

/** The files of the good lie in a folder of their own: whatever they are called, they can't be taken for ours. */
const FILES = 'files'
const SUMS = 'SHA256SUMS'

/**
 * Writes all that somebody needs who is to make the thing, on a stick or as one mail, for people without this program: the
 * files, the manifest, the parts list, the texts of the licences, where it comes from, checksums (`sha256sum -c`), and a
 * page to print. Returns what is worth knowing about it.
 */
export async function writeMaker(
  parts: Parts,
  described: Described,
  out: OutFolder,
  context: ActionContext,
): Promise<string[]> {
  const { good, entries } = described
  await fetchFiles(parts, described, join(out.path, FILES), context)
  for (const { path, bytes } of entries) out.wrote(`${FILES}/${path}`, bytes)
  await out.write('okh.toml', writeOkh2(good))
  if (good.parts.length > 0) await out.write('parts.csv', writePartsCsv(good.parts))
  await out.write('LINEAGE.txt', lineageText(described))
  const missing = await writeTexts(described, out)
  await out.write('index.html', makerPage(described))
  await out.write(SUMS, await checksums(out, described))
  const below = good.parts.filter(({ good: sub }) => sub !== undefined).length
  return [
    ...missing.map((id) => `The text of ${id} isn’t here and couldn’t be put in.`),
    ...(below > 0
      ? [`${below} of its parts are goods of their own; export those as well to make them.`]
      : []),
  ]
}

async function writeTexts({ state }: Described, out: OutFolder): Promise<string[]> {
  const missing: string[] = []
  for (const id of licencesOf(state.fields)) {
    const text = await licenceText(id)
    if (text === null) missing.push(id)
    else await out.write(`LICENSES/${id}.txt`, text.endsWith('\n') ? text : `${text}\n`)
  }
  return missing
}

function makerPage({ info, good, files, label, state }: Described): string {
  const file = fileLink(FILES)
  const paths = new Set(files.map(({ path }) => path))
  const here = (path: string) => (paths.has(path) ? file(path) : null)
  const picture = (path: string) => (/\.(?:png|jpe?g|gif|webp|avif)$/i.test(path) ? here(path) : null)
  const shown = {
    ...info,
    files: files.map(({ path, bytes, sha256 }) => ({ path, bytes, hash: sha256 })),
    parts: { lines: good.parts, missing: 0 },
  }
  const body = html`${goodBody(shown, { good: () => null, picture, file: here }, { link: state.commons.entry.public })}
    <footer>
      <p>
        Version ${label} of “${info.title}”. The manifest is in okh.toml, the parts list in parts.csv, the
        licences in LICENSES, where it comes from in LINEAGE.txt. To see that nothing was changed on the way:
        <code>sha256sum -c ${SUMS}</code>
      </p>
    </footer>`
  return page({ title: info.title, style: new Html(STYLE), body })
}

/** As `sha256sum` writes and reads them. The sums of the good’s own files are those that their author signed for. */
async function checksums({ path, written }: OutFolder, { files }: Described): Promise<string> {
  const signed = new Map(files.map((file) => [`${FILES}/${file.path}`, file.sha256]))
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
