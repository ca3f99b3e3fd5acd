import { joined, textAt, uint16 } from './bytes.ts'
import { behindExifName, EXIF_NAME, orientationOnly, readExif, xmpPlace } from './exif.ts'
import type { Cleaned } from './without-traces.ts'

const [SOI, EOI, SOS, APP0, APP1, APP2, APP14, COM] = [0xd8, 0xd9, 0xda, 0xe0, 0xe1, 0xe2, 0xee, 0xfe]

/**
 * A JPEG without what cameras and programs write beside the picture: only what is needed to draw it stays (segments of the
 * coding, JFIF, a colour profile, Adobe's mark of the colours). What stands behind its end goes too: telephones put a film
 * with its place there. Null where it isn't one.
 */
export function cleanJpeg(bytes: Uint8Array): Cleaned | null {
  if (uint16(bytes, 0) !== 0xff00 + SOI) return null
  const kept: Uint8Array[] = []
  let [orientation, place, removed] = [1, false, false]
  let at = 2
  for (;;) {
    // Any number of fill bytes may stand before a marker.
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++
    const marker = bytes[at + 1]
    if (bytes[at] !== 0xff || marker === undefined) return null
    if (marker === EOI) break
    const end = at + 2 + uint16(bytes, at + 2)
    if (end > bytes.length || end < at + 4) return null
    if (keeps(bytes, at, marker)) {
      const past = marker === SOS ? endOfScan(bytes, end) : end
      kept.push(bytes.subarray(at, past))
      at = past
      continue
    }
    removed = true
    if (marker === APP1) {
      const tiff = behindExifName(bytes.subarray(at + 4, end))
      const exif = tiff && readExif(tiff)
      if (exif && orientation === 1) ({ orientation } = exif)
      place ||= exif?.place ?? xmpPlace(textAt(bytes, at + 4, end - at - 4))
    }
    at = end
  }
  const head = Uint8Array.of(0xff, SOI)
  const turned = orientation === 1 ? [] : [exifSegment(orientation)]
  const tail = bytes.length > at + 2
  return {
    bytes: joined([head, ...turned, ...kept, Uint8Array.of(0xff, EOI)]),
    removed: removed || tail,
    place,
  }
}

function keeps(bytes: Uint8Array, at: number, marker: number): boolean {
  if (marker === COM) return false
  if (marker < APP0 || marker > 0xef) return true
  if (marker === APP0) return textAt(bytes, at + 4, 5) === 'JFIF\0'
  if (marker === APP2) return textAt(bytes, at + 4, 12) === 'ICC_PROFILE\0'
  return marker === APP14 && textAt(bytes, at + 4, 5) === 'Adobe'
}

/** Where the coded picture ends: at the next marker that is no restart and no byte of its own. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next === undefined) break
    const within = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7)
    if (!within) return at
  }
  return bytes.length
}

function exifSegment(orientation: number): Uint8Array {
  const tiff = orientationOnly(orientation)
  const name = Uint8Array.from(EXIF_NAME, (letter) => letter.charCodeAt(0))
  const length = 2 + name.length + tiff.length
  return joined([Uint8Array.of(0xff, APP1, length >> 8, length & 0xff), name, tiff])
}
