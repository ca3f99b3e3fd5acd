import { mkdir, rm } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import { writeZip } from '@allmende/files'
import type { ActionContext, Bundles, Downloads, ExportResult } from '../contract.ts'
import { fail } from '../errors.ts'
import { fileNameOf } from '../file-name.ts'
import { locateGood } from '../fork-good.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'
import { DownloadDesk, type Made } from './desk.ts'

/** What a page has made to be saved by the browser. */
export function createDownloads(parts: Parts, bundles: Pick<Bundles, 'createBundle'>): Group<Downloads> {
  const desk = new DownloadDesk(parts)
  const bundled = async (dir: string, request: object, context: ActionContext): Promise<Made> => {
    const file = join(dir, 'bundle')
    const bundle = await bundles.createBundle({ ...request, file }, context)
    const [only, second] = bundle.commons
    const name = `${fileNameOf(only && !second ? only.name : 'allmende')}.bundle`
    return { file, name, bundle: { ...bundle, file: name }, export: null }
  }
  return {
    actions: {
      async makeDownload(request, context = {}) {
        const { bundle, good, commons } = request
        const named = [bundle, good, commons].filter((one) => one !== undefined)
        if (named.length !== 1) throw fail('DOWNLOAD_WHAT', { found: String(named.length) })
        return desk.make(async (dir) => {
          if (bundle) return bundled(dir, bundle, context)
          const to = join(dir, 'out')
          await mkdir(to)
          // Loaded when asked for: they come with the parsers of formats of others.
          if (good) {
            const { exportGood } = await import('../export/export-good.ts')
            const { thing } = await locateGood(parts, good.good, context)
            return packed(dir, to, thing.title, await exportGood(parts, { ...good, to }, context))
          }
          const { exportCommons } = await import('../export/export-commons.ts')
          const { name } = parts.book.forWriting(commons?.commons).entry
          const wanted = { as: '', ...commons, to }
          return packed(dir, to, name, await exportCommons(parts, wanted, context))
        })
      },
      openDownload: async ({ download }) => desk.open(download),
      dropDownload: ({ download }) => desk.drop(download),
    },
    start: () => desk.start(),
    close: () => desk.close(),
  }
}

/** An export of one file is that file; of a folder, a ZIP of it. */
async function packed(dir: string, to: string, title: string, exported: ExportResult): Promise<Made> {
  const { written } = exported
  const [file = ''] = written
  if (written.length === 1 && isAbsolute(file)) {
    const name = basename(file)
    return { file, name, bundle: null, export: { ...exported, path: name, written: [name] } }
  }
  const zip = join(dir, 'export.zip')
  await writeZip(zip, to, written)
  await rm(to, { recursive: true, force: true })
  const name = `${fileNameOf(title)}-${exported.as}.zip`
  return { file: zip, name, bundle: null, export: { ...exported, path: name } }
}
