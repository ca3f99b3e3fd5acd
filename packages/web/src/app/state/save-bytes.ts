import type { AllmendeClient, DownloadRequest, DownloadInfo } from '@allmende/api/client'
import type { Way } from './long-act.ts'

/**
 * Has the browser save bytes as they come from the node. It gathers them itself, on its disk where they are many: a page can't
 * hand it an address, since only its token opens one. As bytes and nothing else: saved, never opened in the name of this page.
 */
export async function saveBytes(bytes: AsyncIterable<Uint8Array>, name: string): Promise<void> {
  const iterator = bytes[Symbol.asyncIterator]()
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    cancel: async () => {
      await iterator.return?.()
    },
  })
  const headers = { 'content-type': 'application/octet-stream' }
  const address = URL.createObjectURL(await new Response(stream, { headers }).blob())
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Has the node make a bundle, an export or a backup, and the browser save it; what the node made for that is gone afterwards. */
export async function saveMade(
  client: AllmendeClient,
  request: DownloadRequest,
  way: Way,
): Promise<DownloadInfo> {
  const made = await client.makeDownload(request, way)
  try {
    await saveBytes(client.downloaded({ download: made.id }, { signal: way.signal }), made.name)
    return made
  } finally {
    await client.dropDownload({ download: made.id }).catch(() => undefined)
  }
}
