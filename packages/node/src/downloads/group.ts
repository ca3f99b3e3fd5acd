import { mkdir, rm } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import { writeZip } from '@allmende/files'
import type { ActionContext, Bundles, Downloads, ExportResult } from '../contract.ts'
import type { BackupRequest, Devices } from '../contract-devices.ts'
import { fail } from '../errors.ts'
import { fileNameOf } from '../file-name.ts'
import { locateGood } from '../fork-good.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'
import { DownloadDesk, type Made } from './desk.ts'

const NOTHING = { bundle: null, export: null, backup: null } as const

/** What a page has made to be saved by the browser. */
export function createDownloads(
  parts: Parts,
  { createBundle, backup }: Pick<Bundles, 'createBundle'> & Pick<Devices, 'backup'>,
): Group<Downloads> {
  const desk = new DownloadDesk(parts)
  const bundled = async (dir: string, request: object, context: ActionContext): Promise<Made> => {
    const file = join(dir, 'bundle')
    const bundle = await createBundle({ ...request, file }, context)
    const [only, second] = bundle.commons
    const name = `${fileNameOf(only && !second ? only.name : 'allmende')}.bundle`
    return { ...NOTHING, file, name, bundle: { ...bundle, file: name } }
  }
  const sealed = async (
    dir: string,
    request: Omit<BackupRequest, 'file'>,
    context: ActionContext,
  ): Promise<Made> => {
    const file = join(dir, 'backup')
    const made = await backup({ ...request, file }, context)
    // By its name one knows later which of several is the newest.
    const day = new Date(parts.clock.now()).toISOString().slice(0, 10)
    const name = `${fileNameOf(parts.wanted.get('profile')?.name ?? 'allmende')} ${day}.backup`
    return { ...NOTHING, file, name, backup: { ...made, file: name } }
  }
  return {
    actions: {
      async makeDownload(request, context = {}) {
        const { bundle, good, commons, backup: wanted } = request
        const named = [bundle, good, commons, wanted].filter((one) => one !== undefined)
        if (named.length !== 1) throw fail('DOWNLOAD_WHAT', { found: String(named.length) })
        return desk.make(async (dir) => {
          if (bundle) return bundled(dir, bundle, context)
          if (wanted) return sealed(dir, wanted, context)
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
          const whole = { as: '', ...commons, to }
          return packed(dir, to, name, await exportCommons(parts, whole, context))
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
    return { ...NOTHING, file, name, export: { ...exported, path: name, written: [name] } }
  }
  const zip = join(dir, 'export.zip')
  await writeZip(zip, to, written)
  await rm(to, { recursive: true, force: true })
  const name = `${fileNameOf(title)}-${exported.as}.zip`
  return { ...NOTHING, file: zip, name, export: { ...exported, path: name } }
}
