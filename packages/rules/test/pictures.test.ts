import { seeded } from '@allmende/testkit'
import test from 'tape'
import { placeTold, withoutTraces } from '../src/index.ts'

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

const box = (type: string, content: Uint8Array) => {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(content.length + 8)
  return join(head, text(type), content)
}
const HEIC = join(
  box('ftyp', text('heic\0\0\0\0mif1heic')),
  box('meta', text('\0\0\0\0infe…Exif\0')),
  box('mdat', join(text('pixels'), text('\0\0\0\x06Exif\0\0'), TIFF)),
)
/** The Exif of a camera without a receiver: turned, and a directory for a place that says its version alone. */
const NOWHERE = join(TIFF.subarray(0, 38), [1, 0], [0, 0, 1, 0, 4, 0, 0, 0, 2, 3, 0, 0], [0, 0, 0, 0])

test('R183 whether a picture says where it was taken is seen by its beginning', (t) => {
  const raw = TIFF
  for (const [name, picture] of Object.entries({ JPEG, PNG, WEBP, HEIC, raw }))
    t.equal(placeTold(picture, true), 'told', name)
  const moved = join(box('ftyp', text('qt  \0\0\0\0')), box('moov', text('udta\xa9xyz+50.94+006.96/')))
  t.equal(placeTold(moved, true), 'told', 'a film')
  const away = join(box('ftyp', text('qt  \0\0\0\0')), box('mdat', text('a very long film')))
  t.equal(placeTold(away, false), 'unclear', 'a film that says it behind the film')
  t.equal(placeTold(JPEG.subarray(0, 30), false), 'unclear', 'a JPEG whose notes go on')
  t.equal(placeTold(WEBP.subarray(0, 50), false), 'unclear', 'a WebP that says there is more')
  t.equal(placeTold(join([0xff, 0xd8], segment(0xe1, text('Exif')), text('broken')), true), 'unclear')
  const packed = chunk('iTXt', text('XML:com.adobe.xmp\0\x01\0\0\0packed'))
  t.equal(placeTold(join(PNG.subarray(0, 8), packed), true), 'unclear')

  const nowhere = join([0xff, 0xd8], segment(0xe1, join(text('Exif\0\0'), NOWHERE)), SCAN, [0xff, 0xd9])
  t.equal(placeTold(nowhere, true), 'none', 'a directory for a place without one')
  const still = withoutTraces(nowhere)
  t.ok(still.how === 'cleaned' && still.removed && !still.place, 'nor is it told to be taken out')
  for (const picture of [JPEG, PNG, WEBP]) {
    const found = withoutTraces(picture)
    t.equal(found.how === 'cleaned' && placeTold(found.bytes, true), 'none', 'nor does one that was cleaned')
  }
  const plain = join(
    box('ftyp', text('avif\0\0\0\0')),
    box('meta', text('\0\0\0\0infe…av01')),
    box('mdat', TIFF),
  )
  t.equal(placeTold(plain.subarray(0, 60), false), 'none', 'an AVIF without notes')
  t.equal(placeTold(text('a picture'), true), 'none')
  t.equal(placeTold(new Uint8Array(), true), 'none')
  t.end()
})

test('R184 wherever the beginning of a picture ends and whatever its bytes are, a place that is in it is not denied', (t) => {
  for (const [name, picture] of Object.entries({ JPEG, WEBP, HEIC })) {
    for (let end = 40; end < picture.length; end++) {
      if (placeTold(picture.subarray(0, end), false) === 'none') t.fail(`${name} cut at ${end}`)
    }
  }
  const behind = shown(PNG).indexOf('IDAT')
  for (let end = behind; end < PNG.length; end++) {
    if (placeTold(PNG.subarray(0, end), false) !== 'told') t.fail(`PNG cut at ${end}`)
  }
  const seed = 'places 1'
  const random = seeded(seed)
  const said = new Map<string, number>()
  for (let round = 0; round < 3_000; round++) {
    const picture = Uint8Array.from(random.pick([JPEG, PNG, WEBP, HEIC]))
    for (let flips = 0; flips <= random.int(4); flips++) picture[random.int(picture.length)] = random.int(256)
    const told = placeTold(picture.subarray(0, random.int(picture.length)), random.int(2) === 0)
    said.set(told, (said.get(told) ?? 0) + 1)
  }
  t.deepEqual([...said.keys()].toSorted(), ['none', 'told', 'unclear'], '3,000 broken pictures')
  t.end()
})
