import { isAllmendeError, recordId, logKeyOf } from '@allmende/vocabulary'
import { seeded } from '@allmende/testkit'
import test from 'tape'
import { HEADS_PER_MESSAGE, MAX_MESSAGE_BYTES } from '../src/limits.ts'
import { decodeMessage } from '../src/wire/decode.ts'
import { encodeMessage } from '../src/wire/encode.ts'
import type { Message } from '../src/wire/message.ts'
import { bytesOf, headOf } from './actors.ts'

const key = bytesOf('key')
const samples: Message[] = [
  { type: 'digest', root: bytesOf('root'), count: 5_000, only: [] },
  { type: 'digest', root: bytesOf('root'), count: 0, only: [key, bytesOf('other')] },
  { type: 'buckets', bits: 2, hashes: [0, 1, 2, 3].map((i) => bytesOf(`b${i}`).subarray(0, 12)) },
  { type: 'heads', live: false, last: true, heads: [headOf('a', 1), headOf('b', 300, 'edits')] },
  { type: 'heads', live: true, last: false, heads: [{ ...headOf('a', 9), held: 4, fork: 2 }] },
  { type: 'want', keys: [key] },
  {
    type: 'prefix',
    parts: [
      {
        key,
        more: true,
        manifest: Buffer.from('m'),
        signature: Buffer.alloc(0),
        blocks: [Buffer.from('one')],
      },
      { key, more: false, manifest: Buffer.alloc(0), signature: Buffer.from('s'), blocks: [Buffer.alloc(0)] },
    ],
  },
  {
    type: 'prefix',
    parts: [
      {
        key,
        rest: { from: 300, left: [{ index: 255, size: 70_000, hash: key }] },
        more: false,
        manifest: Buffer.from('m'),
        signature: Buffer.from('s'),
        blocks: [Buffer.from('one')],
      },
    ],
  },
  { type: 'want-rest', wants: [{ key, from: 0, most: 65_536 }] },
  { type: 'want-rest', wants: [{ key, from: 2 ** 20, most: Number.MAX_SAFE_INTEGER }] },
  { type: 'no-prefix', keys: [key] },
  { type: 'ping', id: 7 },
  { type: 'pong', id: 2 ** 40 },
  { type: 'holding', first: true, versions: [recordId(logKeyOf(key), 3, 0)] },
  { type: 'fetching', active: true, version: recordId(logKeyOf(key), 3, 0) },
  { type: 'ask-signed', keys: [key] },
  { type: 'signed', heads: [{ key, length: 3, fork: 0, root: key, signature: Buffer.alloc(70, 1) }] },
]

test('S11 every kind of message comes out as it went in', (t) => {
  for (const message of samples)
    t.deepEqual(plain(decodeMessage(encodeMessage(message))), plain(message), message.type)
  t.end()
})

test('S11 what is cut off or has something behind it is refused as malformed', (t) => {
  for (const message of samples) {
    const bytes = encodeMessage(message)
    for (let length = 0; length < bytes.length; length++)
      if (!refuses(bytes.subarray(0, length))) t.fail(`${message.type} cut to ${length} bytes was taken`)
    t.ok(refuses(Buffer.concat([bytes, Buffer.alloc(1)])), `${message.type} with a byte behind it`)
  }
  t.end()
})

test('S11 claims beyond the limits are refused before anything is reserved for them', (t) => {
  t.ok(refuses(Buffer.from([2, 0, 0xff, 0xff, 0xff, 0x7f])), 'two hundred million heads')
  t.ok(refuses(Buffer.from([3, 127])), 'more wishes than may be asked for at once')
  t.ok(refuses(Buffer.from([1, 30])), 'a billion buckets')
  t.ok(refuses(Buffer.from([6, 0x80, 0x00])), 'a number in a longer form than it needs')
  t.ok(refuses(Buffer.from([11])), 'a type nobody knows')
  t.ok(refuses(Buffer.alloc(MAX_MESSAGE_BYTES + 1)), 'a message beyond 1 MiB')
  t.ok(
    refuses(
      encodeMessage({ type: 'heads', live: false, last: false, heads: [{ ...headOf('a', 3), held: 5 }] }),
    ),
    'more held than there is',
  )
  t.end()
})

test('S5 a full page of heads stays below 1 MiB', (t) => {
  const heads = Array.from({ length: HEADS_PER_MESSAGE }, (_, i) => ({
    ...headOf(`${i}`, 2 ** 26),
    held: 2 ** 25,
  }))
  const bytes = encodeMessage({ type: 'heads', live: false, last: true, heads })
  t.ok(bytes.length < MAX_MESSAGE_BYTES / 2, `${bytes.length} bytes`)
  t.end()
})

test('S11 20,000 mutated messages give a message or the one error, whatever they are', (t) => {
  const random = seeded('wire')
  let taken = 0
  let refused = 0
  for (let i = 0; i < 20_000; i++) {
    const bytes = mutate(encodeMessage(random.pick(samples)), random)
    if (refuses(bytes)) refused++
    else taken++
  }
  t.ok(taken > 500 && refused > 5_000, `seed ${String(random.seed)}: ${taken} taken, ${refused} refused`)
  t.end()
})

function mutate(bytes: Uint8Array, random: ReturnType<typeof seeded>): Uint8Array {
  const copy = Buffer.from(bytes)
  for (let n = 1 + random.int(4); n > 0; n--) copy[random.int(copy.length)] = random.int(256)
  if (random.chance(0.2)) return copy.subarray(0, random.int(copy.length + 1))
  return random.chance(0.1) ? Buffer.concat([copy, random.bytes(random.int(50))]) : copy
}

/** True for the documented error; anything else that is thrown fails the test by itself. */
function refuses(bytes: Uint8Array): boolean {
  try {
    decodeMessage(bytes)
    return false
  } catch (error) {
    if (isAllmendeError(error) && error.code === 'SYNC_MALFORMED') return true
    throw error
  }
}

/** Views and buffers alike as hex, to be compared. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Buffer.from(value as Uint8Array).toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]))
}
