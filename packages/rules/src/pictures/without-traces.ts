import { textAt } from './bytes.ts'
import { cleanJpeg } from './jpeg.ts'
import { cleanPng } from './png.ts'
import { cleanWebp } from './webp.ts'

/** A picture as it may be shown to everybody. */
export type Cleaned = {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Something was taken out. */
  readonly removed: boolean
  /** It said where it was taken. */
  readonly place: boolean
}

/** `kept`: nothing is known that it would tell. `may-tell`: it may say where it was taken, and can't be cleaned here. */
export type Traces = ({ readonly how: 'cleaned' } & Cleaned) | { readonly how: 'kept' | 'may-tell' }

/**
 * Takes out of a picture what a camera wrote beside it: where and when it was taken, with which device, by whom, a preview
 * of it before it was cut. How it is to be turned stays, and so do its pixels, bit by bit. Rules R180–R182.
 */
export function withoutTraces(bytes: Uint8Array): Traces {
  const cleaned = cleanJpeg(bytes) ?? cleanPng(bytes) ?? cleanWebp(bytes)
  if (cleaned) return { how: 'cleaned', ...cleaned }
  return { how: mayTell(bytes) ? 'may-tell' : 'kept' }
}

const MARKS = ['Exif\0\0', 'http://ns.adobe.com/xap', '<x:xmpmeta', 'GPSLatitude', '\xa9xyz', 'ftypheic']

/** Kinds that carry such notes (HEIC, AVIF, films, TIFF and what cameras make of it), and whatever has the marks of them. */
export function mayTell(bytes: Uint8Array): boolean {
  if (textAt(bytes, 4, 4) === 'ftyp' || ['II*\0', 'MM\0*'].includes(textAt(bytes, 0, 4))) return true
  return MARKS.some((mark) => indexOf(bytes, mark) >= 0)
}

function indexOf(bytes: Uint8Array, mark: string): number {
  const wanted = Uint8Array.from(mark, (letter) => letter.charCodeAt(0))
  const [first = 0] = wanted
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at
  }
  return -1
}
