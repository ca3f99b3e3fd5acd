import test from 'tape'
import { seeded } from '@allmende/testkit'
import {
  type CarriedQuestion,
  MAX_NEWCOMERS,
  MAX_NEWCOMER_BYTES,
  MAX_VOUCHES_EACH,
  NEWCOMER_EDIT_BYTES,
  NEWCOMER_RECORDS,
  draftState,
  isCarried,
  mayEdit,
  vouchedFor,
  withinShare,
} from '../src/index.ts'
import { ada, ben, eve, person } from './graphs.ts'

const NEWCOMER: CarriedQuestion = {
  own: false,
  vouched: false,
  blocked: false,
  records: 3,
  editBytes: 100,
  newcomersCarried: 5,
}

test('R20 our own and those vouched for are carried whole; those blocked not at all', (t) => {
  t.deepEqual(isCarried({ ...NEWCOMER, own: true, blocked: true }), { carry: true, reason: 'own' })
  t.deepEqual(isCarried({ ...NEWCOMER, vouched: true, records: 10 ** 6 }), { carry: true, reason: 'vouched' })
  t.deepEqual(isCarried({ ...NEWCOMER, vouched: true, blocked: true }), { carry: false, reason: 'blocked' })
  t.end()
})

test('R21 a newcomer is carried up to 64 records and 256 KiB of edits, and a thousand of them at once', (t) => {
  const upTo = { records: 64, editBytes: 256 * 1024 }
  t.deepEqual(isCarried(NEWCOMER), { carry: true, upTo, reason: 'newcomer' })
  t.equal(
    isCarried({ ...NEWCOMER, records: NEWCOMER_RECORDS, editBytes: NEWCOMER_EDIT_BYTES }).reason,
    'newcomer',
  )
  t.deepEqual(isCarried({ ...NEWCOMER, records: 65 }), { carry: true, upTo, reason: 'newcomer-over-quota' })
  t.equal(isCarried({ ...NEWCOMER, editBytes: NEWCOMER_EDIT_BYTES + 1 }).reason, 'newcomer-over-quota')
  t.equal(isCarried({ ...NEWCOMER, newcomersCarried: MAX_NEWCOMERS - 1 }).carry, true)
  t.deepEqual(isCarried({ ...NEWCOMER, newcomersCarried: MAX_NEWCOMERS }), {
    carry: false,
    reason: 'too-many-newcomers',
  })
  t.end()
})

test('R22 what accepted changes of others rest on is carried, even from somebody blocked', (t) => {
  const required = { records: 70, editBytes: 10 }
  t.deepEqual(isCarried({ ...NEWCOMER, blocked: true, required }), {
    carry: true,
    upTo: required,
    reason: 'required-by-others',
  })
  t.deepEqual(isCarried({ ...NEWCOMER, required }).upTo, { records: 70, editBytes: NEWCOMER_EDIT_BYTES })
  t.equal(isCarried({ ...NEWCOMER, newcomersCarried: MAX_NEWCOMERS, required }).reason, 'required-by-others')
  t.equal(isCarried({ ...NEWCOMER, blocked: true, required: { records: 0, editBytes: 0 } }).carry, false)
  t.end()
})

test('R23 somebody is vouched for if a path of at most five vouches leads to them from a root', (t) => {
  const line = Array.from({ length: 8 }, (_, n) => person(n + 10))
  const vouches = line.slice(1).map((to, n) => ({ by: line[n]!, person: to }))
  const reached = vouchedFor({ roots: [line[0]!], vouches })
  t.deepEqual([...reached], line.slice(0, 6), 'five steps from the root')
  t.deepEqual([...vouchedFor({ roots: [], vouches })], [], 'nobody’s word counts')
  t.deepEqual(
    [
      ...vouchedFor({
        roots: [ada],
        vouches: [
          { by: eve, person: eve },
          { by: eve, person: ben },
        ],
      }),
    ],
    [ada],
    'nobody vouches themselves in',
  )
  const circle = [
    { by: ada, person: ben },
    { by: ben, person: ada },
    { by: ben, person: eve },
  ]
  t.equal(vouchedFor({ roots: [ada], vouches: circle }).size, 3, 'a circle ends')
  t.end()
})

test('R24 who is blocked is not vouched for, and neither is whom only they vouch for', (t) => {
  const vouches = [
    { by: ada, person: eve },
    { by: eve, person: ben },
  ]
  t.deepEqual([...vouchedFor({ roots: [ada], vouches, blocked: new Set([eve]) })], [ada])
  t.deepEqual(
    [
      ...vouchedFor({
        roots: [ada],
        vouches: [...vouches, { by: ada, person: ben }],
        blocked: new Set([eve]),
      }),
    ],
    [ada, ben],
  )
  t.deepEqual(
    [...vouchedFor({ roots: [ada], vouches, blocked: new Set([ada]) })],
    [],
    'a root can be blocked',
  )
  t.end()
})

test('R25 of one person’s vouches the first 150 people count', (t) => {
  const many = Array.from({ length: 400 }, (_, n) => ({ by: eve, person: `sybil ${n}` as typeof eve }))
  const twice = many.flatMap((vouch) => [vouch, vouch])
  t.equal(
    vouchedFor({ roots: [ada], vouches: [{ by: ada, person: eve }, ...twice] }).size,
    2 + MAX_VOUCHES_EACH,
  )
  const shuffled = seeded(3).shuffle([
    { by: ada, person: eve },
    { by: ada, person: ben },
  ])
  t.equal(vouchedFor({ roots: [ada], vouches: shuffled }).size, 3)
  t.end()
})

test('R27 a closed draft is edited by nobody', (t) => {
  const said = { editors: 'commons', invited: [ben] }
  const closed = draftState({ author: ada, fields: { ...said, closed: true } })
  t.deepEqual(
    [ada, ben].map((who) => mayEdit(closed, who)),
    [false, false],
  )
  for (const again of [false, 'yes', undefined])
    t.ok(mayEdit(draftState({ author: ada, fields: { ...said, closed: again } }), ben), String(again))
  t.end()
})

test('R26 the author may edit, all may in an open draft, else those invited', (t) => {
  const closed = draftState({ author: ada, fields: { editors: 'invited', invited: [ben] } })
  t.deepEqual(
    [ada, ben, eve].map((who) => mayEdit(closed, who)),
    [true, true, false],
  )
  const open = draftState({ author: ada, fields: { editors: 'commons' } })
  t.deepEqual(
    [ada, ben, eve].map((who) => mayEdit(open, who)),
    [true, true, true],
  )
  for (const fields of [{}, { editors: 7, invited: 'all' }, { editors: 'invited' }]) {
    t.deepEqual(
      [ada, ben].map((who) => mayEdit(draftState({ author: ada, fields }), who)),
      [true, false],
      'what is malformed keeps others out',
    )
  }
  t.end()
})

test('R29 newcomers by one way get what is then still free, those with a place keep it', (t) => {
  const answer = (question: Partial<CarriedQuestion>) => isCarried({ ...NEWCOMER, ...question })
  t.deepEqual(answer({ newcomersCarried: 500, newcomersOfWay: 500 }), {
    carry: false,
    reason: 'peer-over-share',
  })
  t.equal(answer({ newcomersCarried: 500, newcomersOfWay: 499 }).carry, true, 'half, if nobody else comes')
  t.equal(answer({ newcomersCarried: 900, newcomersOfWay: 0 }).carry, true, 'there is some left for others')
  t.equal(answer({ newcomersCarried: 900, newcomersOfWay: 400, placed: true }).carry, true, 'a place stays')
  t.equal(answer({ newcomersCarried: 900, newcomersOfWay: 400, vouched: true }).reason, 'vouched')
  const full = { all: MAX_NEWCOMER_BYTES / 2, ofWay: MAX_NEWCOMER_BYTES / 2 }
  t.deepEqual(answer({ newcomerBytes: full }), { carry: false, reason: 'peer-over-share' })
  t.deepEqual(
    answer({ newcomerBytes: full, placed: true }).upTo,
    { records: 0, editBytes: 0 },
    'and gets no more',
  )
  t.equal(answer({ newcomerBytes: { all: MAX_NEWCOMER_BYTES / 2, ofWay: 10 } }).reason, 'newcomer')
  t.end()
})

test('R29 however many ways come one after the other, each finds a part free, and no two that want more differ for long', (t) => {
  const random = seeded('shares')
  const ways = [0, 0, 0, 0]
  const total = () => ways.reduce((sum, used) => sum + used, 0)
  for (let step = 0; step < 4_000; step++) {
    const way = random.int(ways.length)
    if (withinShare({ used: ways[way]!, free: 1_000 - total() })) ways[way]!++
  }
  for (const used of ways) t.ok(used >= 150 && used <= 250, `${used} of a thousand each, about a fifth left`)
  t.ok(total() < 1_000, `${total()} of 1000`)
  t.end()
})
