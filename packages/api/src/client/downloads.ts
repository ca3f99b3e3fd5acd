import type { Downloads } from '@allmende/node'
import type { Calls } from './calls.ts'

/** Over the API the bytes come as a stream. */
export type DownloadCalls = Omit<Downloads, 'openDownload'> & {
  downloaded(request: { download: string }, context?: { signal?: AbortSignal }): AsyncIterable<Uint8Array>
}

type Bytes = (path: string, context?: { signal?: AbortSignal }) => AsyncIterable<Uint8Array>

/** What is made for a page to be saved. Over the API. */
export function downloadsOver({ act, post, bytes }: Calls & { readonly bytes: Bytes }): DownloadCalls {
  return {
    makeDownload: (request, context) => act('/v1/downloads', request, context),
    downloaded: ({ download }, context) =>
      bytes(`/v1/downloads/${encodeURIComponent(download)}/file`, context),
    dropDownload: (request) => post('/v1/downloads/drop', request),
  }
}
