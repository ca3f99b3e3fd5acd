import { inflateRawSync } from 'node:zlib'
import { seeded } from '@allmende/testkit'
import { isAllmendeError } from '@allmende/vocabulary'
import * as Automerge from '@automerge/automerge'
import test from 'tape'
import { parseChange } from '../src/change/parse.ts'
import { GENESIS, GENESIS_HASH } from '../src/genesis.ts'
import { CHANGE_BYTES } from '../src/limits.ts'
import { bomb, chunk } from './chunk.ts'
import { forge, hashOf, Writer } from './writer.ts'

const SEED = 'change 1'
const TEXTS = ['a', 'word ', '😀', 'é', '日本語', '\r\n', 'x'.repeat(300)]

function codeOf(change: Uint8Array): string {
  try {
    parseChange(change)
    return 'accepted'
  } catch (error) {
    if (isAllmendeError(error)) return error.code
    throw error
  }
}

function history(seed: string, count: number): Uint8Array[] {
  const random = seeded(seed)
  const writer = new Writer('anna')
  return Array.from({ length: count }, () => {
    const at = random.int(writer.engine.length + 1)
    const del = random.chance(0.4) ? random.int(Math.min(20, writer.engine.length - at) + 1) : 0
    return writer.write({ at, del, ins: random.pick(TEXTS) })
  })
}

test('D3 what Automerge writes is read here without Automerge, and alike', (t) => {
  let bad = 0
  for (const change of history(SEED, 200)) {
    const theirs = Automerge.decodeChange(change)
    const ours = parseChange(change)
    const inserts = theirs.ops.filter((op) => (op as { insert?: boolean }).insert === true).length
    let own = 0
    for (let index = 0; index < ours.inserts.length; index += 2) {
      own += ours.inserts[index + 1]! - ours.inserts[index]! + 1
    }
    const same =
      ours.hash === theirs.hash &&
      ours.actor === theirs.actor &&
      ours.seq === theirs.seq &&
      ours.startOp === theirs.startOp &&
      ours.time === theirs.time &&
      ours.count === theirs.ops.length &&
      own === inserts &&
      JSON.stringify(ours.deps) === JSON.stringify(theirs.deps)
    if (!same) bad++
  }
  t.equal(bad, 0)
  t.equal(
    Automerge.decodeChange(GENESIS).hash,
    GENESIS_HASH,
    'the first change has the name that all others cite',
  )
  t.end()
})

test('D3 a change that inflates beyond the limit is refused before it is inflated', (t) => {
  const inflating = bomb()
  t.ok(inflating.length < CHANGE_BYTES, `${inflating.length} bytes`)
  const before = process.memoryUsage().rss
  t.equal(codeOf(inflating), 'CHANGE_INFLATES')
  t.ok(process.memoryUsage().rss - before < 30_000_000, 'memory stays')
  t.end()
})

test('D3 a change with too many operations is refused, though it is small', (t) => {
  const writer = new Writer('anna')
  writer.engine.splice({ at: 0, del: 0, ins: 'a'.repeat(100_001) })
  const change = writer.engine.commit(1)!
  t.ok(change.length < 1000, `${change.length} bytes`)
  t.equal(codeOf(change), 'CHANGE_OPERATIONS')
  const fits = new Writer('anna')
  fits.engine.splice({ at: 0, del: 0, ins: 'a'.repeat(100_000) })
  t.equal(codeOf(fits.engine.commit(1)!), 'accepted', 'the limit itself is allowed')
  t.end()
})

test('D3 a change too large for an entry, cut off, longer than it says or with a wrong checksum is refused', (t) => {
  const [change] = history(SEED, 1)
  t.equal(codeOf(new Uint8Array(CHANGE_BYTES + 1)), 'CHANGE_TOO_LARGE')
  t.equal(codeOf(change!.subarray(0, change!.length - 1)), 'CHANGE_MALFORMED')
  t.equal(codeOf(Buffer.concat([change!, Uint8Array.of(0)])), 'CHANGE_MALFORMED')
  t.equal(codeOf(new Uint8Array(0)), 'CHANGE_MALFORMED')
  const altered = Buffer.from(change!)
  altered[altered.length - 1]! ^= 1
  t.equal(codeOf(altered), 'CHANGE_CHECKSUM')
  t.equal(codeOf(GENESIS), 'CHANGE_UNSUPPORTED', 'another text object')
  t.end()
})

test('D4 a change that does anything but edit the text is refused', (t) => {
  const doc = Automerge.init<Record<string, unknown>>({ actor: 'aa'.repeat(16) })
  const [based] = Automerge.applyChanges(doc, [GENESIS])
  const changes: ((draft: Record<string, unknown>) => void)[] = [
    (draft) => (draft['other'] = 1),
    (draft) => (draft['text'] = 'another text'),
    (draft) => (draft['list'] = [1, 2, 3]),
    (draft) => delete draft['text'],
    (draft) => (draft['fields'] = {}),
  ]
  for (const change of changes) {
    const made = Automerge.getLastLocalChange(Automerge.change(Automerge.clone(based), change))
    if (made === undefined) t.pass('nothing to refuse')
    else t.equal(codeOf(made), 'CHANGE_UNSUPPORTED', change.toString().slice(0, 60))
  }
  const withMessage = Automerge.change(based, 'a message', (draft) =>
    Automerge.splice(draft, ['text'], 0, 0, 'x'),
  )
  t.equal(codeOf(Automerge.getLastLocalChange(withMessage)!), 'CHANGE_UNSUPPORTED')
  t.end()
})

test('D4 an operation that refers to one of its own change that comes later or is no character is refused', (t) => {
  const [change] = history(SEED, 1)
  const refer = (counter: number): Uint8Array =>
    forge(change!, (decoded) => {
      Object.assign(decoded.ops[0]!, { elemId: `${counter}@${decoded.actor}` })
    })
  t.equal(codeOf(refer(Automerge.decodeChange(change!).startOp)), 'CHANGE_REFERENCE', 'itself')
  t.equal(codeOf(refer(99)), 'CHANGE_REFERENCE', 'one that does not exist')
  t.end()
})

test('D4 a change in a spelling that Automerge would not use is refused: saved and loaded it would have another name', (t) => {
  const writer = new Writer('anna')
  const body = Buffer.from(bodyOf(writer.write({ at: 0, del: 0, ins: 'abc' }))).toString('hex')
  // The column of actions, three times 1: as one run (03 01), and as a run of two and a single one.
  const at = body.lastIndexOf('0301', body.indexOf('616263'))
  const odd = `${body.slice(0, at)}02017f01${body.slice(at + 4)}`.replace('4202', '4204')
  t.equal(codeOf(chunk(Buffer.from(body, 'hex'))), 'accepted')
  t.equal(codeOf(chunk(Buffer.from(odd, 'hex'))), 'CHANGE_MALFORMED')
  t.end()
})

test('D3 mutated changes are refused or are as good as others: never an exception, never another spelling', (t) => {
  const random = seeded(`${SEED} mutations`)
  const originals = history(SEED, 40).map((change) => bodyOf(change))
  let [accepted, refused, respelled] = [0, 0, 0]
  for (let round = 0; round < 20_000; round++) {
    const body = Buffer.from(random.pick(originals))
    for (let index = 0; index <= random.int(3); index++) body[random.int(body.length)] = random.int(256)
    const mutated = chunk(random.chance(0.9) ? body : body.subarray(0, random.int(body.length)))
    if (codeOf(mutated) !== 'accepted') {
      refused++
      continue
    }
    accepted++
    const again = Automerge.encodeChange(Automerge.decodeChange(mutated))
    if (hashOf(again) !== hashOf(mutated)) respelled++
  }
  t.equal(respelled, 0, 'what is accepted is what Automerge would write')
  t.ok(refused > 10_000, `seed ${SEED}: ${accepted} accepted, ${refused} refused`)
  t.end()
})

function bodyOf(change: Uint8Array): Uint8Array {
  const start = change.findIndex((byte, index) => index > 8 && byte < 128) + 1
  return change[8] === 1 ? change.subarray(start) : inflateRawSync(change.subarray(start))
}
