import test from 'tape'
import { marksOf, pieceName } from '../src/app/screens/drafts/marks-of.ts'
import { stepsOf } from '../src/app/screens/drafts/steps.ts'
import { CENTRE, placesAround, shortened, WIDTH } from '../src/app/screens/node/graph-places.ts'

const change = (number: number, author: string, at: number, guest?: string) => ({
  number,
  change: `c${number}`,
  author,
  authorName: author,
  at,
  ops: 1,
  ...(guest !== undefined && { guest }),
})

test('WB37 what one person wrote without a longer pause is one step of the history', (t) => {
  const steps = stepsOf([
    change(1, 'anna', 0),
    change(2, 'anna', 1_000),
    change(3, 'ben', 2_000),
    change(4, 'ben', 3_000, 'Ina'),
    change(5, 'anna', 4_000),
    change(6, 'anna', 400_000),
  ])
  t.deepEqual(
    steps.map(({ last, since, changes }) => [last.change, since, changes]),
    [
      ['c2', null, 2],
      ['c3', 'c2', 1],
      ['c4', 'c3', 1],
      ['c5', 'c4', 1],
      ['c6', 'c5', 1],
    ],
  )
  t.deepEqual(stepsOf([]), [])
  t.end()
})

test('WB35 WB36 only what waits is marked in the text: no comment that is done with, no piece that was answered', (t) => {
  const said = { text: 'x', author: 'a', authorName: null, at: 0, about: 'd', quote: 'four' }
  const now = { text: 'four', from: 4, to: 8, line: 1 }
  const change = { takes: 'a', puts: 'b', before: '', after: '', from: 1, to: 2, line: 1, changed: false }
  const suggestion = {
    id: 's',
    title: 't',
    why: null,
    author: 'a',
    authorName: null,
    guest: null,
    at: 0,
    reason: null,
    state: 'partly' as const,
    pieces: [
      { number: 1, state: 'accepted' as const, change: null },
      { number: 2, state: 'open' as const, change },
      { number: 3, state: 'declined' as const, change },
    ],
  }
  const marks = marksOf(
    [
      { ...said, id: 'open', resolved: false, now },
      { ...said, id: 'done', resolved: true, now },
      { ...said, id: 'gone', resolved: false, now: null },
    ],
    [suggestion, { ...suggestion, id: 'w', state: 'withdrawn' }],
    pieceName('s', 2),
  )
  t.deepEqual(
    marks.map(({ id, kind, current }) => [id, kind, current]),
    [
      ['open', 'comment', false],
      [pieceName('s', 2), 'offer', true],
    ],
  )
  t.end()
})

test('who is connected stands around this node, all within the drawing and none at the place of another', (t) => {
  for (const count of [1, 2, 3, 8, 16]) {
    const places = placesAround(count)
    t.equal(new Set(places.map(({ x, y }) => `${x} ${y}`)).size, count)
    t.ok(places.every(({ x, y }) => x > 0 && x < WIDTH && y > 0 && y < 2 * CENTRE.y))
  }
  t.equal(shortened('Bärbel from the garden', 8), 'Bärbel …')
  t.end()
})
