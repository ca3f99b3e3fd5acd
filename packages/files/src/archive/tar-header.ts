import { TAR_BLOCK } from './limits.ts'

const SIZE = [124, 136] as const
const CHECKSUM = [148, 156] as const
const TYPE = 156
const BLANK = 0x20

/** Whether a block is the header of a tar: the sum of its bytes is the one it says. All forms of tar have that in common. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < TAR_BLOCK || isZero(block)) return false
  let sum = 0
  for (let at = 0; at < TAR_BLOCK; at++)
    sum += at >= CHECKSUM[0] && at < CHECKSUM[1] ? BLANK : (block[at] ?? 0)
  return sum === octal(block, CHECKSUM)
}

export function isZero(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0)
}

/** The size that a header states, or null where it states none that can be read (binary sizes: beyond what we take). */
export function sizeIn(header: Uint8Array): number | null {
  return octal(header, SIZE)
}

/** `x`, `g`, `L` and `K` only tell about other entries. */
export function isExtension(header: Uint8Array): boolean {
  return 'xgLK'.includes(typeIn(header))
}

export function isFolder(header: Uint8Array): boolean {
  return typeIn(header) === '5'
}

function typeIn(header: Uint8Array): string {
  return String.fromCharCode(header[TYPE] ?? 0)
}

function octal(header: Uint8Array, [from, to]: readonly [number, number]): number | null {
  const digits = Buffer.from(header.subarray(from, to))
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trimStart()
  if (digits === '') return 0
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null
}
