import test from 'tape'
import { headingLevels } from '../src/markdown/heading-levels.ts'
import { isPicture } from '../src/app/parts/picture-kinds.ts'
import { safeAddress } from '../src/markdown/safe-address.ts'
import { lineageDrawing, shortTitle } from '../src/app/screens/good/lineage-layout.ts'
import { neededOf } from '../src/app/screens/good/part-cells.ts'
import { MOST_BYTES, previewOf } from '../src/app/screens/good/preview-kinds.ts'
import { isText } from '../src/app/screens/good/text-kinds.ts'
import { NO_FILTERS, PAGE, pagesOf, requestFor } from '../src/app/screens/goods/filters.ts'
import { joinWith } from '../src/app/screens/welcome/kind-of-text.ts'

test('WB8 a link leads to the web or to mail, and nowhere else', (t) => {
  t.equal(safeAddress('https://example.org/a'), 'https://example.org/a')
  t.equal(safeAddress('mailto:anna@example.org'), 'mailto:anna@example.org')
  for (const address of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'blob:x',
    'vbscript:x',
    '//example.org',
    '/v1/stop',
    '#/node',
    'https:',
    '',
  ])
    t.equal(safeAddress(address), null, JSON.stringify(address))
  t.end()
})

test('WB9 SVG is no picture, and only short texts are shown as letters', (t) => {
  t.ok(isPicture('a/b.PNG') && isPicture('x.jpeg') && isPicture('x.webp'))
  for (const path of ['x.svg', 'x.html', 'png', 'x.png.svg', 'x.svgz']) t.notOk(isPicture(path), path)
  t.ok(isText({ path: 'docs/README', bytes: 10 }) && isText({ path: 'x.svg', bytes: 10 }))
  t.notOk(isText({ path: 'x.txt', bytes: 10_000_000 }))
  t.notOk(isText({ path: 'x.stl', bytes: 10 }))
  t.end()
})

test('WB11 only those pages of answers are asked for that the shown rows lie in', (t) => {
  t.deepEqual(pagesOf(0, 0, 1), [0])
  t.deepEqual(pagesOf(0, 5, 4), [0])
  t.deepEqual(pagesOf(9, 11, 4), [0, 1])
  t.deepEqual(pagesOf(25_000, 25_002, 4), [2500], 'far down in a hundred thousand')
  t.equal(requestFor(NO_FILTERS, 2).offset, 2 * PAGE)
  t.equal(requestFor(NO_FILTERS, 0).order, 'alive', 'without words what is alive comes first')
  t.equal(requestFor({ ...NO_FILTERS, words: ' x ' }, 0).words, 'x')
  t.equal(requestFor({ ...NO_FILTERS, words: 'x' }, 0).order, 'relevance')
  t.end()
})

test('WB14 what is pasted to join with is a link or a spoken code', (t) => {
  t.deepEqual(joinWith(' allmende:abc '), { link: 'allmende:abc' })
  t.deepEqual(joinWith('Look: ALLMENDE:abc'), { link: 'Look: ALLMENDE:abc' })
  t.deepEqual(joinWith('7-garden-lantern'), { code: '7-garden-lantern' })
  t.equal(joinWith('  '), null)
  t.end()
})

test('WB18 headings skip no level, whatever people write', (t) => {
  t.deepEqual(headingLevels([1, 2, 2, 3, 1], 2), [2, 3, 3, 4, 2])
  t.deepEqual(headingLevels([1, 4, 6, 2], 2), [2, 3, 4, 3])
  t.deepEqual(headingLevels([3, 1, 2], 3), [3, 3, 4])
  t.deepEqual(headingLevels([1, 2, 3, 4, 5, 6], 4), [4, 5, 6, 6, 6, 6])
  t.end()
})

test('WB31 quantities are multiplied without digits that nobody meant', (t) => {
  t.equal(neededOf({ name: 'Glue', quantity: 0.1 }, 3), 0.3)
  t.equal(neededOf({ name: 'Board' }, 4), 4, 'one where the list says nothing')
  t.end()
})

test('WB32 a lineage is laid out from left to right, each in its own place', (t) => {
  const kin = (title: string) => ({ id: title, title })
  const forks = Array.from({ length: 20 }, (_, index) => kin(`fork ${index}`))
  const drawing = lineageDrawing([kin('oldest'), kin('older')], kin('self'), forks, [kin('user')])
  const columns = drawing.nodes.map(({ x }) => x)
  t.deepEqual(
    columns,
    columns.toSorted((a, b) => a - b),
  )
  t.equal(new Set(drawing.nodes.map(({ x, y }) => `${x} ${y}`)).size, drawing.nodes.length)
  t.equal(drawing.left, 9, 'what has no place is counted')
  t.equal(drawing.edges.length, drawing.nodes.length - 1)
  t.deepEqual(lineageDrawing([], kin('self'), [], []).edges, [])
  t.equal(shortTitle('x'.repeat(30)).length, 20)
  t.end()
})

test('WB28 a file is shown as what its name says, and what is not known is saved', (t) => {
  const kinds = ['a.PNG', 'a.md', 'a.pdf', 'a.glb', 'LICENSE', 'a.svg', 'a.step', 'a.exe', 'a.docx']
  t.deepEqual(kinds.map(previewOf), ['picture', 'text', 'pdf', 'model', 'text', 'text', null, null, null])
  t.ok(Object.values(MOST_BYTES).every((most) => most <= 100_000_000))
  t.end()
})
