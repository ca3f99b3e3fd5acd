import type { UploadShareRequest, Uploads } from '../contract-uploads.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'
import { shareFolder, type ShareSource } from '../share-folder.ts'
import { UploadDesk } from './desk.ts'
import { previewUpload } from './preview-upload.ts'

/** Folders that come from a page, and sharing them. */
export function createUploads(parts: Parts): Group<Uploads> {
  const desk = new UploadDesk(parts)
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
      async shareUpload({ upload, ...request }, context = {}) {
        const found = desk.find(upload)
        return found.work(async () => {
          found.mustBeWhole()
          context.signal?.throwIfAborted()
          const result = await shareFolder(
            parts,
            { ...request, path: found.root },
            context,
            sourceOf(request),
          )
          // It is shared, whatever becomes of what was put aside: another run clears that away.
          await desk.removeNow(found).catch((error: unknown) => {
            parts.logger.warn('an upload that was shared could not be removed', { error: String(error) })
          })
          return result
        })
      },
    },
    start: () => desk.start(),
    close: () => desk.close(),
  }
}

function sourceOf({ of }: Omit<UploadShareRequest, 'upload'>): ShareSource {
  return { uploaded: true, ...(of !== undefined && { of }) }
}
