import test from 'tape'
import { seeded } from '@allmende/testkit'
import type { PlacedRecord } from '../src/index.ts'
import { asOf, mergeThing, sameValue } from '../src/index.ts'
import { LAMP, ada, ben, device, eve, randomHistory, write } from './graphs.ts'

const plain = (fields: { [field: string]: unknown }) => ({ ...fields })

test('R1 a thing is what its records say, field by field, the later over the earlier', (t) => {
  const desk = device(ada, 1)
  const first = write(desk, LAMP)
  const second = write(desk, { title: 'Desk lamp', tags: ['lamp'] }, { of: first.id, after: [first.id] })
  const third = write(desk, { title: 'Lamp for desks' }, { of: first.id, after: [second.id] })
  const merged = mergeThing(first.id, [third, first, second])!
  t.deepEqual(plain(merged.fields), { ...LAMP, title: 'Lamp for desks', tags: ['lamp'] })
  t.deepEqual(plain(merged.setBy), { title: third.id, licence: first.id, type: first.id, tags: second.id })
  t.deepEqual([merged.kind, merged.author, merged.id], ['good', ada, first.id])
  t.deepEqual([merged.heads, merged.diverged, merged.refused], [[third.id], [], []])
  t.deepEqual(merged.order, [first.id, second.id, third.id])
  t.equal(Object.getPrototypeOf(merged.fields), null, 'fields have no prototype to be confused with')
  t.end()
})

test('R2 without its first record a thing is not known yet', (t) => {
  const desk = device(ada, 1)
  const first = write(desk, LAMP)
  const second = write(desk, { title: 'x' }, { of: first.id })
  t.equal(mergeThing(first.id, []), null)
  t.equal(mergeThing(first.id, [second]), null)
  t.equal(mergeThing(second.id, [first, second]), null, 'a change is no thing')
  t.end()
})

test('R3 the fold depends on the set of records, not on their order of arrival', (t) => {
  const seed = 'merge-order-1'
  const random = seeded(seed)
  let diverged = 0
  let refused = 0
  for (let round = 0; round < 300; round++) {
    const { thing, records } = randomHistory(random, 2 + random.int(30), random.pick(['good', 'draft']))
    const expected = mergeThing(thing, records)!
    diverged += expected.diverged.length
    refused += expected.refused.length
    for (let permutation = 0; permutation < 4; permutation++) {
      const again = random.shuffle([...records, ...records.filter(() => random.chance(0.2))])
      if (!sameValue(mergeThing(thing, again), expected)) t.fail(`seed ${seed}, round ${round}`)
    }
  }
  t.ok(
    diverged > 50 && refused > 50,
    `${diverged} fields diverged and ${refused} records were refused on the way`,
  )
  t.end()
})

test('R3 what arrives late gives the same as if it had been there all along', (t) => {
  const seed = 'merge-late-1'
  const random = seeded(seed)
  for (let round = 0; round < 100; round++) {
    const { thing, records } = randomHistory(random, 12)
    const known: PlacedRecord[] = []
    for (const record of random.shuffle(records)) {
      known.push(record)
      const merged = mergeThing(thing, known)
      if (merged && merged.order.length + merged.refused.length !== known.length)
        t.fail(`seed ${seed}: a record was lost`)
    }
    if (!sameValue(mergeThing(thing, known), mergeThing(thing, records)))
      t.fail(`seed ${seed}, round ${round}`)
  }
  t.pass('100 histories')
  t.end()
})

test('R4 what had seen another comes after it, whatever the clocks say; only else the stamp decides, then the id', (t) => {
  const [desk, phone] = [device(ada, 1), device(ada, 2)]
  const first = write(desk, LAMP, { wall: 10 ** 12 })
  const future = write(
    desk,
    { title: 'ten years ahead' },
    { of: first.id, after: [first.id], wall: 10 ** 13 },
  )
  const later = write(phone, { title: 'after that' }, { of: first.id, after: [future.id], wall: 5 })
  t.equal(mergeThing(first.id, [first, future, later])!.fields['title'], 'after that')

  const left = write(desk, { title: 'left' }, { of: first.id, after: [later.id], wall: 60 })
  const right = write(phone, { title: 'right' }, { of: first.id, after: [later.id], wall: 50 })
  t.equal(
    mergeThing(first.id, [first, future, later, left, right])!.fields['title'],
    'left',
    'the later stamp',
  )

  const [a, b] = [device(ada, 3), device(ada, 4)]
  const same = [a, b].map((from) =>
    write(from, { title: from.log }, { of: first.id, after: [later.id], wall: 99 }),
  )
  const greater = a.log > b.log ? a.log : b.log
  t.equal(mergeThing(first.id, [first, future, later, ...same])!.fields['title'], greater, 'the greater id')
  t.end()
})

test('R5 in one log the later record comes after the earlier, cited or not', (t) => {
  const desk = device(ada, 1)
  const first = write(desk, LAMP)
  const early = write(desk, { title: 'early' }, { of: first.id, wall: 10 ** 13 })
  const late = write(desk, { title: 'late' }, { of: first.id, wall: 1 })
  const merged = mergeThing(first.id, [first, late, early])!
  t.equal(merged.fields['title'], 'late')
  t.deepEqual([merged.heads, merged.diverged], [[late.id], []])

  const cites = `${desk.log}.5.0` as typeof first.id
  const liar = write(
    desk,
    { title: 'cites what comes later' },
    { of: first.id, after: [cites], wall: 10 ** 13 },
  )
  const next = write(desk, { title: 'comes later' }, { of: first.id, wall: 1 })
  t.equal(next.id, cites)
  t.equal(
    mergeThing(first.id, [first, liar, next])!.fields['title'],
    'comes later',
    'citing the later one turns nothing round',
  )
  t.end()
})

test('R6 citing what is not there, what comes later, oneself or a circle confuses nobody', (t) => {
  const [desk, phone] = [device(ada, 1), device(ada, 2)]
  const first = write(desk, LAMP)
  const [x, y] = [`${desk.log}.2.0`, `${phone.log}.1.0`] as [typeof first.id, typeof first.id]
  const one = write(
    desk,
    { title: 'one' },
    { of: first.id, after: [y, x, `${desk.log}.9.0` as never], wall: 2 },
  )
  const two = write(phone, { title: 'two' }, { of: first.id, after: [x], wall: 1 })
  const merged = mergeThing(first.id, [two, one, first])!
  t.deepEqual(merged.order, [first.id, two.id, one.id], 'the circle is cut at the earlier stamp')
  t.deepEqual(merged.heads, [one.id])
  t.deepEqual(mergeThing(first.id, [one, first, two]), merged)
  t.end()
})

test('R7 a version is the first record and each later one with files, parts or a label; heads are what nothing came after', (t) => {
  const [desk, phone] = [device(ada, 1), device(ada, 2)]
  const first = write(desk, LAMP)
  const text = write(desk, { description: 'x' }, { of: first.id, after: [first.id] })
  const files = write(phone, { files: { count: 1 } }, { of: first.id, after: [first.id] })
  const apart = mergeThing(first.id, [first, text, files])!
  t.deepEqual(apart.versions, [first.id, files.id])
  t.deepEqual([...apart.heads].sort(), [text.id, files.id].sort())
  t.deepEqual(apart.diverged, [], 'different fields don’t get in each other’s way')
  const joined = write(desk, {}, { of: first.id, after: apart.heads })
  const parts = write(desk, { parts: { lines: [] } }, { of: first.id, after: [joined.id] })
  const label = write(desk, { version: '2.0' }, { of: first.id, after: [parts.id] })
  const merged = mergeThing(first.id, [first, text, files, joined, parts, label])!
  t.deepEqual(merged.versions, [first.id, files.id, parts.id, label.id])
  t.deepEqual(
    mergeThing(first.id, [first, text, files, joined])!.heads,
    [joined.id],
    'a record without fields joins them',
  )
  t.end()
})

test('R8 a field set apart to different values is diverged until somebody who knows them all sets it', (t) => {
  const [desk, phone, pad] = [device(ada, 1), device(ada, 2), device(ada, 5)]
  const first = write(desk, LAMP)
  const left = write(
    desk,
    { title: 'left', tags: ['a'], files: { count: 1 } },
    { of: first.id, after: [first.id], wall: 1 },
  )
  const more = write(desk, { description: 'd' }, { of: first.id, after: [left.id], wall: 2 })
  const right = write(
    phone,
    { title: 'right', tags: ['a'], files: { count: 2 } },
    { of: first.id, after: [first.id], wall: 9 },
  )
  const records = [first, left, more, right]
  const apart = mergeThing(first.id, records)!
  t.deepEqual(
    apart.diverged.map(({ field }) => field).sort(),
    ['files', 'title'],
    'equal values are no matter',
  )
  t.deepEqual(apart.diverged.find(({ field }) => field === 'title')!.choices, [
    { record: left.id, value: 'left' },
    { record: right.id, value: 'right' },
  ])
  t.equal(apart.fields['title'], 'right', 'the last of the choices is the one shown')

  const aside = write(pad, { description: 'other' }, { of: first.id, after: [more.id, right.id], wall: 10 })
  t.deepEqual(
    mergeThing(first.id, [...records, aside])!
      .diverged.map(({ field }) => field)
      .sort(),
    ['files', 'title'],
    'to set another field is no choice',
  )
  const chosen = write(
    pad,
    { title: 'left', files: { count: 2 } },
    { of: first.id, after: [aside.id], wall: 1 },
  )
  const settled = mergeThing(first.id, [...records, aside, chosen])!
  t.deepEqual([settled.diverged, settled.fields['title'], settled.heads], [[], 'left', [chosen.id]])
  t.end()
})

test('R8 more fields than bits in a number are no matter', (t) => {
  const [desk, phone] = [device(ada, 1), device(ada, 2)]
  const first = write(desk, LAMP)
  const many = (value: number) =>
    Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`field ${n}`, n === 40 ? 0 : value]))
  const sides = [desk, phone].map((from, n) => write(from, many(n), { of: first.id, after: [first.id] }))
  const { diverged } = mergeThing(first.id, [first, ...sides])!
  t.deepEqual([diverged.length, diverged.some(({ field }) => field === 'field 40')], [99, false])
  t.end()
})

test('R9 who neither made a good nor tends it cannot change it; what they write is refused, and told', (t) => {
  const [desk, stranger] = [device(ada, 1), device(eve, 3)]
  const first = write(desk, LAMP)
  const theft = write(
    stranger,
    { title: 'Mine', files: { count: 1 } },
    { of: first.id, after: [first.id], wall: 10 ** 12 },
  )
  const own = write(device(ada, 2), { title: 'Lamp 2' }, { of: first.id, after: [theft.id] })
  const merged = mergeThing(first.id, [first, theft, own])!
  t.deepEqual([merged.fields['title'], merged.versions], ['Lamp 2', [first.id]])
  t.deepEqual(merged.refused, [{ id: theft.id, reason: 'not-a-maintainer' }])
  t.deepEqual(merged.heads, [own.id])
  t.deepEqual(mergeThing(first.id, [first, theft])!.heads, [first.id], 'what is refused is no head')

  const remark = write(desk, { text: 'nice' }, { kind: 'comment' })
  const edit = write(stranger, { text: 'bad' }, { kind: 'comment', of: remark.id, after: [remark.id] })
  t.deepEqual(
    mergeThing(remark.id, [remark, edit])!.refused,
    [{ id: edit.id, reason: 'not-the-author' }],
    'of other kinds nobody but the author changes anything',
  )

  const left = write(desk, { title: 'left' }, { of: first.id, after: [first.id] })
  const right = write(device(ada, 6), { title: 'right' }, { of: first.id, after: [first.id] })
  const meddling = write(stranger, { title: 'mine' }, { of: first.id, after: [left.id, right.id] })
  const apart = mergeThing(first.id, [first, left, right, meddling])!
  t.equal(apart.diverged[0]?.choices.length, 2, 'nor does it choose between others’ values')
  t.end()
})

test('R10 editors set title and language of a draft, and nothing else; who edits is for its author alone to say', (t) => {
  const [desk, phone, third] = [device(ada, 1), device(ben, 2), device(eve, 3)]
  const first = write(desk, { title: 'Manual', editors: 'invited', invited: [ben] }, { kind: 'draft' })
  const options = { kind: 'draft', of: first.id, after: [first.id] }
  const invited = write(phone, { title: 'Handbook', language: 'en' }, options)
  const notInvited = write(third, { title: 'Hacked' }, options)
  const reaching = write(phone, { invited: [ben, eve] }, options)
  const merged = mergeThing(first.id, [first, invited, notInvited, reaching])!
  t.deepEqual(plain(merged.fields), { title: 'Handbook', editors: 'invited', invited: [ben], language: 'en' })
  t.deepEqual(
    [...merged.refused].sort((a, b) => a.reason.localeCompare(b.reason)),
    [
      { id: notInvited.id, reason: 'not-an-editor' },
      { id: reaching.id, reason: 'only-the-author-sets-this' },
    ],
  )
  t.end()
})

test('R11 who may edit is judged by what a record had seen, and never changes when something arrives late', (t) => {
  const [desk, phone] = [device(ada, 1), device(ben, 2)]
  const first = write(desk, { title: 'Manual', editors: 'commons' }, { kind: 'draft' })
  const before = write(
    phone,
    { title: 'By Ben' },
    { kind: 'draft', of: first.id, after: [first.id], wall: 10 ** 12 },
  )
  const closed = write(desk, { editors: 'invited' }, { kind: 'draft', of: first.id, after: [first.id] })
  const after = write(phone, { title: 'Again' }, { kind: 'draft', of: first.id, after: [closed.id] })
  t.deepEqual(mergeThing(first.id, [first, before])!.refused, [])
  t.deepEqual(
    mergeThing(first.id, [first, closed, before])!.refused,
    [],
    'it had not seen that the draft was closed',
  )
  t.deepEqual(mergeThing(first.id, [first, closed, before, after])!.refused, [
    { id: after.id, reason: 'not-an-editor' },
  ])

  const between = write(desk, { language: 'de' }, { kind: 'draft', of: first.id, after: [closed.id] })
  const far = write(
    device(ben, 7),
    { title: 'And again' },
    { kind: 'draft', of: first.id, after: [between.id] },
  )
  const { refused } = mergeThing(first.id, [first, closed, between, far])!
  t.deepEqual(refused, [{ id: far.id, reason: 'not-an-editor' }], 'seen at second hand is seen')
  t.end()
})

test('R12 the past of cited heads is what somebody had seen; heads that are not here are told', (t) => {
  const [desk, phone] = [device(ada, 1), device(ada, 2)]
  const first = write(desk, LAMP)
  const second = write(desk, { title: 'second' }, { of: first.id, after: [first.id] })
  const aside = write(phone, { title: 'aside' }, { of: first.id, after: [first.id] })
  const elsewhere = `${phone.log}.77.0` as typeof first.id
  const past = asOf(first.id, [aside, second, first], [second.id, elsewhere])
  t.deepEqual(
    past.records.map(({ id }) => id),
    [first.id, second.id],
  )
  t.deepEqual(past.missing, [elsewhere])
  t.equal(mergeThing(first.id, past.records)!.fields['title'], 'second')
  t.end()
})

test('R13 four times as many records take about four times as long to fold, not sixteen times', (t) => {
  const histories = (size: number) => {
    const desk = device(ada, 1)
    const first = write(desk, LAMP)
    const draft = write(desk, { title: 'Manual', editors: 'commons' }, { kind: 'draft' })
    const editor = device(ben, 400)
    const numbers = Array.from({ length: size }, (_, n) => n)
    const chain = numbers.map((n) => write(desk, { title: `t${n}` }, { of: first.id }))
    const apart = numbers.map((n) => write(device(ada, n + 5), { title: `t${n}` }, { of: first.id }))
    const titles = numbers.map((n) => write(editor, { title: `t${n}` }, { kind: 'draft', of: draft.id }))
    return [
      { thing: first.id, records: [first, ...chain], diverged: 0 },
      { thing: first.id, records: [first, ...apart], diverged: 1 },
      { thing: draft.id, records: [draft, ...titles], diverged: 0 },
    ]
  }
  const best = ({ thing, records, diverged }: ReturnType<typeof histories>[number]) => {
    const times = [1, 2, 3, 4].map(() => {
      const start = process.cpuUsage()
      const merged = mergeThing(thing, records)!
      if (merged.order.length !== records.length || merged.diverged.length !== diverged)
        t.fail('folded wrongly')
      // Time of the processor, not of the wall: other programs run beside the tests.
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1000
    })
    return Math.min(...times)
  }
  const large = histories(8_000).map(best)
  const small = histories(2_000).map(best)
  for (const [at, time] of large.entries()) {
    t.ok(time < 10 * Math.max(small[at]!, 10), `${Math.round(time)} ms to ${Math.round(small[at]!)} ms`)
  }
  t.end()
})

test('R14 a record of another kind about a thing is no part of it', (t) => {
  const desk = device(ada, 1)
  const first = write(desk, LAMP)
  const remark = write(desk, { text: 'nice' }, { kind: 'comment', of: first.id })
  const other = write(desk, LAMP)
  const merged = mergeThing(first.id, [first, remark, other])!
  t.deepEqual([merged.order, merged.refused], [[first.id], []])
  t.end()
})
