import test from 'tape'
import { applySplices, difference } from '../src/page/splices.ts'
import { addressOf, placeFrom, tokenFrom } from '../src/page/place.ts'

test('the difference of two texts, applied to the first, gives the second', (t) => {
  const texts = [
    '',
    'a',
    'ab',
    'aab',
    'a common thing',
    'a common good thing',
    'a thing',
    'uncommon',
    '😀 a',
    '😃 a',
  ]
  for (const before of texts) {
    for (const after of texts) {
      const splice = difference(before, after)
      t.equal(applySplices(before, splice ? [splice] : []), after, `${before} → ${after}`)
    }
  }
  t.end()
})

test('several splices stand each on the result of the one before', (t) => {
  t.equal(
    applySplices('abc', [
      { at: 0, remove: 1, insert: 'xy' },
      { at: 2, remove: 1, insert: '' },
    ]),
    'xyc',
  )
  t.end()
})

test('the address of a place keeps the token and gives the place back', (t) => {
  for (const place of [
    { view: 'home' },
    { view: 'thing', id: 'abc.1.0' },
    { view: 'draft', id: 'x&y=z.0.0' },
  ] as const) {
    const address = addressOf(place, 'secret')
    t.deepEqual(placeFrom(address), place)
    t.equal(tokenFrom(address), 'secret')
  }
  t.equal(tokenFrom('#'), null)
  t.end()
})
