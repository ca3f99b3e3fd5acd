import { seeded, until } from '@allmende/testkit'
import test from 'tape'
import type { DraftHandle, TextPatch } from '../src/contract.ts'
import { applyPatches } from '../src/splices.ts'
import { author, DRAFT, MemoryRecords, otherDraft, person } from './memory-logs.ts'
import { connect, node, type Node } from './node.ts'
import { COMMONS } from './memory-logs.ts'

const agree = (...handles: DraftHandle[]): Promise<unknown> =>
  until(
    async () => {
      const texts = await Promise.all(handles.map((handle) => handle.text()))
      return new Set(texts).size === 1
    },
    { what: 'all show the same text', deadlineMs: 60_000 },
  )

test('D1 what one writes, others read, and all end with the same text and history', async (t) => {
  const anna = await node(t, 'anna')
  const ben = await node(t, 'ben')
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  a.splice(0, 0, 'Hello world')
  await a.flush()
  await until(async () => (await b.text()) === 'Hello world', { what: 'the text arrives' })
  b.splice(5, 0, ', dear')
  a.splice(11, 0, '!')
  await Promise.all([a.flush(), b.flush()])
  await agree(a, b)
  t.equal(await a.text(), 'Hello, dear world!')
  const [one, other] = [await a.history(), await b.history()]
  t.deepEqual(one, other, 'the same history in the same order')
  t.deepEqual(new Set(one.map((change) => change.author)), new Set([person('anna'), person('ben')]))
  t.equal(
    one.reduce((sum, { ops }) => sum + ops, 0),
    18,
    'every character has an author',
  )
  t.equal(anna.refused.length + ben.refused.length, 0, 'nothing was refused')
})

test('D2 an edit is acknowledged only when it is in the log', async (t) => {
  const anna = await node(t, 'anna')
  const a = await anna.open()
  const failures: Error[] = []
  a.on('failed', (error) => failures.push(error))
  anna.logs.failure = new Error('the disk is full')
  a.splice(0, 0, 'kept')
  t.equal(await a.text(), 'kept', 'it is seen at once')
  t.equal(anna.logs.appends, 0, 'and not written yet')
  const error = await a.flush().then(
    () => null,
    (caught: Error & { code?: string }) => caught,
  )
  t.equal(error?.code, 'DRAFT_NOT_SAVED')
  t.ok(failures.length > 0, 'the editor is told')
  anna.logs.failure = null
  await a.flush()
  t.equal(anna.logs.appends, 1, 'the next flush writes it')
  t.equal(anna.logs.bytes() > 0, true)
})

test('D20 what each shows while all write at once follows from what it was told', async (t) => {
  const random = seeded('editing 1')
  const nodes = await Promise.all(['anna', 'ben', 'carla'].map((name) => node(t, name)))
  connect(...nodes)
  const views = await Promise.all(nodes.map((one) => view(one)))
  for (let round = 0; round < 120; round++) {
    const { handle, shown } = random.pick(views)
    const at = random.int(shown.text.length + 1)
    const del = random.chance(0.3) ? random.int(Math.min(5, shown.text.length - at) + 1) : 0
    const ins = random.pick(['a', 'bc', '😀', 'é', 'e\u0301', '\r\n', 'word '])
    handle.splice(at, del, ins)
    shown.text = applyPatches(shown.text, [{ at, del, ins }])
    if (random.chance(0.2)) await new Promise((resolve) => setImmediate(resolve))
    if (random.chance(0.1)) await handle.flush()
  }
  await Promise.all(views.map(({ handle }) => handle.flush()))
  await agree(...views.map(({ handle }) => handle))
  await until(() => views.every(({ shown }) => shown.text === views[0]!.shown.text), {
    what: 'all were told all',
  })
  const text = await views[0]!.handle.text()
  t.ok(text.isWellFormed(), 'no half characters')
  t.deepEqual(
    views.map(({ shown }) => shown.text),
    [text, text, text],
  )
  t.equal(nodes.flatMap((one) => one.refused).length, 0)
})

async function view(one: Node): Promise<{ handle: DraftHandle; shown: { text: string } }> {
  const handle = await one.open()
  const shown = { text: await handle.text() }
  handle.on('changed', ({ patches }) => (shown.text = applyPatches(shown.text, patches)))
  return { handle, shown }
}

test('D24 what an editor brings back leaves in place what others wrote meanwhile', async (t) => {
  const anna = await node(t, 'anna')
  const ben = await node(t, 'ben')
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  await a.replaceWith('# Title\n\nFirst line.\nSecond line.\n')
  await a.flush()
  await agree(a, b)
  const { text, heads } = await b.read()
  a.splice(0, 0, 'By Anna\n')
  a.splice((await a.text()).indexOf('First'), 5, 'The very first')
  await a.flush()
  await agree(a, b)
  await b.replaceWith(text.replace('Second', 'Another'), heads)
  await b.flush()
  await agree(a, b)
  t.equal(await a.text(), 'By Anna\n# Title\n\nThe very first line.\nAnother line.\n')
  const error = await b.replaceWith('x', ['ab'.repeat(32)]).then(
    () => null,
    (caught: Error & { code?: string }) => caught,
  )
  t.equal(error?.code, 'DRAFT_HEADS_UNKNOWN')
})

test('D24 a second view of the same draft sees the edits of the first', async (t) => {
  const anna = await node(t, 'anna')
  const [one, other] = [await anna.open(), await anna.open()]
  const told: TextPatch[][] = []
  other.on('changed', ({ patches, origin }) => {
    t.equal(origin, 'local')
    told.push(patches)
  })
  one.splice(0, 0, 'seen')
  await one.flush()
  await until(() => told.length > 0, { what: 'the other view is told' })
  t.equal(applyPatches('', told.flat()), 'seen')
  await one.close()
  t.equal(await other.text(), 'seen', 'closing one leaves the other open')
  t.throws(() => one.splice(0, 0, 'x'), /closed/)
})

test('D25 a paste of any size becomes changes that fit into entries', async (t) => {
  const anna = await node(t, 'anna')
  const ben = await node(t, 'ben')
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  const random = seeded('paste')
  const hex = Buffer.from(random.bytes(60_000)).toString('base64')
  const paste = `${hex}${'日本語😀'.repeat(3_000)}`
  a.splice(0, 0, paste)
  await a.flush()
  const largest = Math.max(...[...anna.logs.blocks.values()].flat(2).map((entry) => entry.length))
  t.ok(largest < 60 * 1024, `the largest entry has ${largest} bytes`)
  await until(async () => (await b.text()) === paste, { what: 'the paste arrives' })
  b.splice(1, paste.length - 3, '')
  await b.flush()
  await agree(a, b)
  t.equal(await a.text(), `${paste[0]}${paste.slice(-2)}`)
  t.equal(anna.refused.length + ben.refused.length, 0)
})

test('D32 every passage is told with its author, also between the words of another, and any earlier text can be had', async (t) => {
  const anna = await node(t, 'anna')
  const ben = await node(t, 'ben')
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  a.splice(0, 0, 'The lamp glows.')
  await a.flush()
  await until(async () => (await b.text()) === 'The lamp glows.', { what: 'the text arrives' })
  b.splice(4, 0, 'old 😀 ')
  await b.flush()
  await until(async () => (await a.text()).includes('old'), { what: 'the word arrives' })
  a.splice(0, 3, 'My')
  await a.flush()
  await agree(a, b)
  for (const handle of [a, b]) {
    const passages = await handle.blame()
    t.deepEqual(
      passages.map(({ text, author: who }) => [text, who]),
      [
        ['My', person('anna')],
        [' ', person('anna')],
        ['old 😀 ', person('ben')],
        ['lamp glows.', person('anna')],
      ],
    )
    t.equal(passages.map(({ text }) => text).join(''), await handle.text())
  }
  const [first] = await b.history()
  t.equal(await b.textAt([first?.hash ?? '']), 'The lamp glows.')
  const unknown = await b.textAt(['00'.repeat(32)]).catch((error: { code: string }) => error.code)
  t.equal(unknown, 'DRAFT_HEADS_UNKNOWN')
})

test('D32 blame says the same of a random history, live text or not, opened from a snapshot or from logs', async (t) => {
  const random = seeded('blame 1')
  const anna = await node(t, 'anna')
  const ben = await node(t, 'ben')
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  for (let round = 0; round < 60; round++) {
    const handle = random.pick([a, b])
    const { length } = await handle.text()
    const at = random.int(length + 1)
    handle.splice(
      at,
      random.chance(0.3) ? random.int(Math.min(4, length - at) + 1) : 0,
      random.pick(['x', 'yz', 'long words']),
    )
    await handle.flush()
  }
  await agree(a, b)
  const said = await a.blame()
  t.deepEqual(await b.blame(), said)
  await a.close()
  t.deepEqual(await (await anna.open()).blame(), said, 'opened again')
})

test('D33 what others wrote since a text was seen is told apart from what one wrote alone meanwhile', async (t) => {
  const anna = await node(t, 'anna')
  const ben = await node(t, 'ben')
  const apart = connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  a.splice(0, 0, 'Blue lamp')
  await a.flush()
  await agree(a, b)
  const seen = await b.heads()
  apart(true)
  b.splice(0, 4, 'Red')
  await b.flush()
  a.splice(0, 4, 'Green')
  await a.flush()
  t.deepEqual((await b.since(seen, person('ben')))?.changes, [], 'own edits are no news')
  apart(false)
  await agree(a, b)
  const since = await b.since(seen, person('ben'))
  t.deepEqual(
    [since?.base, since?.ours, since?.theirs, since?.changes.map(({ author: who }) => who)],
    ['Blue lamp', 'Red lamp', 'Green lamp', [person('anna')]],
  )
  t.equal(await b.since(['00'.repeat(32)], person('ben')), null)
})

test('D26 an edit outside the text is an error at once', async (t) => {
  const anna = await node(t, 'anna')
  const a = await anna.open()
  a.splice(0, 0, 'abc')
  for (const [at, del] of [
    [4, 0],
    [0, 4],
    [-1, 0],
    [0, -1],
    [0.5, 0],
  ] as const) {
    t.throws(() => a.splice(at, del, 'x'), /outside the text/)
  }
  t.equal(await a.text(), 'abc')
})

test('D27 edits of a person who may not edit are refused everywhere, and not made by an honest node', async (t) => {
  const right = { author: person('anna'), editors: 'invited' as const, invited: [], closed: false }
  const [anna, ben] = [
    await node(t, 'anna', { records: new MemoryRecords(right) }),
    await node(t, 'ben', { records: new MemoryRecords(right) }),
  ]
  const mallory = await node(t, 'mallory')
  connect(anna, ben, mallory)
  const [a, b, m] = [await anna.open(), await ben.open(), await mallory.open()]
  a.splice(0, 0, 'private')
  await a.flush()
  await agree(a, b, m)
  b.splice(0, 0, 'me too ')
  const error = await b.flush().then(
    () => null,
    (caught: Error & { code?: string }) => caught,
  )
  t.equal(error?.code, 'EDIT_RIGHT', 'an honest node says so')
  t.equal(await b.text(), 'private', 'and shows what is there')
  m.splice(0, 0, 'spam ')
  await m.flush()
  await until(() => anna.refused.length + ben.refused.length === 2, { what: 'both refuse it' })
  t.deepEqual(
    anna.refused.map(({ code, person: who }) => [code, who]),
    [['EDIT_RIGHT', person('mallory')]],
  )
  t.deepEqual(await a.text(), 'private')
})

test('D27 who loses the right with the draft open is told at the next edit, and what was made before stays', async (t) => {
  const open = { author: person('anna'), editors: 'commons' as const, invited: [], closed: false }
  const [anna, ben] = [
    await node(t, 'anna', { records: new MemoryRecords(open) }),
    await node(t, 'ben', { records: new MemoryRecords(open) }),
  ]
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  b.splice(0, 0, 'allowed')
  await b.flush()
  await agree(a, b)
  const closing = otherDraft(1)
  for (const one of [anna, ben]) {
    one.records.rights.set(closing, { ...open, closed: true })
    one.records.present = [closing]
    await one.drafts.recordsChanged(COMMONS, DRAFT)
  }
  b.splice(0, 0, 'not ')
  const error = await b.flush().catch((caught: { code: string }) => caught)
  t.equal((error as { code?: string } | undefined)?.code, 'EDIT_RIGHT')
  t.equal(await b.text(), 'allowed', 'and sees what others see')
  t.equal(await a.text(), 'allowed')
  t.deepEqual(anna.refused, [], 'nothing was sent that others would refuse')
})

test('D27 the right is judged by the records an edit cites: it waits for them, and a later invitation changes nothing', async (t) => {
  const anna = await node(t, 'anna')
  const ben = await node(t, 'ben')
  connect(anna, ben)
  const invitation = otherDraft(1)
  for (const { records } of [anna, ben]) {
    records.rights.set(DRAFT, { author: person('anna'), editors: 'invited', invited: [], closed: false })
  }
  const [a, b] = [await anna.open(), await ben.open()]
  a.splice(0, 0, 'begun. ')
  await a.flush()
  await agree(a, b)
  ben.records.rights.set(invitation, {
    author: person('anna'),
    editors: 'invited',
    invited: [person('ben')],
    closed: false,
  })
  ben.records.present = [invitation]
  b.splice(7, 0, 'gone on.')
  await b.flush()
  await until(async () => (await a.waiting()) === 1, { what: 'the edit waits for the invitation' })
  t.equal(await a.text(), 'begun. ')
  anna.records.rights.set(invitation, {
    author: person('anna'),
    editors: 'invited',
    invited: [person('ben')],
    closed: false,
  })
  await anna.drafts.recordsChanged(COMMONS, DRAFT)
  await until(async () => (await a.text()) === 'begun. gone on.', { what: 'the edit counts' })
  t.equal(anna.refused.length, 0)
})

test('D28 when the own log goes on in another, what was not saved is made again under it', async (t) => {
  const anna = await node(t, 'anna')
  const ben = await node(t, 'ben')
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  a.splice(0, 0, 'before ')
  await a.flush()
  await agree(a, b)
  Object.assign(anna.logs, { own: author('anna again') })
  a.splice(7, 0, 'after')
  await a.flush()
  await until(async () => (await b.text()) === 'before after', { what: 'the edit arrives from the new log' })
  await a.flush()
  t.equal(await a.text(), 'before after')
  t.equal(ben.refused.length, 0)
  const again = await node(t, 'anna later', { logs: anna.logs })
  t.equal(await (await again.open()).text(), 'before after', 'and is there for one who reads the logs only')
})
