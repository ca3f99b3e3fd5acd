import type { AllmendeClient } from '@allmende/api/client'
import { saveBytes } from '../../state/save-bytes.ts'

/** Has the browser save a file of a good, under its own name without folders. */
export function saveAs(client: AllmendeClient, thing: string, path: string): Promise<void> {
  return saveBytes(client.file({ thing, path }, {}), path.split('/').at(-1) ?? path)
}
