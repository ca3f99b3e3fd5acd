/**
 * The content of a file as text, to the last character: what is written from it again is the same file. Null for what isn't
 * UTF-8, and for what has a byte 0, which no text has and nearly every other file.
 */
export function textOfBytes(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
