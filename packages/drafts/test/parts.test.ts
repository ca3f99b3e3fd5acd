import { seeded, until } from '@allmende/testkit'
import test from 'tape'
import type { DraftChangedEvent, DraftPartEdit, DraftParts } from '../src/contract.ts'
import { orderKeyBetween } from '../src/order-keys.ts'
import { author } from './memory-logs.ts'
import { connect, node } from './node.ts'

test('D36 fields, lines, files and marks are set in one change, seen by others, and there after a restart', async (t) => {
  const anna = await node(t, 'anna')
  const ben = await node(t, 'ben')
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  const told: DraftChangedEvent[] = []
  b.on('changed', (event) => told.push(event))
  a.splice(0, 0, 'A chair of wood')
  await a.editParts([
    { set: 'title', value: 'Chair' },
    { set: 'weight', value: 4.5 },
    { set: 'tested', value: true },
    { addLine: 'l1', after: null, fields: { name: 'Bolt', amount: 8 } },
    { addLine: 'l2', after: 'l1', fields: { name: 'Seat' } },
    { addLine: 'l0', after: null, fields: { name: 'Glue' } },
    { file: 'img/chair.png', content: 'ref 1' },
    { mark: 'bold', from: 2, to: 7, value: true },
  ])
  await a.flush()
  const expected: DraftParts = {
    fields: { title: 'Chair', weight: 4.5, tested: true },
    lines: [
      { id: 'l0', fields: { name: 'Glue' } },
      { id: 'l1', fields: { name: 'Bolt', amount: 8 } },
      { id: 'l2', fields: { name: 'Seat' } },
    ],
    files: [{ path: 'img/chair.png', content: 'ref 1' }],
    marks: [{ from: 2, to: 7, name: 'bold', value: true }],
    conflicts: [],
  }
  t.deepEqual(await a.parts(), expected)
  await until(async () => (await b.parts()).lines.length === 3, { what: 'the other has them' })
  t.deepEqual(await b.parts(), expected)
  t.ok(
    told.some((event) => event.parts),
    'and was told that something beside the text changed',
  )
  t.equal((await a.history()).length, 2)
  await b.editParts([
    { moveLine: 'l2', after: null },
    { dropLine: 'l0' },
    { line: 'l1', set: 'amount', value: 10 },
    { line: 'l1', set: 'name', value: null },
    { set: 'weight', value: null },
    { file: 'img/chair.png', content: null },
    { mark: 'bold', from: 4, to: 7, value: null },
  ])
  await b.flush()
  const after = { ...expected, fields: { title: 'Chair', tested: true }, files: [] }
  const lines = [
    { id: 'l2', fields: { name: 'Seat' } },
    { id: 'l1', fields: { amount: 10 } },
  ]
  const marks = [{ from: 2, to: 4, name: 'bold', value: true }]
  await until(async () => (await a.parts()).lines.length === 2, { what: 'the change comes back' })
  t.deepEqual(await a.parts(), { ...after, lines, marks })
  await a.close()
  await anna.drafts.close()
  const again = await node(t, 'anna', { logs: anna.logs, dir: anna.dir })
  t.deepEqual(await (await again.open()).parts(), { ...after, lines, marks }, 'from the snapshot')
  t.deepEqual([...anna.refused, ...ben.refused], [])
})

test('D37 of what two set apart both values are told until somebody sets it anew; a line taken out takes what is in it along', async (t) => {
  const [anna, ben] = [await node(t, 'anna'), await node(t, 'ben')]
  const apart = connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  await a.editParts([
    { set: 'title', value: 'Chair' },
    { addLine: 'l1', after: null, fields: { amount: 1 } },
    { addLine: 'l2', after: 'l1', fields: { amount: 2 } },
  ])
  await a.flush()
  await until(async () => (await b.parts()).lines.length === 2, { what: 'both begin alike' })
  apart(true)
  await a.editParts([
    { set: 'title', value: 'Stool' },
    { line: 'l1', set: 'amount', value: 10 },
    { dropLine: 'l2' },
  ])
  await b.editParts([
    { set: 'title', value: 'Bench' },
    { line: 'l1', set: 'amount', value: 20 },
    { line: 'l2', set: 'amount', value: 3 },
    { moveLine: 'l2', after: null },
  ])
  await Promise.all([a.flush(), b.flush()])
  apart(false)
  await until(async () => (await a.parts()).conflicts.length === 2, { what: 'both meet' })
  await until(async () => (await b.parts()).conflicts.length === 2, { what: 'both meet' })
  const parts = await a.parts()
  t.deepEqual(await b.parts(), parts, 'both show the same')
  t.deepEqual(
    parts.conflicts.map(({ place, values }) => [place, new Set(values)]),
    [
      ['fields/title', new Set(['Bench', 'Stool'])],
      ['lines/l1/amount', new Set([10, 20])],
    ],
  )
  t.equal(parts.fields['title'], parts.conflicts[0]!.values[0], 'the first is the one shown')
  t.deepEqual(
    parts.lines.map(({ id }) => id),
    ['l1'],
    'the line is out, though the other changed it',
  )
  await b.editParts([
    { set: 'title', value: 'Stool' },
    { line: 'l1', set: 'amount', value: 15 },
    { addLine: 'l2', after: null, fields: {} },
  ])
  await b.flush()
  await until(async () => (await a.parts()).lines.length === 2, { what: 'it is settled' })
  t.deepEqual((await a.parts()).conflicts, [])
  t.deepEqual((await a.parts()).lines, [
    { id: 'l2', fields: {} },
    { id: 'l1', fields: { amount: 15 } },
  ])
  t.deepEqual([...anna.refused, ...ben.refused], [])
})

test('D36 an edit of which nothing can be made says so, and those before and after it are made', async (t) => {
  const anna = await node(t, 'anna')
  const a = await anna.open()
  const code = async (edits: DraftPartEdit[]): Promise<string> => {
    try {
      await a.editParts(edits)
      return 'made'
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  a.splice(0, 0, 'text')
  const made = a.editParts([{ set: 'title', value: 'T' }])
  const failed = code([
    { set: 'other', value: 'O' },
    { line: 'none', set: 'x', value: 1 },
  ])
  a.splice(4, 0, ' and more')
  await made
  t.equal(await failed, 'DRAFT_PART')
  t.deepEqual((await a.parts()).fields, { title: 'T' }, 'all of it or nothing')
  t.equal(await a.text(), 'text and more')
  t.equal(await code([{ addLine: 'l', after: 'none', fields: {} }]), 'DRAFT_PART')
  t.equal(await code([{ moveLine: 'none', after: null }]), 'DRAFT_PART')
  t.equal(await code([{ set: 'x', value: 'y'.repeat(28_001) }]), 'DRAFT_PART')
  t.equal(await code([{ set: '__proto__', value: 'y' }]), 'DRAFT_PART')
  t.equal(await code([{ set: 'x', value: 1e300 }]), 'DRAFT_PART')
  t.equal(await code([{ line: 'l', set: 'order', value: 'y' }]), 'DRAFT_PART')
  t.equal(await code([{ mark: 'bold', from: 3, to: 99, value: true }]), 'DRAFT_RANGE')
  t.equal(await code([{ set: 'x', value: 'y'.repeat(28_000) }]), 'made')
  const many = Array.from({ length: 1_001 }, (_, index) => ({ set: `f${index}`, value: index }))
  t.equal(await code(many), 'DRAFT_FULL')
  await a.flush()
  t.equal((await a.history()).length, 4)
  const lines = Array.from({ length: 300 }, (_, index) => {
    return {
      addLine: `l${index}`,
      after: index === 0 ? null : `l${index - 1}`,
      fields: { note: `${index} ${'x'.repeat(500)}` },
    }
  })
  t.equal(await code(lines), 'made')
  await a.flush()
  t.ok((await a.history()).length > 5, 'what does not fit into one entry becomes several changes')
  t.deepEqual(
    (await a.parts()).lines.map(({ id }) => id),
    lines.map(({ addLine }) => addLine),
  )
})

test('D36 marks stay on their characters while others write, and never cut one in half', async (t) => {
  const [anna, ben] = [await node(t, 'anna'), await node(t, 'ben')]
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  a.splice(0, 0, 'one 😀 three')
  await a.flush()
  await until(async () => (await b.text()) === 'one 😀 three', { what: 'both begin alike' })
  b.splice(0, 0, 'zero ')
  const marked = a.editParts([{ mark: 'bold', from: 5, to: 9, value: true }])
  await Promise.all([b.flush(), marked, a.flush()])
  const bold = (parts: DraftParts, text: string) => parts.marks.map(({ from, to }) => text.slice(from, to))
  await until(async () => (await b.parts()).marks.length === 1, { what: 'the mark arrives' })
  await until(async () => (await a.text()).startsWith('zero'), { what: 'the text arrives' })
  t.deepEqual(bold(await a.parts(), await a.text()), ['😀 th'])
  t.deepEqual(await b.parts(), await a.parts())
})

test('D38 lines put in at one place apart stand beside each other alike, and there is room between them', (t) => {
  const random = seeded('order keys 1')
  let keys: string[] = []
  let [bad, longest] = [0, 0]
  for (let round = 0; round < 3_000; round++) {
    // Mostly behind the last one, or behind the one just put in.
    const at = random.chance(0.5) ? keys.length : random.int(keys.length + 1)
    const run = random.int(5)
    for (let index = 0; index <= run; index++) {
      const [before, after] = [keys[at + index - 1] ?? '', keys[at + index] ?? null]
      const key = orderKeyBetween(before, after, `line ${round} ${index}`)
      if (key === null || key <= before || (after !== null && key >= after)) bad++
      else keys = keys.toSpliced(at + index, 0, key)
    }
  }
  for (const key of keys) longest = Math.max(longest, key.length)
  t.equal(bad, 0)
  t.ok(longest < 200, `${keys.length} keys, the longest ${longest}`)
  for (let round = 0; round < 200; round++) {
    const one = orderKeyBetween('V', 'W', `a${round}`)!
    const other = orderKeyBetween('V', 'W', `b${round}`)!
    const [low, high] = [one, other].toSorted()
    const between = orderKeyBetween(low!, high!, `c${round}`)
    t.ok(between === null ? one === other : between > low! && between < high!)
  }
  let key = ''
  for (let index = 0; index < 5_000; index++) key = orderKeyBetween(key, null, `${index}`)!
  t.ok(key.length < 200, `the 5,000th of a list has ${key.length} digits`)
  t.equal(orderKeyBetween('V', 'V', 'x'), null)
  t.end()
})

test('D28 when the own log goes on in another, what was set beside the text and not saved is set again', async (t) => {
  const [anna, ben] = [await node(t, 'anna'), await node(t, 'ben')]
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  a.splice(0, 0, 'text to mark')
  await a.editParts([
    { set: 'title', value: 'A' },
    { set: 'old', value: 1 },
    { addLine: 'l0', after: null, fields: { n: 0 } },
  ])
  await a.flush()
  Object.assign(anna.logs, { own: author('anna again') })
  await a.editParts([
    { set: 'title', value: 'B' },
    { set: 'old', value: null },
    { addLine: 'l1', after: null, fields: { n: 1 } },
    { dropLine: 'l0' },
    { mark: 'bold', from: 0, to: 4, value: true },
  ])
  a.splice(12, 0, '!')
  await a.flush()
  await until(async () => (await b.text()).endsWith('!'), { what: 'the edits arrive from the new log' })
  const parts = await b.parts()
  t.deepEqual(parts, {
    fields: { title: 'B' },
    lines: [{ id: 'l1', fields: { n: 1 } }],
    files: [],
    marks: [{ from: 0, to: 4, name: 'bold', value: true }],
    conflicts: [],
  })
  t.deepEqual(await a.parts(), parts)
  t.equal(ben.refused.length, 0)
})

test('D11 a worker killed at any moment loses no edit beside the text, and makes none twice', async (t) => {
  const [anna, ben] = [await node(t, 'anna'), await node(t, 'ben')]
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  const slot = anna.drafts.pool.slots[0]!
  const kill = (): Promise<unknown> =>
    slot.call([...slot.tenants.keys()][0]!, { type: 'die' }).catch(() => undefined)
  for (let round = 0; round < 3; round++) {
    if (round === 0) await kill()
    const edited = a.editParts([
      { addLine: `a${round}`, after: null, fields: { round } },
      { set: `f${round}`, value: round },
    ])
    if (round === 1) void kill()
    await edited
    await a.flush()
    if (round === 2) await kill()
  }
  await until(async () => (await b.parts()).lines.length === 3, { what: 'all arrive', deadlineMs: 60_000 })
  t.deepEqual(await a.parts(), await b.parts())
  t.deepEqual((await a.parts()).fields, { f0: 0, f1: 1, f2: 2 })
  t.equal((await a.history()).length, 3, 'each once')
  t.equal(ben.refused.length, 0)
})
