/** Bytes of a file, read with care: beyond the end there is nothing. */

export function textAt(bytes: Uint8Array, at: number, length: number): string {
  let text = ''
  for (let index = at; index < at + length && index < bytes.length; index++)
    text += String.fromCharCode(bytes[index]!)
  return text
}

export function uint16(bytes: Uint8Array, at: number, little = false): number {
  const [first = 0, second = 0] = [bytes[at], bytes[at + 1]]
  return little ? first + second * 0x100 : first * 0x100 + second
}

export function uint32(bytes: Uint8Array, at: number, little = false): number {
  const [low, high] = little ? [at, at + 2] : [at + 2, at]
  return uint16(bytes, low, little) + uint16(bytes, high, little) * 0x10000
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
