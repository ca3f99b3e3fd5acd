import type { UploadInfo, Uploads } from '@allmende/node'
import type { Calls } from './calls.ts'

/** Over the API the bytes go in parts that the caller makes: a part is acknowledged whole. */
export type UploadCalls = Omit<Uploads, 'putUpload'> & {
  putUpload(
    request: { upload: string; at: number },
    bytes: Uint8Array<ArrayBuffer> | Blob,
    context?: { signal?: AbortSignal },
  ): Promise<UploadInfo>
}

/** Folders that come from a page. Over the API. */
export function uploadsOver({ get, post, act, put }: Calls): UploadCalls {
  return {
    beginUpload: (request) => post('/v1/uploads', request),
    uploadState: (upload) => get(`/v1/uploads/${encodeURIComponent(upload)}`),
    putUpload: ({ upload, at }, bytes, context) =>
      put(`/v1/uploads/${encodeURIComponent(upload)}/bytes?at=${at}`, bytes, context),
    cancelUpload: (request) => post('/v1/uploads/cancel', request),
    previewUpload: (request) => post('/v1/uploads/preview', request),
    shareUpload: (request, context) => act('/v1/uploads/share', request, context),
    buildUpload: (request, context) => act('/v1/uploads/build', request, context),
    openUpload: (request, context) => act('/v1/uploads/open', request, context),
    importUpload: (request, context) => act('/v1/uploads/import', request, context),
    restoreUpload: (request, context) => act('/v1/uploads/restore', request, context),
    verifyUpload: (request, context) => act('/v1/uploads/verify', request, context),
  }
}
