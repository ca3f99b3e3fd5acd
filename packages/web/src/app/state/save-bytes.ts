import type { AllmendeClient, DownloadRequest, DownloadInfo, Progress } from '@allmende/api/client'

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

type Way = { readonly onProgress: (progress: Progress) => void; readonly signal?: AbortSignal }

/** Has the node make a bundle or an export, and the browser save it; what the node made for that is gone afterwards. */
export async function saveMade(
  client: AllmendeClient,
  request: DownloadRequest,
  { onProgress, signal }: Way,
): Promise<DownloadInfo> {
  const context = signal ? { signal } : {}
  const made = await client.makeDownload(request, { onProgress, ...context })
  try {
    await saveBytes(client.downloaded({ download: made.id }, context), made.name)
    return made
  } finally {
    await client.dropDownload({ download: made.id }).catch(() => undefined)
  }
}
