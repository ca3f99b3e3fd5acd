import { joined, textAt, uint32 } from './bytes.ts'
import { behindExifName, orientationOnly, readExif, xmpPlace } from './exif.ts'
import type { Cleaned } from './without-traces.ts'

const KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
/** In the flags of VP8X. */
const [HAS_EXIF, HAS_XMP] = [0x08, 0x04]

/** A WebP without Exif, XMP and what else isn't needed to draw it. Null where it isn't one. */
export function cleanWebp(bytes: Uint8Array): Cleaned | null {
  if (textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WEBP') return null
  const end = 8 + uint32(bytes, 4, true)
  if (end > bytes.length) return null
  const kept: Uint8Array[] = []
  let [removed, place, orientation] = [end < bytes.length, false, 1]
  for (let at = 12; at + 8 <= end;) {
    const type = textAt(bytes, at, 4)
    const size = uint32(bytes, at + 4, true)
    const past = at + 8 + size + (size % 2)
    if (past > end + 1) return null
    const chunk = bytes.subarray(at, Math.min(past, end))
    if (KEPT.has(type)) kept.push(chunk)
    else {
      removed = true
      if (type === 'EXIF') {
        const block = chunk.subarray(8)
        const exif = readExif(behindExifName(block) ?? block)
        ;({ orientation } = exif)
        place ||= exif.place
      }
      if (type === 'XMP ') place ||= xmpPlace(textAt(chunk, 8, size))
    }
    at = past
  }
  if (!removed) return { bytes: Uint8Array.from(bytes), removed, place }
  const turned = orientation === 1 ? null : exifChunk(orientation)
  const chunks = kept.map((chunk) =>
    textAt(chunk, 0, 4) === 'VP8X' ? flagged(chunk, turned !== null) : chunk,
  )
  const body = joined([...chunks, ...(turned ? [turned] : [])])
  const head = new Uint8Array(12)
  head.set(bytes.subarray(0, 12))
  new DataView(head.buffer).setUint32(4, body.length + 4, true)
  return { bytes: joined([head, body]), removed, place }
}

function flagged(chunk: Uint8Array, exif: boolean): Uint8Array {
  const copy = Uint8Array.from(chunk)
  copy[8] = ((copy[8] ?? 0) & ~(HAS_EXIF | HAS_XMP)) | (exif ? HAS_EXIF : 0)
  return copy
}

function exifChunk(orientation: number): Uint8Array {
  const tiff = orientationOnly(orientation)
  const head = Uint8Array.from('EXIF', (letter) => letter.charCodeAt(0))
  return joined([head, Uint8Array.of(tiff.length, 0, 0, 0), tiff])
}
