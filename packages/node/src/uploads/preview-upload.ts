import type { Preview } from '@allmende/files'
import { completeness } from '@allmende/rules'
import type { GoodType } from '@allmende/vocabulary'
import type { ShareRequest } from '../contract.ts'
import type { UploadPreview } from '../contract-uploads.ts'
import type { Parts } from '../parts.ts'
import { partsFrom } from '../parts-table.ts'
import { lookInto, previewFolder, type ShareSource } from '../share-folder.ts'

/** What sharing an upload would do, what its manifest says, and what others would be glad of besides. */
export async function previewUpload(
  parts: Parts,
  request: ShareRequest,
  source: ShareSource,
  name: string,
): Promise<UploadPreview> {
  const looked = await lookInto(parts, request, source)
  const preview = await previewFolder(parts, request, source, looked)
  const manifest = await manifestIn(looked)
  const table = await partsFrom(request, looked, preview.type as GoodType)
  const fields = {
    type: preview.type,
    roles: preview.roles,
    // Asked for on the same screen anyway.
    licence: 'CC0-1.0',
    ...manifest?.fields,
  }
  const paths = preview.files.map(({ path }) => path)
  const { missing } = completeness(fields, table?.lines ?? [], paths)
  return {
    ...preview,
    path: name,
    title: request.title ?? preview.again?.title ?? manifest?.told.title ?? preview.title,
    manifest: manifest?.told ?? null,
    missing: missing.filter(({ field }) => field !== 'licence' && field !== 'files'),
  }
}

/** The manifest at the top of the folder. Its parser is loaded only where there is one. */
async function manifestIn({ root, files }: Preview) {
  if (!files.some((file) => /^[^/]*okh[^/]*\.(?:ya?ml|toml)$/i.test(file.path))) return null
  const { readManifests } = await import('../import/manifests.ts')
  const source = { key: root, name: '', files, named: null, leftOut: [], problems: [] }
  const { manifests } = await readManifests(source)
  const found = manifests.find(({ primary, folder }) => primary && folder === '')
  if (!found) return null
  const { fields } = found.good
  const { title = null, description = null, licence = null, version = null } = fields
  return { fields, told: { from: found.path, title, description, licence, version } }
}
