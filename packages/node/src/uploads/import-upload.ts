import type { ActionContext } from '../contract.ts'
import type { ImportResult } from '../contract-carry.ts'
import type { UploadImportRequest } from '../contract-uploads.ts'
import type { Parts } from '../parts.ts'
import type { Upload } from './upload.ts'

/** Brings in what goods a page brought describe. The parsers of formats of others are loaded when asked for. */
export async function importUpload(
  parts: Parts,
  { root, plan }: Upload,
  request: Omit<UploadImportRequest, 'upload'>,
  context: ActionContext,
): Promise<ImportResult> {
  const { importGoods } = await import('../import/import-goods.ts')
  return importGoods(parts, { ...request, path: root }, context, { broughtAs: plan.name })
}
