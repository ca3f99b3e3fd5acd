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
    places: [],
    begun: 'h0',
    taken: null,
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
    places: [],
    begun: 'h0',
    taken: null,
  }
  t.deepEqual(writersOf(written), [])
  t.equal(writersOf({ ...written, begun: null })[0]?.characters, 12, 'a text of one’s own is one’s own')
  t.end()
})

test('DG7 a guest is credited by name, without an account, beside the host', (t) => {
  const writers = writersOf({
    passages: [{ ...passage(ANNA, 'h1', 'by the guest'), guest: 'Ina' }, passage(ANNA, 'h0', 'by Anna')],
    history: [change(ANNA, 'h0', 's0'), { ...change(ANNA, 'h1', 's1'), guest: 'Ina' }],
    places: [],
    begun: null,
    taken: null,
  })
  t.deepEqual(creditsFor([], writers, new Map([['anna', 'Anna']])), [
    { name: 'Ina', roles: ['author'] },
    { name: 'Anna', roles: ['author'], person: ANNA },
  ])
  const known = [{ name: 'Anna', roles: ['author' as const], person: ANNA }]
  t.deepEqual(creditsFor(known, writers.slice(1), new Map()), known, 'nobody twice')
  t.end()
})

test('DG7 lines and files make an author as words do; what was taken over beside the text makes none, and nobody hides what others wrote meanwhile', (t) => {
  const place = (author: Id, hash: string, of: { line: string } | { file: string }) => ({
    of,
    author,
    at: 0,
    hash,
  })
  const written = {
    passages: [passage(ANNA, 'h0', 'the old readme'), passage(CLEO, 'h1', 'word')],
    places: [
      place(ANNA, 'h2', { line: 'v1' }),
      place(BEN, 'h4', { line: 'b1' }),
      place(BEN, 'h4', { file: 'front.jpg' }),
      place(ANNA, 'h5', { file: 'back.jpg' }),
    ],
    history: [
      change(ANNA, 'h0', 's0'),
      change(CLEO, 'h1', 's1'),
      change(ANNA, 'h2', 's0'),
      change(ANNA, 'h3', 's0'),
      change(BEN, 'h4', 's2'),
      change(ANNA, 'h5', 's0'),
    ],
    begun: 'h0',
    taken: 'h2',
  }
  t.deepEqual(
    writersOf(written).map(({ person, characters, places }) => [person, characters, places]),
    [
      [CLEO, 4, 0],
      [BEN, 0, 2],
      [ANNA, 0, 1],
    ],
  )
  t.deepEqual(
    creditsFor([], writersOf(written), new Map()).map(({ name, roles }) => [name, roles]),
    [
      ['cleo', ['author']],
      ['ben', ['author']],
      ['anna', ['author']],
    ],
  )
  t.end()
})
