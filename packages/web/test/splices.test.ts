import test from 'tape'
import { applySplices, difference } from '../src/app/screens/drafts/splices.ts'

test('WB16 the difference of two texts, applied to the first, gives the second', (t) => {
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

test('WB16 several splices stand each on the result of the one before', (t) => {
  t.equal(
    applySplices('abc', [
      { at: 0, remove: 1, insert: 'xy' },
      { at: 2, remove: 1, insert: '' },
    ]),
    'xyc',
  )
  t.end()
})
