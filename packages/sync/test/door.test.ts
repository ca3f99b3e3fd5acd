import type { Prefix, Rest } from '@allmende/logs'
import { seeded } from '@allmende/testkit'
import test from 'tape'
import { frameFault } from '../src/decide/frame.ts'
import { hypercoreFault } from '../src/decide/hypercore-door.ts'
import { decidesHere, smallerHandshake } from '../src/decide/connections.ts'
import { fitsPrefix, PrefixAssembly, PrefixPacker } from '../src/decide/prefix.ts'
import { channelId, prove, proves } from '../src/decide/proof.ts'
import { Rate } from '../src/decide/rate.ts'
import { MAX_MESSAGE_BYTES } from '../src/limits.ts'
import { encodeMessage } from '../src/wire/encode.ts'
import { decodeMessage } from '../src/wire/decode.ts'
import { bytesOf } from './actors.ts'

const replicateKey = bytesOf('replicate key')
const here = Buffer.concat([bytesOf('here'), bytesOf('here')])
const elsewhere = Buffer.concat([bytesOf('elsewhere'), bytesOf('elsewhere')])

test('S2 a proof holds for one key, one connection and one role only', (t) => {
  const proof = prove(replicateKey, here, 'initiator')
  t.ok(proves(proof, replicateKey, here, 'initiator'))
  t.notOk(proves(proof, replicateKey, here, 'responder'), 'sent back to who gave it')
  t.notOk(proves(proof, replicateKey, elsewhere, 'initiator'), 'passed on to another connection')
  t.notOk(proves(proof, bytesOf('other key'), here, 'initiator'), 'of another commons')
  t.notOk(proves(proof.subarray(0, 31), replicateKey, here, 'initiator'), 'a byte short')
  t.end()
})

test('S1 the name of a channel is another one on every connection', (t) => {
  t.notDeepEqual(channelId(replicateKey, here), channelId(replicateKey, elsewhere))
  t.notDeepEqual(channelId(replicateKey, here), prove(replicateKey, here, 'initiator'))
  t.end()
})

test('S11 frames that protomux can not decode without harm are told from those it can', (t) => {
  const open = [0, 1, 1, 1, 97, 0]
  t.equal(frameFault(Buffer.from(open), {}), null, 'a channel is opened')
  t.equal(frameFault(Buffer.from([1, 0, 1, 2, 3]), {}), null, 'a message on channel 1')
  t.equal(frameFault(Buffer.from([0, 0, 1, 2, 0, 9, 0, 2, 2, 0, 1]), {}), null, 'a batch of two')
  t.match(String(frameFault(Buffer.from([0, 0, 0, 3, 0, 0, 1]), {})), /batch inside/, 'a batch in a batch')
  t.match(String(frameFault(Buffer.from([0, 1, 0, 1, 97, 0]), {})), /no channel/, 'channel 0 opened')
  t.match(String(frameFault(Buffer.from([0, 7, 1]), {})), /control message 7/)
  t.match(String(frameFault(Buffer.from([0xff, 1]), {})), /ends in its head/)
  t.match(String(frameFault(Buffer.from([0, 0, 1, 200, 0]), {})), /ends in a message/)
  t.match(String(frameFault(Buffer.alloc(MAX_MESSAGE_BYTES + 9, 1), {})), /a message of/)
  t.match(String(frameFault(Buffer.alloc(10 * MAX_MESSAGE_BYTES, 1), {})), /a frame of/)
  t.match(String(frameFault(Buffer.from(open), { mayOpen: () => false })), /too many channels/)
  t.end()
})

test("S11 numbers in hypercore's messages that would fill the memory are refused", (t) => {
  const [sync, data, bitfield, range] = [0, 3, 7, 8]
  t.equal(hypercoreFault(range, { drop: false, start: 0, length: 1_000 }), null)
  t.ok(hypercoreFault(range, { drop: false, start: 0, length: 2 ** 52 }), 'a range without end')
  t.ok(hypercoreFault(range, { drop: false, start: 2 ** 60, length: 1 }), 'a start far out')
  t.ok(hypercoreFault(bitfield, { start: 7, bitfield: new Uint32Array(1) }), 'a bitfield between words')
  t.ok(hypercoreFault(sync, { fork: 0, length: Infinity, remoteLength: 0 }))
  t.ok(hypercoreFault(data, { block: { index: 1, nodes: [{ index: 2 ** 40, size: 1 }] } }), 'inside a list')
  t.equal(
    hypercoreFault(data, { block: { index: 1, value: Buffer.alloc(3), nodes: [{ index: 3, size: 9 }] } }),
    null,
  )
  t.end()
})

test('S12 an allowance is used up, fills again, and is not fooled by the clock', (t) => {
  const rate = new Rate(3, 1, 1_000)
  t.deepEqual(
    [1, 2, 3, 4].map(() => rate.take(1_000)),
    [true, true, true, false],
  )
  t.ok(rate.take(2_000), 'one more after a second')
  t.notOk(rate.take(2_000))
  t.notOk(rate.take(0), 'a clock set back gives nothing')
  t.end()
})

test('S6 logs of all sizes come out of prefix messages as they went in', (t) => {
  const random = seeded('prefix')
  const packer = new PrefixPacker()
  const logs = Array.from({ length: 60 }, (_, i) => {
    const blocks = Array.from({ length: 1 + random.int(30) }, () =>
      random.bytes(random.int(random.pick([10, 2_000, 65_536]))),
    )
    const signature = random.bytes(70)
    const prefix = { manifest: random.bytes(90), signature, blocks, length: blocks.length }
    const from = random.int(1_000)
    const left = [{ index: random.int(2_000), size: random.int(99_999), hash: random.bytes(32) }]
    const rest = { ...prefix, from, left, length: from + blocks.length }
    return { key: bytesOf(`log ${i}`), prefix: i % 3 === 0 ? rest : prefix }
  })
  const messages = [...logs.flatMap(({ key, prefix }) => packer.add(key, prefix)), ...packer.flush()]
  const assembly = new PrefixAssembly()
  const got = messages.flatMap((message) => {
    const bytes = encodeMessage(message)
    if (bytes.length > MAX_MESSAGE_BYTES / 2) t.fail(`a message of ${bytes.length} bytes`)
    const decoded = decodeMessage(bytes)
    const parts = decoded.type === 'prefix' ? decoded.parts : []
    return parts.map((part) => assembly.add(part)).filter((log) => log !== 'more')
  })
  t.equal(got.length, logs.length)
  for (const [i, log] of got.entries()) {
    const expected = logs[i]?.prefix
    const equal =
      typeof log === 'object' &&
      Buffer.concat(log.prefix.blocks).equals(Buffer.concat(expected?.blocks ?? [])) &&
      log.prefix.blocks.length === expected?.blocks.length &&
      Buffer.from(log.prefix.manifest).equals(expected.manifest) &&
      Buffer.from(log.prefix.signature).equals(expected.signature) &&
      log.prefix.length === expected.length &&
      JSON.stringify(beforeOf(log.prefix)) === JSON.stringify(beforeOf(expected))
    if (!equal) t.fail(`seed ${String(random.seed)}: log ${i} came out otherwise`)
  }
  t.end()
})

function beforeOf(given: Prefix | Rest) {
  if (!('left' in given)) return null
  return { from: given.from, left: given.left.map((node) => ({ ...node, hash: [...node.hash] })) }
}

test('S6 a prefix that never ends is refused at 8 MiB, and so is one that mixes logs', (t) => {
  const part = {
    key: bytesOf('a'),
    more: true,
    manifest: Buffer.alloc(0),
    signature: Buffer.alloc(0),
    blocks: [Buffer.alloc(65_536)],
  }
  const endless = new PrefixAssembly()
  let parts = 0
  while (endless.add(part) !== 'refused' && parts < 1_000) parts++
  t.equal(parts, 128, 'parts of 64 KiB that were taken')
  const mixed = new PrefixAssembly()
  mixed.add(part)
  t.equal(mixed.add({ ...part, key: bytesOf('b') }), 'refused', 'another log before the first was whole')
  t.equal(new PrefixAssembly().add({ ...part, blocks: [] }), 'refused', 'a part with nothing in it')
  const large = {
    manifest: Buffer.alloc(0),
    signature: Buffer.alloc(0),
    blocks: Array.from({ length: 200 }, () => part.blocks[0] as Buffer),
    length: 200,
  }
  t.notOk(fitsPrefix(large), 'what is too large is not offered either')
  t.end()
})

test('S10 exactly one of two nodes decides, and both orders of two connections give the same', (t) => {
  t.notEqual(decidesHere(here, elsewhere), decidesHere(elsewhere, here))
  t.notEqual(smallerHandshake(here, elsewhere), smallerHandshake(elsewhere, here))
  t.end()
})
