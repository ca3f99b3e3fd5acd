import { textAt, uint16, uint32 } from './bytes.ts'
import { behindExifName, readExif, xmpPlace } from './exif.ts'
import { mayTell } from './without-traces.ts'

/** `unclear`: it may be said where these bytes don't reach, or in a way that isn't read here. */
export type PlaceTold = 'told' | 'none' | 'unclear'

const LETTERS = new TextDecoder('latin1')
/** In the flags of VP8X: it has Exif, it has XMP. */
const NOTED = 0x0c

/**
 * Whether a picture says where it was taken, by its beginning: `whole` where that is all of it. Cameras write it before the
 * picture itself, but for WebP, HEIC and films, which say at the beginning that there is more. Rules R183, R184.
 */
export function placeTold(head: Uint8Array, whole: boolean): PlaceTold {
  if (uint16(head, 0) === 0xffd8) return inJpeg(head, whole)
  if (textAt(head, 0, 8) === '\x89PNG\r\n\x1a\n') return inPng(head)
  if (textAt(head, 0, 4) === 'RIFF' && textAt(head, 8, 4) === 'WEBP') return inWebp(head)
  if (textAt(head, 4, 4) === 'ftyp') return inBoxes(head, whole)
  if (['II*\0', 'MM\0*'].includes(textAt(head, 0, 4))) return inTiff(head, whole)
  return mayTell(head) ? 'unclear' : 'none'
}

function inJpeg(head: Uint8Array, whole: boolean): PlaceTold {
  let at = 2
  for (;;) {
    while (head[at] === 0xff && head[at + 1] === 0xff) at++
    const marker = head[at + 1]
    if (marker === undefined) return whole ? 'none' : 'unclear'
    if (head[at] !== 0xff) return 'unclear'
    // What comes now is the picture itself, or its end.
    if (marker === 0xda || marker === 0xd9) return 'none'
    const length = uint16(head, at + 2)
    const end = at + 2 + length
    if (marker === 0xe1) {
      const noted = head.subarray(at + 4, end)
      const tiff = behindExifName(noted)
      if (tiff ? readExif(tiff).place : xmpPlace(textOf(noted))) return 'told'
    }
    if (length < 2 || end > head.length) return 'unclear'
    at = end
  }
}

/** What stands behind the picture itself is looked at as far as these bytes reach: no camera writes it there. */
function inPng(head: Uint8Array): PlaceTold {
  let unclear = false
  for (let at = 8; at + 8 <= head.length;) {
    const type = textAt(head, at + 4, 4)
    const end = at + 12 + uint32(head, at)
    const content = head.subarray(at + 8, end - 4)
    if (type === 'eXIf' && readExif(content).place) return 'told'
    if (type.endsWith('Xt')) {
      const text = textOf(content)
      if (xmpPlace(text)) return 'told'
      // Exif in letters, as ImageMagick writes it, and XMP that is packed.
      if (text.startsWith('Raw profile type') || text.startsWith('XML:com.adobe.xmp\0\x01')) unclear = true
    }
    at = end
  }
  return unclear ? 'unclear' : 'none'
}

function inWebp(head: Uint8Array): PlaceTold {
  let noted = false
  for (let at = 12; at + 8 <= head.length;) {
    const type = textAt(head, at, 4)
    const size = uint32(head, at + 4, true)
    const content = head.subarray(at + 8, at + 8 + size)
    if (type === 'VP8X') noted = ((content[0] ?? 0) & NOTED) !== 0
    if (type === 'EXIF' && readExif(behindExifName(content) ?? content).place) return 'told'
    if (type === 'XMP ' && xmpPlace(textOf(content))) return 'told'
    at += 8 + size + (size % 2)
  }
  return noted && 8 + uint32(head, 4, true) > head.length ? 'unclear' : 'none'
}

/** HEIC, AVIF and films. Their notes may stand anywhere; what lists them is in one box, often behind the film itself. */
function inBoxes(head: Uint8Array, whole: boolean): PlaceTold {
  const text = textOf(head)
  if (/\xa9xyz|com\.apple\.quicktime\.location/.test(text) || xmpPlace(text)) return 'told'
  let read = false
  for (const { index } of text.matchAll(/Exif\0\0(?:II\*\0|MM\0\*)/g)) {
    const tiff = head.subarray(index + 6)
    if (readExif(tiff).place) return 'told'
    read ||= reachesEnd(tiff)
  }
  const lists = boxOf(head, 'meta') ?? boxOf(head, 'moov')
  if (lists === null) return whole ? 'none' : 'unclear'
  const listed = textOf(lists)
  // An item of XMP is of the type `mime`.
  if (!whole && listed.includes('mime')) return 'unclear'
  return listed.includes('Exif') && !read ? 'unclear' : 'none'
}

/** A box on the uppermost level that is there to its end. */
function boxOf(head: Uint8Array, wanted: string): Uint8Array | null {
  for (let at = 0; at + 8 <= head.length;) {
    const size = uint32(head, at)
    // A size of 0 is to the end, and one of 1 stands in eight bytes behind: so long is only the film itself.
    if (size < 8) return null
    if (textAt(head, at + 4, 4) === wanted)
      return at + size <= head.length ? head.subarray(at, at + size) : null
    at += size
  }
  return null
}

function inTiff(head: Uint8Array, whole: boolean): PlaceTold {
  if (readExif(head).place || xmpPlace(textOf(head))) return 'told'
  return whole || reachesEnd(head) ? 'none' : 'unclear'
}

/** The directory that names the place, where there is one, is there to its end. */
function reachesEnd(tiff: Uint8Array): boolean {
  const little = textAt(tiff, 0, 2) === 'II'
  const directory = uint32(tiff, 4, little)
  return directory + 2 + uint16(tiff, directory, little) * 12 <= tiff.length && directory >= 8
}

/** One letter a byte: places in the text are places in the bytes. */
function textOf(bytes: Uint8Array): string {
  return LETTERS.decode(bytes)
}
