import type { AllmendeClient } from '@allmende/api/client'

/** Has the browser save a file of a good, under its own name without folders. */
export async function saveAs(client: AllmendeClient, thing: string, path: string): Promise<void> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for await (const part of client.file({ thing, path }, {})) parts.push(part as Uint8Array<ArrayBuffer>)
  // As bytes and nothing else: saved, never opened in the name of this page.
  const address = URL.createObjectURL(new Blob(parts, { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = address
  link.download = path.split('/').at(-1) ?? path
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
