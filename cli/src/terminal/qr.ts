import { encode } from 'uqr'
import type { World } from '../world.ts'

/** Scanners want this many light modules around a code (ISO/IEC 18004). */
const QUIET_ZONE = 4

/** Black on white by numbers that no colour scheme of a terminal changes, so that it reads on dark and light ones. */
const PAINT = '\u001b[38;5;16;48;5;231m'
const PLAIN = '\u001b[0m'

export type QrCode = {
  /** 1 to 40 as the standard counts: each is four modules wider than the one before. */
  readonly version: number
  /** Columns that it takes, with the light zone around it. */
  readonly columns: number
  readonly lines: readonly string[]
}

/**
 * A link as a QR code of half blocks, two modules a character. In capitals: a link holds nothing but what the
 * alphanumeric mode of QR codes has, which takes 5.5 bits a character instead of 8, and our reader forgives capitals.
 * Without colours light modules are painted, which is right on a dark terminal.
 */
export function qrCode(link: string, colours: boolean): QrCode {
  // As little correction as fits: a screen has no stains, and fewer modules are larger ones for a camera.
  const { data, size, version } = encode(link.toUpperCase(), { ecc: 'L', boostEcc: true, border: QUIET_ZONE })
  const lines: string[] = []
  for (let row = 0; row < size; row += 2) {
    const line = Array.from({ length: size }, (_, column) =>
      halfBlock(data[row]?.[column] ?? false, data[row + 1]?.[column] ?? false, colours),
    ).join('')
    lines.push(colours ? `${PAINT}${line}${PLAIN}` : line)
  }
  return { version, columns: size, lines }
}

/** The blocks stand for ink: dark modules on the painted ground, light ones where there is no ground but the terminal's. */
function halfBlock(upperDark: boolean, lowerDark: boolean, colours: boolean): string {
  const upper = upperDark === colours
  const lower = lowerDark === colours
  if (upper) return lower ? '█' : '▀'
  return lower ? '▄' : ' '
}

/** Whether escape codes for colours are wanted on standard output. */
export function paintsOn({ stdout, env }: Pick<World, 'stdout' | 'env'>): boolean {
  return stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
}
