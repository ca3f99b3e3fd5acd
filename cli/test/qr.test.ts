import test from 'tape'
import jsQR from 'jsqr'
import { decodeLink, encodeLink, personIdOf } from '@allmende/vocabulary'
import { seeded } from '@allmende/testkit'
import { qrCode } from '../src/terminal/qr.ts'
import { atTerminal } from './fake/terminal.ts'
import { within } from './fake/program.ts'

/** Its types speak of an ES module, and it is none. */
const scan = jsQR as unknown as typeof jsQR.default

const random = seeded(11)
const WIDE = 80

function commonsLink(name: string): string {
  const founder = personIdOf(random.bytes(32))
  return encodeLink({ type: 'commons', public: true, readKey: random.bytes(32), name, founder })
}

/** What a camera would see of the characters, four pixels a module, as `jsqr` wants it. */
function photographed(lines: readonly string[], ink: 'dark' | 'light') {
  const bare = lines.map((line) => Array.from(line).filter((one) => ' ▀▄█'.includes(one)))
  const width = bare[0]!.length
  const pixels = new Uint8ClampedArray(width * 4 * (bare.length * 8) * 4)
  for (let y = 0; y < bare.length * 8; y++)
    for (let x = 0; x < width * 4; x++) {
      const block = bare[y >> 3]![x >> 2]
      const inked = block === '█' || block === ((y & 7) < 4 ? '▀' : '▄')
      const value = inked === (ink === 'light') ? 255 : 0
      pixels.fill(value, (y * width * 4 + x) * 4, (y * width * 4 + x) * 4 + 3)
      pixels[(y * width * 4 + x) * 4 + 3] = 255
    }
  return scan(pixels, width * 4, bare.length * 8, { inversionAttempts: 'dontInvert' })?.data
}

test('a link on the screen is read back by a scanner as the same link, painted or not', (t) => {
  for (const name of ['Garden', 'Straßenfest 12', 'x'.repeat(60)]) {
    const link = commonsLink(name)
    for (const [colours, ink] of [
      [true, 'dark'],
      [false, 'light'],
    ] as const) {
      const seen = photographed(qrCode(link, colours).lines, ink)
      t.deepEqual(decodeLink(seen ?? ''), decodeLink(link), `${name.slice(0, 14)}, by ${ink} ink`)
    }
  }
  t.end()
})

test('the longest link of a commons of one’s own fits a terminal of 80 columns', (t) => {
  const long = qrCode(commonsLink('x'.repeat(60)), true)
  t.equal(long.version, 7)
  t.ok(long.columns <= WIDE, `${long.columns} columns, ${long.lines.length} lines`)
  t.equal(qrCode(commonsLink('Garden'), true).version, 5, 'an ordinary one')
  t.equal(
    qrCode(commonsLink('🌳'.repeat(100)), true).version,
    16,
    'the longest name that others may have given',
  )
  t.end()
})

test('commons link shows the QR code on a terminal with room for it, or when asked for', async (t) => {
  const link = commonsLink('Garden')
  const at = atTerminal(t, ['commons', 'link', 'Garden'], { gardenLink: link })
  t.equal(await at.ended, 0)
  t.ok(at.out().includes('Opens the public commons "Garden"'), 'with what it opens')
  t.ok(at.out().includes('▀'), 'offered')
  const without = atTerminal(t, ['commons', 'link', 'Garden', '--no-qr'], { gardenLink: link })
  await without.ended
  t.notOk(without.out().includes('▀'), 'not with --no-qr')
  const piped = await within(['commons', 'link', 'Garden'], { fake: { gardenLink: link } })
  t.notOk(piped.out.includes('▀'), 'not into a pipe')
  const asked = await within(['commons', 'link', 'Garden', '--qr'], { fake: { gardenLink: link } })
  const lines = asked.out.split('\n').filter((line) => line.includes('█'))
  t.equal(photographed(lines, 'light')?.toLowerCase(), link, 'unless it is asked for')
  const json = await within(['commons', 'link', 'Garden', '--qr', '--json'], { fake: { gardenLink: link } })
  t.equal((json.json as { link: string }).link, link, 'and never beside the JSON document')
})

test('a QR code that a terminal has no room for is said to be too wide, not broken over lines', async (t) => {
  const link = commonsLink('🌳'.repeat(100))
  const at = atTerminal(t, ['commons', 'link', 'Garden', '--qr'], { gardenLink: link }, {}, { columns: 80 })
  t.equal(await at.ended, 0)
  t.notOk(at.out().includes('▀'))
  t.ok(/QR code is \d+ columns wide, and this terminal has 80/.test(at.err()))
})
