const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** Share of zero bytes at one parity from which a text is taken for UTF-16 without a mark. */
const MANY_ZEROS = 0.3

/** The text of a file whose encoding nobody told: by its mark, by its zeros, as UTF-8 if it is valid, else as Windows Latin 1. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: string } {
  const marked = byMark(bytes)
  if (marked !== null) return decoded(bytes, marked)
  const wide = byZeros(bytes)
  if (wide !== null) return decoded(bytes, wide)
  try {
    return { text: UTF8.decode(bytes), encoding: 'utf-8' }
  } catch {
    return decoded(bytes, 'windows-1252')
  }
}

function decoded(bytes: Uint8Array, encoding: string): { text: string; encoding: string } {
  return { text: new TextDecoder(encoding).decode(bytes), encoding }
}

function byMark([a, b, c]: Uint8Array): string | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : null
}

function byZeros(bytes: Uint8Array): string | null {
  const looked = bytes.subarray(0, 1024)
  const zeros = [0, 0]
  for (const [at, byte] of looked.entries()) if (byte === 0) zeros[at % 2]!++
  const [even = 0, odd = 0] = zeros.map((count) => count / (looked.length / 2))
  if (odd > MANY_ZEROS && even < 0.05) return 'utf-16le'
  return even > MANY_ZEROS && odd < 0.05 ? 'utf-16be' : null
}
