import { seeded } from '@allmende/testkit'
import test from 'tape'
import { withoutTraces } from '../src/index.ts'

const text = (letters: string) => Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
const join = (...pieces: (Uint8Array | readonly number[])[]) =>
  Uint8Array.from(pieces.flatMap((piece) => [...piece]))
const shown = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

/** Exif of a telephone: turned by 90 degrees, taken at a place. */
const TIFF = join(
  text('II*\0'),
  [8, 0, 0, 0, 2, 0],
  [0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0],
  [0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0],
  [0, 0, 0, 0],
  text('50.9413 N home'),
)
const segment = (marker: number, content: Uint8Array) =>
  join([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255], content)
const SCAN = join([0xff, 0xda, 0, 4, 1, 2, 0x11, 0xff, 0, 0x22, 0xff, 0xd3, 0x33])
const JPEG = join(
  [0xff, 0xd8],
  segment(0xe0, text('JFIF\0\x01\x01')),
  segment(0xe1, join(text('Exif\0\0'), TIFF)),
  segment(0xe1, text('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta GPSLatitude="50,56"/>')),
  segment(0xe2, text('ICC_PROFILE\0colours')),
  segment(0xe2, text('MPF\0second picture')),
  segment(0xed, text('Photoshop 3.0\0Anna')),
  segment(0xfe, text('a comment')),
  segment(0xdb, text('table')),
  SCAN,
  segment(0xc4, text('between two scans')),
  SCAN,
  [0xff, 0xd9],
  text('a film with its place'),
)

const chunk = (type: string, content: Uint8Array) => {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(content.length)
  return join(head, text(type), content, [1, 2, 3, 4])
}
const PNG = join(
  text('\x89PNG\r\n\x1a\n'),
  chunk('IHDR', text('size')),
  chunk('tEXt', text('Comment\0Anna')),
  chunk('eXIf', TIFF),
  chunk('tIME', text('now')),
  chunk('IDAT', text('pixels')),
  chunk('IEND', text('')),
  text('behind'),
)

const part = (type: string, content: Uint8Array) => {
  const head = Buffer.alloc(4)
  head.writeUInt32LE(content.length)
  return join(text(type), head, content, content.length % 2 ? [0] : [])
}
const parts = join(
  part('VP8X', join([0x2c], text('123456789'))),
  part('ICCP', text('colour')),
  part('VP8 ', text('pixels!')),
  part('EXIF', TIFF),
  part('XMP ', text('<x:xmpmeta/>')),
)
const size = Buffer.alloc(4)
size.writeUInt32LE(parts.length + 4)
const WEBP = join(text('RIFF'), size, text('WEBP'), parts)

test('R180 what a camera wrote beside a picture is taken out, and the picture stays bit by bit', (t) => {
  for (const [name, picture] of Object.entries({ JPEG, PNG, WEBP })) {
    const found = withoutTraces(picture)
    if (found.how !== 'cleaned') return t.fail(`${name} is known`)
    const after = shown(found.bytes)
    t.ok(found.removed && found.place, `${name}: that it had a place is told`)
    for (const trace of ['home', 'GPS', 'Anna', 'xmpmeta', 'comment', 'film', 'MPF', 'behind', 'now'])
      t.notOk(after.includes(trace), `${name}: no ${trace}`)
    t.ok(after.includes(name === 'JPEG' ? shown(SCAN) : 'pixels'), `${name}: its pixels`)
    const again = withoutTraces(found.bytes)
    t.ok(again.how === 'cleaned' && !again.place, `${name}: nothing of a place is left`)
    t.equal(again.how === 'cleaned' && shown(again.bytes), after, `${name}: once is enough`)
  }
  const jpeg = withoutTraces(JPEG)
  const after = jpeg.how === 'cleaned' ? shown(jpeg.bytes) : ''
  t.ok(after.includes('ICC_PROFILE') && after.includes('JFIF') && after.includes('between two scans'))
  t.ok(after.endsWith('\xff\xd9'), 'nothing behind its end')
  t.end()
})

test('R181 how a picture is to be turned stays', (t) => {
  const jpeg = withoutTraces(JPEG)
  if (jpeg.how !== 'cleaned') return t.fail('a JPEG')
  const at = shown(jpeg.bytes).indexOf('Exif\0\0MM\0*')
  t.ok(at > 0, 'an Exif block')
  t.equal(jpeg.bytes[at + 6 + 8 + 2 + 9], 6, 'that says so and nothing else')
  t.equal(jpeg.bytes[at + 6 + 8], 0)
  t.equal(jpeg.bytes[at + 6 + 9], 1, 'one entry')
  const webp = withoutTraces(WEBP)
  t.ok(webp.how === 'cleaned' && webp.bytes[20] === 0x28, 'WebP is flagged to have Exif and no XMP')
  t.end()
})

test('R182 what can’t be cleaned and may tell is said to, and whatever the bytes are, there is an answer', (t) => {
  t.equal(withoutTraces(text('\0\0\0\x20ftypheic…')).how, 'may-tell')
  t.equal(withoutTraces(text('II*\0raw')).how, 'may-tell')
  t.equal(withoutTraces(JPEG.subarray(0, 60)).how, 'may-tell', 'a JPEG that is cut off, with its Exif')
  t.equal(withoutTraces(text('a picture')).how, 'kept')
  t.equal(withoutTraces(new Uint8Array()).how, 'kept')
  const seed = 'pictures 1'
  const random = seeded(seed)
  for (let round = 0; round < 3_000; round++) {
    const picture = Uint8Array.from(random.pick([JPEG, PNG, WEBP]))
    for (let flips = 0; flips <= random.int(4); flips++) picture[random.int(picture.length)] = random.int(256)
    const found = withoutTraces(picture.subarray(0, picture.length - random.int(3)))
    if (found.how === 'cleaned' && found.bytes.length > picture.length + 40)
      t.fail(`round ${round} of "${seed}"`)
  }
  t.pass('3,000 broken pictures')
  t.end()
})
