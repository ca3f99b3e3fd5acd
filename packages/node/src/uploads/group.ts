import type { ActionContext, Bundles } from '../contract.ts'
import type { UploadShareRequest, Uploads } from '../contract-uploads.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'
import { reportBuild } from '../report-build.ts'
import { shareFolder, type ShareSource } from '../share-folder.ts'
import { UploadDesk } from './desk.ts'
import { previewUpload } from './preview-upload.ts'

/** Folders that come from a page, and what is done with them. */
export function createUploads(parts: Parts, bundles: Pick<Bundles, 'openBundle'>): Group<Uploads> {
  const desk = new UploadDesk(parts)
  /** Does with what was brought what it was brought for; it is gone afterwards, and stays when it was refused. */
  const takeUp = <T>(
    upload: string,
    context: ActionContext,
    work: (root: string) => Promise<T>,
  ): Promise<T> => {
    const found = desk.find(upload)
    return found.work(async () => {
      found.mustBeWhole()
      context.signal?.throwIfAborted()
      const result = await work(found.root)
      // It is done, whatever becomes of what was put aside: another run clears that away.
      await desk.removeNow(found).catch((error: unknown) => {
        parts.logger.warn('an upload that was used could not be removed', { error: String(error) })
      })
      return result
    })
  }
  return {
    actions: {
      beginUpload: (request) => desk.begin(request),
      uploadState: async (upload) => desk.find(upload).info,
      putUpload: async ({ upload, at }, content) => desk.find(upload).put(at, content),
      async cancelUpload({ upload }) {
        const found = desk.find(upload)
        await desk.remove(found)
        return found.info
      },
      async previewUpload({ upload, ...request }) {
        const found = desk.find(upload)
        return found.work(() => {
          found.mustBeWhole()
          return previewUpload(parts, { ...request, path: found.root }, sourceOf(request), found.plan.name)
        })
      },
      shareUpload: ({ upload, ...request }, context = {}) =>
        takeUp(upload, context, (root) =>
          shareFolder(parts, { ...request, path: root }, context, sourceOf(request)),
        ),
      buildUpload: ({ upload, ...request }, context = {}) =>
        takeUp(upload, context, (root) => reportBuild(parts, { ...request, photos: [root] }, context, true)),
      openUpload: ({ upload, files = 'all' }, context = {}) =>
        takeUp(upload, context, (root) => bundles.openBundle({ file: root, files }, context)),
    },
    start: () => desk.start(),
    close: () => desk.close(),
  }
}

function sourceOf({ of }: Omit<UploadShareRequest, 'upload'>): ShareSource {
  return { uploaded: true, ...(of !== undefined && { of }) }
}
