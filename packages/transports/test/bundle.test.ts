import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seeded, temporaryFolder } from '@allmende/testkit'
import { nodeKeyPair } from '@allmende/transports'
import { BundleWriter, readBundle } from '@allmende/transports/bundle'
import sodium from 'sodium-universal'
import test from 'tape'
import {
  FRAME_BYTES,
  MAX_ITEM_BYTES,
  MAX_SECTIONS,
  SEAL_BYTES,
  SIGNATURE_BYTES,
  wholeStatement,
} from '../src/bundle/format.ts'

const NODE = nodeKeyPair(new Uint8Array(32).fill(3))
const STRANGER = nodeKeyPair(new Uint8Array(32).fill(4))
const secret = (of: number): Uint8Array => new Uint8Array(32).fill(of)

type Given = Record<number, readonly Uint8Array[]>

async function write(file: string, sections: Given, { by = NODE, seed = 1 } = {}): Promise<Buffer> {
  const writer = await BundleWriter.create({ file, keyPair: by, random: seeded(seed), replace: true })
  for (const [of, items] of Object.entries(sections)) {
    await writer.begin(secret(Number(of)))
    for (const item of items) await writer.item(item)
    await writer.end()
  }
  await writer.finish()
  return readFileSync(file)
}

type Found = { node: string; sections: number; opened: number[]; items: Record<number, Uint8Array[]> }

async function read(file: string, ...secrets: number[]): Promise<Found> {
  const items: Record<number, Uint8Array[]> = {}
  const summary = await readBundle({
    file,
    secrets: secrets.map(secret),
    section: (which) => {
      const list: Uint8Array[] = (items[secrets[which]!] = [])
      return { item: (bytes) => list.push(Uint8Array.from(bytes)) }
    },
  })
  const { node, sections, opened } = summary
  return { node: Buffer.from(node).toString('hex'), sections, opened, items }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'accepted',
    (error: Error & { code?: string }) => error.code ?? error.message,
  )
}

/** What a stranger can do: a key of their own in the front, and a good signature of it over everything. */
function resigned(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  copy.set(STRANGER.publicKey, 49)
  const all = copy.subarray(0, -SIGNATURE_BYTES)
  const hash = createHash('sha256').update(all).digest()
  sodium.crypto_sign_detached(copy.subarray(-SIGNATURE_BYTES), wholeStatement(hash), STRANGER.secretKey)
  return copy
}

const SMALL = [Uint8Array.of(1, 2, 3), new Uint8Array(0), new Uint8Array(500).fill(9)]

test('T61 items come out as they went in, in their order, whatever their sizes', async (t) => {
  const file = join(temporaryFolder(t), 'a.bundle')
  const sizes = [
    0,
    1,
    4,
    FRAME_BYTES - 5,
    FRAME_BYTES - 4,
    FRAME_BYTES - 3,
    FRAME_BYTES,
    3 * FRAME_BYTES + 7,
    0,
    MAX_ITEM_BYTES,
  ]
  const items = sizes.map((size, at) => new Uint8Array(size).fill(at + 1))
  await write(file, { 1: items, 2: [], 3: SMALL })
  const found = await read(file, 1, 2, 3)
  t.same(
    found.items[1]!.map(({ length }) => length),
    sizes,
  )
  t.ok(found.items[1]!.every((item, at) => Buffer.compare(item, items[at]!) === 0))
  t.same([found.items[2], found.items[3]], [[], SMALL])
  t.equal(found.node, Buffer.from(NODE.publicKey).toString('hex'), 'and who signed')
})

test('T60 a section opens by its secret; who has none learns sizes only, and not whether two bundles belong together', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'a.bundle')
  const one = await write(file, { 1: SMALL, 2: SMALL }, { seed: 1 })
  const found = await read(file, 2, 7)
  t.same([found.sections, found.opened, found.items], [2, [0], { 2: SMALL }])
  t.equal(await codeOf(read(file, 7)), 'BUNDLE_FOREIGN')
  t.equal(await codeOf(read(file)), 'BUNDLE_FOREIGN')
  const two = await write(join(folder, 'b.bundle'), { 1: SMALL, 2: SMALL }, { seed: 2 })
  t.equal(one.length, two.length)
  const equal = [...one].filter((byte, at) => byte === two[at] && at >= 17).length
  t.ok(equal < 40, `${equal} bytes are the same behind the first: lengths, and chance`)
  for (const bytes of [NODE.publicKey, secret(1), SMALL[2]!]) t.equal(one.indexOf(bytes), -1)
})

test('T62 whatever was cut off, altered, exchanged or signed anew is refused', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'a.bundle')
  const bytes = await write(file, { 1: SMALL, 2: SMALL })
  const bad = join(folder, 'bad.bundle')
  const outcome = async (content: Uint8Array): Promise<string> => {
    writeFileSync(bad, content)
    return codeOf(read(bad, 1))
  }
  for (let length = 17; length < bytes.length; length++) {
    const code = await outcome(bytes.subarray(0, length))
    if (code !== 'BUNDLE_CUT') t.fail(`cut to ${length}: ${code}`)
  }
  for (let at = 0; at < bytes.length; at++) {
    const altered = Buffer.from(bytes)
    altered[at]! ^= 1 << (at % 8)
    const code = await outcome(altered)
    // A wrong length can point behind the end; a wrong name is that of another commons.
    if (!/^BUNDLE_(ALTERED|CUT|UNKNOWN|VERSION|FOREIGN)$/.test(code)) t.fail(`a bit at ${at}: ${code}`)
  }
  t.equal(await outcome(Buffer.concat([bytes, Buffer.of(0)])), 'BUNDLE_ALTERED', 'something behind the end')
  const head = 49 + 32
  const tail = 1 + SIGNATURE_BYTES
  const half = head + (bytes.length - head - tail) / 2
  const [front, one, two, end] = [
    bytes.subarray(0, head),
    bytes.subarray(head, half),
    bytes.subarray(half, -tail),
    bytes.subarray(-tail),
  ]
  t.ok(Buffer.concat([front, one, two, end]).equals(bytes))
  t.equal(await outcome(Buffer.concat([front, two, one, end])), 'BUNDLE_ALTERED', 'sections exchanged')
  t.equal(await outcome(Buffer.concat([front, one, end])), 'BUNDLE_ALTERED', 'another section left out')
  t.equal(await outcome(Buffer.concat([front, one, two, one, end])), 'BUNDLE_ALTERED', 'a section twice')
  const other = await write(join(folder, 'other.bundle'), { 1: SMALL, 2: SMALL }, { seed: 2 })
  t.equal(
    await outcome(Buffer.concat([front, one, two, other.subarray(-tail)])),
    'BUNDLE_ALTERED',
    'another end',
  )
  t.equal(await outcome(resigned(bytes)), 'BUNDLE_ALTERED', 'signed anew by a stranger who has no secret')
  t.same((await read(file, 1)).items[1], SMALL, 'and the whole one is good')
})

test('T63 a bundle gets its name when it is whole and on disk; what is there is not replaced unasked', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'a.bundle')
  const begin = (replace = false) => BundleWriter.create({ file, keyPair: NODE, random: seeded(1), replace })
  const writer = await begin()
  await writer.begin(secret(1))
  await writer.item(new Uint8Array(3_000_000))
  t.same(readdirSync(folder), ['.a.bundle.partial'])
  await writer.abandon()
  t.same(readdirSync(folder), [])
  await write(file, { 1: SMALL })
  t.same(readdirSync(folder), ['a.bundle'])
  t.equal(await codeOf(begin()), 'BUNDLE_EXISTS')
  const again = await begin(true)
  await again.begin(secret(1))
  await again.end()
  t.equal(await again.finish(), statSync(file).size)
  const nowhere = join(folder, 'no', 'a.bundle')
  t.equal(
    await codeOf(BundleWriter.create({ file: nowhere, keyPair: NODE, random: seeded(1) })),
    'BUNDLE_WRITE',
  )
})

test('T64 sizes from outside are bounded: frames, items, sections', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'a.bundle')
  const writer = await BundleWriter.create({ file, keyPair: NODE, random: seeded(1) })
  await writer.begin(secret(1))
  try {
    await writer.item(new Uint8Array(MAX_ITEM_BYTES + 1))
    t.fail('an item that is too large')
  } catch (error) {
    t.ok(error instanceof RangeError)
  }
  await writer.abandon()
  const bytes = await write(file, { 1: SMALL })
  const huge = Buffer.from(bytes)
  huge.writeUInt32LE(0xffff_fff0, 49 + 32 + 1 + 32 + SEAL_BYTES + 24)
  writeFileSync(file, huge)
  t.equal(await codeOf(read(file, 1)), 'BUNDLE_ALTERED', 'a frame that would be 4 GiB')
  const section = Buffer.concat([Buffer.of(1), Buffer.alloc(32 + SEAL_BYTES + 24, 5), Buffer.alloc(4)])
  const many = Buffer.concat([
    bytes.subarray(0, 49 + 32),
    ...Array.from({ length: MAX_SECTIONS + 1 }, () => section),
  ])
  writeFileSync(file, many)
  t.equal(await codeOf(read(file, 1)), 'BUNDLE_ALTERED', 'too many sections')
})

test('T65 an abort ends reading at once, a throw of the visitor too, and progress ends at the whole', async (t) => {
  const file = join(temporaryFolder(t), 'a.bundle')
  const size = (await write(file, { 1: [new Uint8Array(6_000_000)] })).length
  const seen: number[] = []
  const options = { file, secrets: [secret(1)], section: () => ({ item: () => undefined }) }
  await readBundle({ ...options, onProgress: (done, total) => seen.push(done, total) })
  t.equal(seen.at(-2), size)
  t.ok(seen.every((value) => value <= size))
  t.equal(await codeOf(readBundle({ ...options, signal: AbortSignal.abort(new Error('enough')) })), 'enough')
  const throws = () => ({
    item: () => {
      throw new Error('no')
    },
  })
  t.equal(await codeOf(readBundle({ ...options, section: throws })), 'no')
})
