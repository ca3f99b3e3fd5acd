import { joined, textAt, uint32 } from './bytes.ts'
import { readExif, xmpPlace } from './exif.ts'
import type { Cleaned } from './without-traces.ts'

const SIGNATURE = '\x89PNG\r\n\x1a\n'

/** What is needed to draw it, moving pictures and colours too. */
const KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs sPLT hIST acTL fcTL fdAT'.split(
    ' ',
  ),
)

/** A PNG without texts, times, Exif and what stands behind its end. Null where it isn't one. */
export function cleanPng(bytes: Uint8Array): Cleaned | null {
  if (textAt(bytes, 0, 8) !== SIGNATURE) return null
  const kept = [bytes.subarray(0, 8)]
  let [removed, place] = [false, false]
  for (let at = 8; ;) {
    const type = textAt(bytes, at + 4, 4)
    const end = at + 12 + uint32(bytes, at)
    if (type.length < 4 || end > bytes.length) return null
    if (KEPT.has(type)) kept.push(bytes.subarray(at, end))
    else {
      removed = true
      if (type === 'eXIf') place ||= readExif(bytes.subarray(at + 8, end - 4)).place
      if (type.endsWith('Xt')) place ||= xmpPlace(textAt(bytes, at + 8, end - at - 12))
    }
    at = end
    if (type === 'IEND') return { bytes: joined(kept), removed: removed || at < bytes.length, place }
  }
}
