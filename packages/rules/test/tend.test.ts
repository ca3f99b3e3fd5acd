import test from 'tape'
import { seeded } from '@allmende/testkit'
import { mayTend, mergeThing, sameValue, tendState, tendersOf } from '../src/index.ts'
import { LAMP, ada, ben, device, eve, randomHistory, write } from './graphs.ts'

test('R15 whom the author names may change all of a good but who its maintainers are', (t) => {
  const [desk, phone] = [device(ada, 1), device(ben, 2)]
  const first = write(desk, { ...LAMP, maintainers: [ben] })
  const better = write(phone, { title: 'Better lamp', version: '2' }, { of: first.id, after: [first.id] })
  const greedy = write(
    phone,
    { title: 'Mine', maintainers: [ben, eve] },
    { of: first.id, after: [better.id], wall: 10 ** 12 },
  )
  const merged = mergeThing(first.id, [first, better, greedy])!
  t.deepEqual([merged.fields['title'], merged.fields['maintainers']], ['Better lamp', [ben]])
  t.deepEqual(merged.versions, [first.id, better.id])
  t.deepEqual(merged.refused, [{ id: greedy.id, reason: 'only-the-author-sets-this' }], 'refused whole')
  t.end()
})

test('R15 who tends a good is judged by what a record had seen, whatever arrives late', (t) => {
  const [desk, phone] = [device(ada, 1), device(ben, 2)]
  const first = write(desk, LAMP)
  const early = write(phone, { title: 'Too early' }, { of: first.id, after: [first.id] })
  const named = write(desk, { maintainers: [ben] }, { of: first.id, after: [first.id] })
  const fine = write(device(ben, 3), { title: 'By Ben' }, { of: first.id, after: [named.id] })
  const ended = write(desk, { maintainers: [] }, { of: first.id, after: [fine.id] })
  const late = write(
    device(ben, 4),
    { title: 'Too late' },
    { of: first.id, after: [ended.id], wall: 10 ** 12 },
  )
  const unaware = write(device(ben, 5), { tags: ['lamp'] }, { of: first.id, after: [fine.id] })
  const records = [first, early, named, fine, ended, late, unaware]
  const merged = mergeThing(first.id, records)!
  t.equal(merged.fields['title'], 'By Ben')
  t.deepEqual(merged.fields['tags'], ['lamp'], 'they had not heard that they are none any more')
  t.deepEqual(
    merged.refused.map(({ id }) => id).sort(),
    [early.id, late.id].sort(),
    'neither before they were named nor after they knew that they are not',
  )
  t.end()
})

test('R15 in whatever order they arrive, records of maintainers give the same good', (t) => {
  const seed = 'maintainers-1'
  const random = seeded(seed)
  const seen = { counted: 0, refused: 0, greedy: 0 }
  for (let round = 0; round < 200; round++) {
    const { thing, records } = randomHistory(random, 4 + random.int(30))
    const expected = mergeThing(thing, records)!
    const bens = new Set(records.filter(({ person }) => person === ben).map(({ id }) => id))
    seen.counted += expected.order.filter((id) => bens.has(id)).length
    seen.refused += expected.refused.filter(({ reason }) => reason === 'not-a-maintainer').length
    seen.greedy += expected.refused.filter(({ reason }) => reason === 'only-the-author-sets-this').length
    for (let permutation = 0; permutation < 3; permutation++) {
      if (!sameValue(mergeThing(thing, random.shuffle(records)), expected))
        t.fail(`seed ${seed}, round ${round}`)
    }
  }
  t.ok(Math.min(seen.counted, seen.refused, seen.greedy) > 50, JSON.stringify(seen))
  t.end()
})

test('R16 answers to suggestions and versions taken in add up and never diverge', (t) => {
  const [desk, phone] = [device(ada, 1), device(ada, 2)]
  const stranger = device(eve, 3)
  const [one, two] = [write(stranger, { about: 1 }), write(stranger, { about: 2 })]
  const first = write(desk, LAMP)
  const accepts = write(
    desk,
    { settles: [{ suggestion: one.id, accepted: true }], merges: [one.id], files: { count: 1 } },
    { of: first.id, after: [first.id], wall: 1 },
  )
  const declines = write(
    phone,
    { settles: [{ suggestion: two.id, accepted: false, reason: 'It tips over.' }], merges: [two.id] },
    { of: first.id, after: [first.id], wall: 2 },
  )
  const forged = write(
    stranger,
    { settles: [{ suggestion: one.id, accepted: false }] },
    { of: first.id, after: [accepts.id] },
  )
  const merged = mergeThing(first.id, [forged, declines, accepts, first])!
  t.deepEqual(merged.settled, [
    { suggestion: one.id, accepted: true, record: accepts.id },
    { suggestion: two.id, accepted: false, reason: 'It tips over.', record: declines.id },
  ])
  t.deepEqual(merged.merges, [
    { record: accepts.id, version: one.id },
    { record: declines.id, version: two.id },
  ])
  t.deepEqual(merged.diverged, [])
  t.notOk('settles' in merged.fields || 'merges' in merged.setBy, 'the last of them is not the whole')
  t.deepEqual(merged.versions, [first.id, accepts.id], 'to decline is no version')

  const other = write(desk, { title: 'x', settles: 1 }, { kind: 'build' })
  const build = mergeThing(other.id, [other])!
  t.deepEqual([build.settled, build.fields['settles']], [[], 1], 'of other kinds they are fields like any')
  t.end()
})

test('R17 a good is tended by its author and whom the author names', (t) => {
  const good = { author: ada, fields: { maintainers: [ben, ada, ben] } }
  t.deepEqual(tendersOf(good), [ada, ben])
  t.deepEqual(
    [ada, ben, eve].map((who) => mayTend(tendState(good), who)),
    [true, true, false],
  )
  for (const maintainers of [undefined, 7, 'all', {}])
    t.deepEqual(tendersOf({ author: ada, fields: { maintainers } }), [ada], 'what is malformed names nobody')
  t.end()
})
