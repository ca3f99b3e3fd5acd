import test from 'tape'
import { existsSync, readFileSync } from 'node:fs'
import { decodeCbor, encodeCbor } from '../src/index.ts'
import { FINE, codeOf } from './code-of.ts'

const APPENDIX = new URL('../../../../shared/data/hostile/appendix_a.tsv', import.meta.url)
const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

test('V7 what is outside our profile of CBOR is refused with a reason', (t) => {
  const refused: [code: string, bytes: string, what: string][] = [
    ['CBOR_MALFORMED', '', 'nothing at all'],
    ['CBOR_MALFORMED', '18', 'a number that is cut off'],
    ['CBOR_MALFORMED', '1b00', 'a long number that is cut off'],
    ['CBOR_MALFORMED', '6261', 'a text that is cut off'],
    ['CBOR_MALFORMED', '8201', 'a list that is cut off'],
    ['CBOR_MALFORMED', 'a101', 'a map that is cut off'],
    ['CBOR_MALFORMED', '9b001fffffffffffff', 'a list of 2^53 entries'],
    ['CBOR_MALFORMED', 'bb000fffffffffffff', 'a map of 2^52 entries'],
    ['CBOR_MALFORMED', '7a7fffffff61', 'a text of 2 GiB'],
    ['CBOR_MALFORMED', '0000', 'two items'],
    ['CBOR_MALFORMED', '1c', 'a reserved length'],
    ['CBOR_MALFORMED', 'fc', 'a reserved simple value'],
    ['CBOR_MALFORMED', '62c328', 'text that is not UTF-8'],
    ['CBOR_MALFORMED', '63eda080', 'half a surrogate pair'],
    ['CBOR_MALFORMED', '1801', 'a number in a longer form than needed'],
    ['CBOR_MALFORMED', 'a10102', 'a map with a number as key'],
    ['CBOR_MALFORMED', 'a2616101616102', 'a map with one key twice'],
    ['CBOR_UNSUPPORTED', '9f01ff', 'an indefinite list'],
    ['CBOR_UNSUPPORTED', '7f6161ff', 'an indefinite text'],
    ['CBOR_UNSUPPORTED', 'ff', 'a break'],
    ['CBOR_UNSUPPORTED', 'c001', 'a tag'],
    ['CBOR_UNSUPPORTED', 'd9d9f7f6', 'the tag that says CBOR'],
    ['CBOR_UNSUPPORTED', 'f7', 'undefined'],
    ['CBOR_UNSUPPORTED', 'f0', 'a simple value'],
    ['CBOR_UNSUPPORTED', 'f8ff', 'a longer simple value'],
    ['CBOR_UNSUPPORTED', 'f97e00', 'NaN'],
    ['CBOR_UNSUPPORTED', 'fb7ff0000000000000', 'Infinity'],
    ['CBOR_UNSUPPORTED', 'fa7f800000', 'Infinity in four bytes'],
    ['CBOR_UNSUPPORTED', '1b0020000000000000', '2^53'],
    ['CBOR_UNSUPPORTED', '3bffffffffffffffff', '-2^64'],
  ]
  for (const [code, bytes, what] of refused)
    t.equal(
      codeOf(() => decodeCbor(hex(bytes))),
      code,
      what,
    )
  t.equal(decodeCbor(hex('1b001fffffffffffff')), Number.MAX_SAFE_INTEGER, 'the largest number still goes')
  t.end()
})

test('V7 all items of RFC 8949, appendix A, are read or refused, and what is read comes back', (t) => {
  if (!existsSync(APPENDIX)) {
    t.skip('../shared/data/hostile/appendix_a.tsv is not there')
    t.end()
    return
  }
  const rows = readFileSync(APPENDIX, 'utf8').trim().split('\n').slice(1)
  let read = 0
  for (const row of rows) {
    const item = row.split('\t')[0]!
    const code = codeOf(() => decodeCbor(hex(item)))
    t.ok(code === FINE || code.startsWith('CBOR_'), `${item}: ${code}`)
    if (code !== FINE) continue
    read++
    const once = encodeCbor(decodeCbor(hex(item)))
    t.equal(toHex(encodeCbor(decodeCbor(once))), toHex(once), 'what is read is written alike each time')
  }
  t.equal(rows.length, 82, 'all 82 were tried')
  t.ok(read > 40, `${read} of them are in our profile`)
  t.end()
})

test('V7 a text that begins with U+FEFF keeps it, as a value and as a key', (t) => {
  const texts = ['\uFEFF', '\uFEFFname', 'na\uFEFFme', '\uFEFF'.repeat(40), '\uFEFFü']
  for (const text of texts) t.equal(decodeCbor(encodeCbor(text)), text, JSON.stringify(text))
  const both = {
    name: Uint8Array.of(0xef, 0xbb, 0xbf),
    ['\uFEFFname']: ['\uFEFF', 'plain', -1.5, null, true],
  }
  t.same(decodeCbor(encodeCbor(both)), both, 'two keys are two')
  t.equal(
    codeOf(() => decodeCbor(hex('a2 64 efbbbf61 01 64 efbbbf61 02'))),
    'CBOR_MALFORMED',
    'and one of them is not there twice',
  )
  t.end()
})

test('V8 nesting ends at 16 levels, for any bytes', (t) => {
  const nested = (levels: number) =>
    Uint8Array.from({ length: levels + 1 }, (_, at) => (at < levels ? 0x81 : 0))
  t.equal(
    codeOf(() => decodeCbor(nested(16))),
    FINE,
  )
  t.equal(
    codeOf(() => decodeCbor(nested(17))),
    'CBOR_DEPTH',
  )
  t.equal(
    codeOf(() => decodeCbor(nested(30_000))),
    'CBOR_DEPTH',
    'long before the stack is full',
  )
  t.end()
})

test('V2 what is written has the shortest form, whatever kind of bytes it came as', (t) => {
  const value = { b: 1, a: Buffer.from([1, 2]), cc: [0.5, -1, true, null], u: undefined }
  const bytes = encodeCbor(value)
  t.equal(
    Buffer.from(bytes).toString('hex'),
    'a4 6161 420102 6162 01 626363 84 f93800 20 f5 f6'.replaceAll(' ', '').replace('a4', 'a3'),
  )
  t.deepEqual(decodeCbor(Buffer.from(bytes)), decodeCbor(bytes), 'a Buffer reads like any bytes')
  const shared = new Uint8Array(100)
  shared.set(bytes, 50)
  t.deepEqual(
    decodeCbor(shared.subarray(50, 50 + bytes.length)),
    decodeCbor(bytes),
    'so does a part of something larger',
  )
  const circle: unknown[] = []
  circle.push(circle)
  t.equal(
    codeOf(() => encodeCbor(circle)),
    'CBOR_VALUE',
    'a value that contains itself',
  )
  t.end()
})
