import { textAt, uint16, uint32 } from './bytes.ts'

/** What of an Exif block matters here. */
export type Exif = {
  /** How the picture is to be turned, 1 to 8. Without it one taken upright lies on its side. */
  readonly orientation: number
  /** It says where the picture was taken. */
  readonly place: boolean
}

const ORIENTATION = 0x0112
const GPS = 0x8825
const MAX_ENTRIES = 1_000
/** In the directory of the place: latitude, longitude, those of what was looked at, and the name of the area. */
const COORDINATES = new Set([0x02, 0x04, 0x14, 0x16, 0x1c])
const LAST_OF_PLACE = 0x1f

/** Stands before the structure in JPEG, and where programs copied it as it was there, in WebP. */
export const EXIF_NAME = 'Exif\0\0'

/** The structure behind that name. Null without it. */
export function behindExifName(block: Uint8Array): Uint8Array | null {
  return textAt(block, 0, EXIF_NAME.length) === EXIF_NAME ? block.subarray(EXIF_NAME.length) : null
}

/** Reads a TIFF structure as cameras write it; of one that is malformed nothing. */
export function readExif(tiff: Uint8Array): Exif {
  const little = textAt(tiff, 0, 2) === 'II'
  let orientation = 1
  let place = false
  const directory = uint32(tiff, 4, little)
  const count = Math.min(MAX_ENTRIES, uint16(tiff, directory, little))
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * 12
    if (entry + 12 > tiff.length) break
    const tag = uint16(tiff, entry, little)
    if (tag === GPS) place ||= saysWhere(tiff, uint32(tiff, entry + 8, little), little)
    if (tag !== ORIENTATION) continue
    const said = uint16(tiff, entry + 8, little)
    if (said >= 1 && said <= 8) orientation = said
  }
  return { orientation, place }
}

/**
 * Cameras without a receiver write a directory that names its version alone: that is no place. One that can't be read
 * through is taken for one.
 */
function saysWhere(tiff: Uint8Array, directory: number, little: boolean): boolean {
  const count = uint16(tiff, directory, little)
  if (count > LAST_OF_PLACE + 1 || directory + 2 + count * 12 > tiff.length) return true
  for (let index = 0; index < count; index++) {
    const tag = uint16(tiff, directory + 2 + index * 12, little)
    if (tag > LAST_OF_PLACE || COORDINATES.has(tag)) return true
  }
  return false
}

/** An Exif block that says how the picture is to be turned and nothing else. */
export function orientationOnly(orientation: number): Uint8Array {
  const [header, count, next] = [
    [0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
    [0, 1],
    [0, 0, 0, 0],
  ]
  // The tag, that it is one short, its value and two bytes to fill the field.
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
  return Uint8Array.from([...header, ...count, ...entry, ...next])
}

/** Whether a block of XMP says where the picture was taken. */
export function xmpPlace(text: string): boolean {
  return /GPSL(?:atitude|ongitude)|photoshop:(?:City|State)|Iptc4xmpCore:Location/.test(text)
}
