import test from 'tape'
import { creditsFor, writersOf } from '../../src/drafts/credits.ts'

type Id = Parameters<typeof creditsFor>[1][number]['person']
const [ANNA, BEN, CLEO] = ['anna', 'ben', 'cleo'] as unknown as [Id, Id, Id]
const change = (author: Id, hash: string, session: string) => ({ author, at: 0, ops: 1, session, hash })
const passage = (author: Id, hash: string, text: string) => ({ author, at: 0, hash, text })

test('DG7 whose words stand in a draft is an author of it, most first; who only set or took out contributed', (t) => {
  const writers = writersOf({
    passages: [
      passage(ANNA, 'h0', 'the old readme, word by word'),
      passage(BEN, 'h2', 'much of what is new '),
      passage(ANNA, 'h3', 'a word'),
    ],
    history: [
      change(ANNA, 'h0', 's0'),
      change(ANNA, 'h1', 's0'),
      change(BEN, 'h2', 's1'),
      change(ANNA, 'h3', 's2'),
      change(CLEO, 'h4', 's3'),
    ],
    begun: 'h0',
  })
  t.deepEqual(
    writers.map(({ person, characters }) => [person, characters]),
    [
      [BEN, 15],
      [ANNA, 5],
      [CLEO, 0],
    ],
  )
  const names = new Map([['ben', 'Ben']])
  t.deepEqual(creditsFor([{ name: 'Old', roles: ['licensor'] }], writers, names), [
    { name: 'Old', roles: ['licensor'] },
    { name: 'Ben', roles: ['author'], person: BEN },
    { name: 'anna', roles: ['author'], person: ANNA },
    { name: 'cleo', roles: ['contributor'], person: CLEO },
  ])
  t.end()
})

test('DG7 whoever took over a version and wrote nothing is no author of it', (t) => {
  const written = {
    passages: [passage(ANNA, 'h0', 'the old readme')],
    history: [change(ANNA, 'h0', 's0'), change(ANNA, 'h1', 's0')],
    begun: 'h0',
  }
  t.deepEqual(writersOf(written), [])
  t.equal(writersOf({ ...written, begun: null })[0]?.characters, 12, 'a text of one’s own is one’s own')
  t.end()
})

test('DG7 a guest is credited by name, without an account, beside the host', (t) => {
  const writers = writersOf({
    passages: [{ ...passage(ANNA, 'h1', 'by the guest'), guest: 'Ina' }, passage(ANNA, 'h0', 'by Anna')],
    history: [change(ANNA, 'h0', 's0'), { ...change(ANNA, 'h1', 's1'), guest: 'Ina' }],
    begun: null,
  })
  t.deepEqual(creditsFor([], writers, new Map([['anna', 'Anna']])), [
    { name: 'Ina', roles: ['author'] },
    { name: 'Anna', roles: ['author'], person: ANNA },
  ])
  const known = [{ name: 'Anna', roles: ['author' as const], person: ANNA }]
  t.deepEqual(creditsFor(known, writers.slice(1), new Map()), known, 'nobody twice')
  t.end()
})
