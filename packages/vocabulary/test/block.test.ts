import test from 'tape'
import { seeded } from '@allmende/testkit'
import {
  MAX_BLOCK_BYTES,
  MAX_ITEM_BYTES,
  decodeBlock,
  encodeBlock,
  encodeRecord,
  packRecords,
} from '../src/index.ts'
import { codeOf } from './code-of.ts'
import { ALL } from './samples.ts'

const of = (length: number, fill = 7) => new Uint8Array(length).fill(fill)

/** As a boolean: a deep comparison that fails would print megabytes. */
const same = (a: Uint8Array[], b: Uint8Array[]) =>
  a.length === b.length && a.every((bytes, at) => Buffer.compare(bytes, b[at]!) === 0)

test('V15 a block gives back its records in their order', (t) => {
  const records = ALL.map(encodeRecord)
  t.ok(same(decodeBlock(encodeBlock(records)), records))
  for (const length of [1, 127, 128, 16_383, 16_384, MAX_ITEM_BYTES]) {
    t.ok(same(decodeBlock(encodeBlock([of(length)])), [of(length)]), `one of ${length} bytes`)
  }
  t.equal(encodeBlock([of(MAX_ITEM_BYTES)]).length, MAX_BLOCK_BYTES, 'the largest item fills a block')
  t.end()
})

test('V16 records are packed in order into few blocks, each within 64 KiB', (t) => {
  const random = seeded('pack')
  for (let round = 0; round < 50; round++) {
    const records = Array.from({ length: random.int(300) }, () =>
      of(1 + random.int(random.pick([20, 400, 30_000]))),
    )
    const blocks = packRecords(records)
    t.ok(same(blocks.flat(), records), `round ${round}: nothing lost, order kept`)
    const sizes = blocks.map((block) => encodeBlock(block).length)
    t.ok(sizes.every((size) => size <= MAX_BLOCK_BYTES))
    const full = sizes
      .slice(1)
      .every((_, at) => sizes[at]! + blocks[at + 1]![0]!.length + 3 > MAX_BLOCK_BYTES)
    t.ok(full, 'a new block begins only where the next record did not fit')
  }
  t.deepEqual(packRecords([]), [], 'nothing needs no block')
  t.equal(packRecords(Array.from({ length: 64 }, () => of(100))).length, 1)
  t.end()
})

test('V17 bytes from a wrong key are no block', (t) => {
  const random = seeded('garbage')
  let taken = 0
  for (let round = 0; round < 2_000; round++) {
    const code = codeOf(() => decodeBlock(random.bytes(200)))
    if (code !== 'BLOCK_MAGIC') taken++
  }
  t.ok(taken < 3, `${taken} of 2000 passed the first two bytes`)
  t.end()
})

test('V18 every way for a block to be wrong has its code', (t) => {
  const block = encodeBlock([of(5), of(200)])
  const changed = (at: number, ...bytes: number[]) => {
    const copy = block.slice()
    copy.set(bytes, at)
    return copy
  }
  t.equal(
    codeOf(() => decodeBlock(of(0))),
    'BLOCK_MAGIC',
    'empty',
  )
  t.equal(
    codeOf(() => decodeBlock(changed(0, 0))),
    'BLOCK_MAGIC',
  )
  t.equal(
    codeOf(() => decodeBlock(changed(1, 0))),
    'BLOCK_MAGIC',
  )
  t.equal(
    codeOf(() => decodeBlock(changed(2, 9))),
    'BLOCK_VERSION',
  )
  t.equal(
    codeOf(() => decodeBlock(block.subarray(0, 3))),
    'BLOCK_EMPTY',
  )
  t.equal(
    codeOf(() => decodeBlock(block.subarray(0, block.length - 1))),
    'BLOCK_ITEM',
    'cut off',
  )
  t.equal(
    codeOf(() => decodeBlock(changed(3, 0))),
    'BLOCK_ITEM',
    'an empty record',
  )
  t.equal(
    codeOf(() => decodeBlock(changed(3, 0x85, 0))),
    'BLOCK_ITEM',
    'a length in a longer form than needed',
  )
  const short = encodeBlock([of(1)]).subarray(0, 3)
  t.equal(
    codeOf(() => decodeBlock(Uint8Array.from([...short, 0x81, 0, 7]))),
    'BLOCK_ITEM',
    'also where all else would be right',
  )
  t.equal(
    codeOf(() => decodeBlock(changed(3, 0xff, 0xff, 0xff, 1))),
    'BLOCK_ITEM',
    'a length of four bytes',
  )
  t.equal(
    codeOf(() => decodeBlock(of(MAX_BLOCK_BYTES + 1))),
    'BLOCK_TOO_LARGE',
  )
  t.equal(
    codeOf(() => encodeBlock([])),
    'BLOCK_EMPTY',
  )
  t.equal(
    codeOf(() => encodeBlock([of(0)])),
    'BLOCK_ITEM',
  )
  t.equal(
    codeOf(() => encodeBlock([of(40_000), of(40_000)])),
    'BLOCK_TOO_LARGE',
  )
  t.equal(
    codeOf(() => packRecords([of(MAX_ITEM_BYTES + 1)])),
    'BLOCK_ITEM',
  )
  t.end()
})
