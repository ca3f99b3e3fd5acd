import type { AllmendeClient, UploadInfo } from '@allmende/api/client'
import type { Chosen } from './chosen.ts'

/** Some tenths of a second on an old laptop: small enough for progress to be seen, large enough to cost nothing. */
export const PART_BYTES = 4 * 1024 * 1024
const AGAIN_MS = 1_000

export type Bringing = {
  readonly id: string
  readonly have: number
  readonly bytes: number
  readonly waiting: boolean
}

type Way = {
  readonly onState: (state: Bringing) => void
  readonly signal: AbortSignal
  readonly pause?: (signal: AbortSignal) => Promise<void>
}

/** A file was changed or taken away while it was brought in: what a browser has of it can't be read any more. */
export class FileChanged extends Error {
  override readonly name = 'FileChanged'
}

/**
 * Brings what was chosen to the node, part by part. When the connection breaks it goes on where the node says it was, for
 * as long as it takes; begun again with the same files, also in another window, it does so too. Throws what the node
 * refuses, FileChanged, and the reason of `signal`.
 */
export async function bringIn(
  client: Pick<AllmendeClient, 'beginUpload' | 'uploadState' | 'putUpload'>,
  chosen: Chosen,
  { onState, signal, pause = aMoment }: Way,
): Promise<UploadInfo> {
  const files = chosen.files.map(({ path, file: { size, lastModified } }) => ({
    path,
    bytes: size,
    modified: lastModified,
  }))
  let at = await client.beginUpload({ name: chosen.name, files, folders: chosen.folders })
  for (;;) {
    signal.throwIfAborted()
    onState(stateOf(at, false))
    if (at.have >= at.bytes) return at
    const part = await partOf(chosen, at.have)
    try {
      at = await client.putUpload({ upload: at.id, at: at.have }, part, { signal })
    } catch (error) {
      signal.throwIfAborted()
      if (!isPassing(error)) throw error
      onState(stateOf(at, true))
      await pause(signal)
      at = await client.uploadState(at.id).catch((again: unknown) => {
        if (isPassing(again)) return at
        throw again
      })
    }
  }
}

const stateOf = ({ id, have, bytes }: UploadInfo, waiting: boolean): Bringing => ({
  id,
  have,
  bytes,
  waiting,
})

/** The bytes from a place on, counted over all files. Read here: sent as a file, one that changed looks like a lost connection. */
async function partOf({ files }: Chosen, from: number): Promise<Uint8Array<ArrayBuffer>> {
  const slices: Blob[] = []
  let begin = 0
  let room = PART_BYTES
  for (const { file } of files) {
    const start = Math.max(0, from - begin)
    begin += file.size
    if (start >= file.size) continue
    slices.push(file.slice(start, Math.min(file.size, start + room)))
    room -= Math.min(file.size - start, room)
    if (room === 0) break
  }
  try {
    return new Uint8Array(await new Blob(slices).arrayBuffer())
  } catch (cause) {
    throw new FileChanged('a file was changed or taken away', { cause })
  }
}

/** The way to the node broke, or somebody else brought the next bytes: it is asked where it is. */
function isPassing(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === 'NODE_GONE' || code === 'NODE_STOPPING' || code === 'UPLOAD_AT'
}

function aMoment(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, AGAIN_MS)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
