import { seeded } from '@allmende/testkit'
import { type CommonsId, type DeviceId, encodeCbor, type LogKey } from '@allmende/vocabulary'
import test from 'tape'
import { type AccountDocument, readDocument } from '../src/devices/document.ts'
import { MAX_ENVELOPE_BYTES, openEnvelope, readEnvelope, sealDocument } from '../src/devices/envelope.ts'
import { mergeDocuments, sayTheSame } from '../src/devices/merge-documents.ts'
import { accountNumber, randomDocument } from './documents.ts'
import { errorOf } from './nodes.ts'

const random = seeded('account documents')
const SOURCE = { bytes: (count: number) => random.bytes(count) }

test('DV2 a sealed document comes back from its bytes for who has the account, and for nobody else', async (t) => {
  const [anna, bob] = [accountNumber(1), accountNumber(7)]
  const document = { ...randomDocument(random), version: 3 }
  const { bytes } = await sealDocument(anna, document, SOURCE)
  const envelope = readEnvelope(bytes)
  t.equal(envelope?.version, 3, 'in clear is which of two is newer')
  t.deepEqual(await openEnvelope(anna, envelope!), document)
  t.equal((await errorOf(openEnvelope(bob, envelope!))).code, 'ACCOUNT_UNREADABLE')
  const again = await sealDocument(anna, document, SOURCE)
  t.notDeepEqual(again.bytes, bytes, 'the same content looks different each time')
  t.equal(bytes.length % 1024, again.bytes.length % 1024, 'and its size says little')
  const plain = Buffer.from(bytes)
  for (const id of Object.keys(document.commons)) t.notOk(plain.includes(id), 'no id in clear')
})

test('DV2 an altered or cut envelope is refused, whichever byte it is', async (t) => {
  const { bytes } = await sealDocument(accountNumber(1), { ...randomDocument(random), version: 1 }, SOURCE)
  for (let at = 0; at < bytes.length; at++) {
    const altered = Uint8Array.from(bytes)
    altered[at] = altered[at]! ^ (1 << random.int(8))
    if (readEnvelope(altered) !== null) t.fail(`byte ${at} altered`)
  }
  for (let length = 0; length < bytes.length; length += 7)
    if (readEnvelope(bytes.subarray(0, length)) !== null) t.fail(`cut to ${length} bytes`)
  t.equal(readEnvelope(new Uint8Array(MAX_ENVELOPE_BYTES + 1)), null, 'too large')
  t.ok(readEnvelope(bytes), 'as it was, it is taken')
})

test('DV2 three hundred commons fit; what doesn’t fit is said before it is given to anybody', async (t) => {
  const many = (count: number): AccountDocument => {
    const commons: Record<string, unknown> = {}
    for (let number = 0; number < count; number++) {
      const id = Buffer.from(random.bytes(26)).toString('hex')
      const readKey = Buffer.from(random.bytes(32)).toString('hex')
      commons[id] = { entry: { id, name: `Commons ${number}`, readKey, public: true, role: 'member' }, at: 1 }
    }
    return { ...randomDocument(random), version: 1, commons: commons as AccountDocument['commons'] }
  }
  const sealed = await sealDocument(accountNumber(1), many(300), SOURCE)
  t.ok(sealed.bytes.length <= MAX_ENVELOPE_BYTES, `${sealed.bytes.length} bytes`)
  const error = await errorOf(sealDocument(accountNumber(1), many(3_000), SOURCE))
  t.equal(error.code, 'ACCOUNT_TOO_LARGE')
})

test('DV2 what has another shape inside is refused, though it was sealed rightly', (t) => {
  const fine = randomDocument(random) as unknown as Record<string, unknown>
  const wrong: Record<string, unknown>[] = [
    { ...fine, v: 2 },
    { ...fine, version: -1 },
    { ...fine, commons: [] },
    { ...fine, commons: { a: { entry: { id: 'b' }, at: 1 } } },
    { ...fine, devices: { a: { name: 1, named: 1, since: 1, at: 1, heads: {} } } },
    {
      ...fine,
      devices: {
        a: {
          name: 'a',
          named: 1,
          since: 1,
          at: 1,
          heads: { c: [{ log: 'l', blocks: 1.5, records: 1, at: 1 }] },
        },
      },
    },
    { ...fine, keepers: { a: 1 } },
    { ...fine, profile: { name: 7, at: 1 } },
  ]
  t.ok(readDocument(encodeCbor(fine)))
  for (const one of wrong) t.throws(() => readDocument(encodeCbor(one)), TypeError)
  t.end()
})

test('DV3 united in any order the documents of some devices say the same, and nothing is lost', (t) => {
  const seed = 'united documents'
  t.comment(`seed ${seed}`)
  const dice = seeded(seed)
  for (let round = 0; round < 300; round++) {
    const all = Array.from({ length: 2 + dice.int(3) }, () => randomDocument(dice))
    const straight = all.reduce(mergeDocuments)
    const other = dice.shuffle([...all]).reduce(mergeDocuments)
    if (!sayTheSame(straight, other)) {
      // Lists of keys are united too, but the order in them says which was newest where it was said.
      if (!sayTheSame(sorted(straight), sorted(other))) return t.end(t.fail(`round ${round}: another order`))
    }
    if (!sayTheSame(mergeDocuments(straight, straight), straight)) t.fail(`round ${round}: with itself`)
    for (const one of all) {
      const lost = lostFrom(one, straight)
      if (lost !== null) t.fail(`round ${round}: ${lost}`)
    }
  }
  t.pass('300 rounds')
  t.end()
})

function sorted(document: AccountDocument): AccountDocument {
  const commons = Object.entries(document.commons).map(([id, { entry, at }]) => {
    const epochs = ((entry['epochs'] ?? []) as string[]).toSorted()
    return [id, { entry: { ...entry, epochs }, at }]
  })
  return { ...document, commons: Object.fromEntries(commons) as AccountDocument['commons'] }
}

function lostFrom(before: AccountDocument, after: AccountDocument): string | null {
  for (const [id, { entry }] of Object.entries(before.commons)) {
    const kept = after.commons[id as CommonsId]?.entry
    if (!kept) return `commons ${id}`
    for (const epoch of entry['epochs'] as string[])
      if (!(kept['epochs'] as string[]).includes(epoch)) return `a key of ${id}`
  }
  for (const [id, device] of Object.entries(before.devices)) {
    const kept = after.devices[id as DeviceId]
    if (!kept) return `device ${id}`
    for (const [commons, heads] of Object.entries(device.heads))
      for (const { log, blocks } of heads) {
        const found = kept.heads[commons as CommonsId]?.find((one) => one.log === (log as LogKey))
        if (!found || found.blocks < blocks) return `a head of ${id}`
      }
  }
  return null
}
