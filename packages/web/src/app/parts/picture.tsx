import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { AllmendeClient } from '@allmende/api/client'
import { useClient } from '../state/client.tsx'
import { drawnAnew } from './drawn-anew.ts'
import { isPicture, MOST_PICTURE_BYTES } from './picture-kinds.ts'

/** Where a picture stands: a file of a good, of its newest version if none is named. */
export type PictureOf = { readonly thing: string; readonly path: string; readonly version?: string }

/**
 * A picture that somebody shared. It is fetched with the page's token, decoded apart from the document and drawn anew in the
 * size it is shown in: what gets into the document are pixels of ours, whatever the file was. Until it is there, or if it
 * can't be had, `otherwise` is shown.
 */
export function Picture({
  of,
  alt,
  width,
  otherwise = null,
  broken = otherwise,
}: {
  readonly of: PictureOf
  readonly alt: string
  readonly width: number
  readonly otherwise?: ReactNode
  /** Shown when it can't be had, or is none. */
  readonly broken?: ReactNode
}) {
  const client = useClient()
  const { data, error } = useQuery({
    queryKey: ['picture', of.thing, of.path, of.version ?? '', width],
    queryFn: ({ signal }) => fetched(client, of, width, signal),
    enabled: isPicture(of.path),
    gcTime: 60_000,
  })
  if (error) return broken
  return data === undefined ? otherwise : <img className="picture" src={data} alt={alt} />
}

async function fetched(
  client: AllmendeClient,
  of: PictureOf,
  width: number,
  signal: AbortSignal,
): Promise<string> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  for await (const part of client.file(of, { signal })) {
    bytes += part.length
    if (bytes > MOST_PICTURE_BYTES) throw new Error('too large for a preview')
    parts.push(part as Uint8Array<ArrayBuffer>)
  }
  return drawnAnew(new Blob(parts), { width: width * Math.min(2, devicePixelRatio) })
}
