import type { ActionContext, Bundles } from '../contract.ts'
import type { Devices } from '../contract-devices.ts'
import type { UploadShareRequest, Uploads } from '../contract-uploads.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'
import { reportBuild } from '../report-build.ts'
import { shareFolder, type ShareSource } from '../share-folder.ts'
import { UploadDesk } from './desk.ts'
import { importUpload } from './import-upload.ts'
import { previewUpload } from './preview-upload.ts'
import type { Upload } from './upload.ts'

type Uses = Pick<Bundles, 'openBundle'> & Pick<Devices, 'restore' | 'verifyBackup'>

/** Folders that come from a page, and what is done with them. */
export function createUploads(parts: Parts, uses: Uses): Group<Uploads> {
  const desk = new UploadDesk(parts)
  const { lookAt, takeUp, takeUpFile } = takingUp(desk, parts)
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
      previewUpload: async ({ upload, ...request }) =>
        lookAt(upload, ({ root, plan }) =>
          previewUpload(parts, { ...request, path: root }, sourceOf(request), plan.name),
        ),
      shareUpload: ({ upload, ...request }, context = {}) =>
        takeUp(upload, context, ({ root }) =>
          shareFolder(parts, { ...request, path: root }, context, sourceOf(request)),
        ),
      buildUpload: ({ upload, ...request }, context = {}) =>
        takeUp(upload, context, ({ root }) =>
          reportBuild(parts, { ...request, photos: [root] }, context, true),
        ),
      openUpload: ({ upload, files = 'all' }, context = {}) =>
        takeUpFile(upload, context, ({ root }) => uses.openBundle({ file: root, files }, context)),
      importUpload({ upload, ...request }, context = {}) {
        const bring = (found: Upload) => importUpload(parts, found, request, context)
        return request.dryRun ? lookAt(upload, bring) : takeUp(upload, context, bring)
      },
      restoreUpload: ({ upload, ...request }, context = {}) =>
        takeUpFile(upload, context, ({ root }) => uses.restore({ ...request, from: root }, context)),
      verifyUpload: ({ upload }, context = {}) =>
        takeUpFile(upload, context, async ({ root, plan }) => ({
          ...(await uses.verifyBackup({ file: root }, context)),
          file: plan.name,
        })),
    },
    start: () => desk.start(),
    close: () => desk.close(),
  }
}

/** What was brought is looked at, or used for what it was brought for: then it is gone afterwards, and stays when it was refused. */
function takingUp(desk: UploadDesk, { logger }: Parts) {
  type Work<T> = (found: Upload) => Promise<T>
  const lookAt = <T>(upload: string, work: Work<T>): Promise<T> => {
    const found = desk.find(upload)
    return found.work(async () => {
      found.mustBeWhole()
      return work(found)
    })
  }
  const takeUp = <T>(upload: string, { signal }: ActionContext, work: Work<T>): Promise<T> =>
    lookAt(upload, async (found) => {
      signal?.throwIfAborted()
      const result = await work(found)
      // It is done, whatever becomes of what was put aside: another run clears that away.
      await desk.removeNow(found).catch((error: unknown) => {
        logger.warn('an upload that was used could not be removed', { error: String(error) })
      })
      return result
    })
  const takeUpFile = <T>(upload: string, context: ActionContext, work: Work<T>): Promise<T> =>
    takeUp(upload, context, (found) => {
      found.mustBeOneFile()
      return work(found)
    })
  return { lookAt, takeUp, takeUpFile }
}

function sourceOf({ of }: Omit<UploadShareRequest, 'upload'>): ShareSource {
  return { uploaded: true, ...(of !== undefined && { of }) }
}
