import { randomBytes } from 'node:crypto'
import { seeded, until } from '@allmende/testkit'
import { encodeCbor } from '@allmende/vocabulary'
import test from 'tape'
import { deriveActor } from '../src/actor.ts'
import { decodeEntry, encodeEntry } from '../src/entry.ts'
import { COMMONS, DRAFT, MemoryLogs, person } from './memory-logs.ts'
import { connect, node } from './node.ts'
import { Writer } from './writer.ts'

const SEED = 'guests 1'

test('D40 what a guest writes is told as theirs, by the host, on every node and after opening anew', async (t) => {
  const [anna, ben] = [await node(t, 'anna'), await node(t, 'ben')]
  connect(anna, ben)
  const host = await anna.open()
  const guest = await anna.drafts.open(COMMONS, DRAFT, { guest: 'Ina' })
  host.splice(0, 0, 'Anna writes. ')
  await host.flush()
  await until(async () => (await guest.text()) !== '')
  guest.splice(13, 0, 'Ina writes. ')
  await guest.flush()
  await until(async () => (await host.text()).length === 25)
  host.splice(25, 0, 'Anna again.')
  await host.flush()
  const expected = [
    ['Anna writes. ', undefined],
    ['Ina writes. ', 'Ina'],
    ['Anna again.', undefined],
  ]
  const bens = await ben.open()
  await until(async () => (await bens.text()).length === 36, { what: 'all is at Ben' })
  for (const handle of [host, guest, bens]) {
    const blame = await handle.blame()
    t.deepEqual(
      blame.map(({ text, guest: name }) => [text, name]),
      expected,
    )
    t.ok(
      blame.every(({ author }) => author === person('anna')),
      'in the log of the host',
    )
    const sessions = new Set((await handle.history()).map(({ session }) => session))
    t.equal(sessions.size, 2, 'two sessions')
  }
  await bens.close()
  const again = await ben.open()
  t.equal((await again.blame())[1]?.guest, 'Ina', 'after opening anew')
  await again.close()
  await host.close()
  await guest.close()
  t.equal(ben.refused.length, 0)
})

test('D40 host and guest write by turns in a longer text, and another node has the same', async (t) => {
  const [anna, ben] = [await node(t, 'anna'), await node(t, 'ben')]
  connect(anna, ben)
  const host = await anna.open()
  const guest = await anna.drafts.open(COMMONS, DRAFT, { guest: 'Ina' })
  host.splice(0, 0, 'Words. '.repeat(3_000))
  await host.flush()
  const random = seeded(SEED)
  for (let turn = 0; turn < 24; turn++) {
    const handle = turn % 2 === 0 ? host : guest
    handle.splice(random.int(10_000), random.int(3), `${turn};`)
    await handle.flush()
    await until(async () => (await host.text()) === (await guest.text()))
  }
  const bens = await ben.open()
  const text = await host.text()
  await until(async () => (await bens.text()) === text, { what: 'Ben has the same' })
  await host.close()
  await guest.close()
  const again = await anna.open()
  t.equal(await again.text(), text)
  const guests = (await again.blame()).filter((passage) => passage.guest === 'Ina')
  t.ok(guests.length >= 6, 'the guest is told apart')
  t.equal(anna.refused.length + ben.refused.length, 0)
})

test('D40 edits of host and guest that wait for a log which is sealed are made again, each in its own name', async (t) => {
  const logs = new MemoryLogs('anna')
  const anna = await node(t, 'anna', { logs })
  const host = await anna.open()
  const guest = await anna.drafts.open(COMMONS, DRAFT, { guest: 'Ina' })
  host.splice(0, 0, 'kept ')
  await host.flush()
  logs.failure = new Error('the disk is full')
  for (const [turn, handle] of [host, guest, host].entries()) {
    handle.splice(5, 0, `${turn} `)
    await handle.heads()
    await until(async () => (await guest.text()) === (await host.text()))
  }
  logs.failure = null
  Object.assign(logs, { own: new MemoryLogs('anna again').own })
  await host.flush()
  const blame = await host.blame()
  t.deepEqual(
    blame.map(({ text, guest: name }) => [text, name]),
    [
      ['kept ', undefined],
      ['2 ', undefined],
      ['1 ', 'Ina'],
      ['0 ', undefined],
    ],
  )
})

test('D40 a guest’s name breaks no line and turns nothing around; an opening that says more than is known is refused', async (t) => {
  const { drafts } = await node(t, 'anna')
  for (const guest of ['', ' Ina', 'I\nna', 'I\u202ena', '\ud800', 'x'.repeat(65)])
    await drafts.open(COMMONS, DRAFT, { guest }).then(
      () => t.fail('it was taken'),
      (error: { code?: string }) => t.equal(error.code, 'DRAFT_GUEST_NAME'),
    )
  const opening = { kind: 'opening' as const, draft: DRAFT, nonce: randomBytes(16), heads: [DRAFT] }
  const change = new Writer('anna').write({ at: 0, del: 0, ins: 'x' })
  const good = encodeEntry({ ...opening, change, guest: 'Ina', offers: true })
  const read = decodeEntry(good)
  t.ok(read.kind === 'opening' && read.guest === 'Ina' && read.offers === true, 'what is right is read')
  const head = encodeEntry({ ...opening, change: Uint8Array.of(), guest: 'I' })
  const extras = encodeCbor({ guest: 'I' })
  const at = Buffer.from(head).indexOf(Buffer.from(extras))
  const withExtras = (bytes: Uint8Array): Uint8Array =>
    Buffer.concat([
      head.subarray(0, at - 1),
      Uint8Array.of(bytes.length),
      bytes,
      head.subarray(at + extras.length),
      change,
    ])
  t.equal(decodeEntry(withExtras(extras)).kind, 'opening', 'the forged ones are right but for what they say')
  const bad: [unknown, string][] = [
    [{ guest: 'I\n' }, 'EDIT_MALFORMED'],
    [{ guest: 1 }, 'EDIT_MALFORMED'],
    [{ offers: false }, 'EDIT_MALFORMED'],
    [{ later: 1 }, 'EDIT_KIND'],
    [['guest'], 'EDIT_MALFORMED'],
    [null, 'EDIT_MALFORMED'],
  ]
  for (const [value, code] of bad) t.equal(codeOf(withExtras(encodeCbor(value))), code, JSON.stringify(value))
  t.equal(codeOf(withExtras(Uint8Array.of(0xff, 0xff))), 'EDIT_MALFORMED', 'no CBOR')
  t.equal(codeOf(head.subarray(0, at + 2)), 'EDIT_MALFORMED', 'cut off')
  t.equal(deriveActor(new MemoryLogs('anna').own.edits, opening.nonce).length, 32)
})

function codeOf(bytes: Uint8Array): string | undefined {
  try {
    decodeEntry(bytes)
    return undefined
  } catch (error) {
    return (error as { code?: string }).code
  }
}
