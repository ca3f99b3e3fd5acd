import { open } from 'node:fs/promises'
import type { PreviewFile } from '@allmende/files'

/** More than any format of text may have: what is cut off here is refused there by its length. */
const MAX_BYTES = 4 * 1024 * 1024

/** A file as text, without its byte-order mark. Bytes that are no UTF-8 become marks of replacement. */
export async function readText(file: PreviewFile, most = MAX_BYTES): Promise<string> {
  const bytes = await readStart(file, most)
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(bytes)
}

export async function readStart(file: PreviewFile, most: number): Promise<Uint8Array> {
  const handle = await open(file.source, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(Math.min(most, file.bytes)),
      0,
      Math.min(most, file.bytes),
      0,
    )
    return new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead)
  } finally {
    await handle.close()
  }
}
