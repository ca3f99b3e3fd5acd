import test from 'tape'
import type { Content } from '../../src/drafts/content.ts'
import { mergeBeside } from '../../src/drafts/merge-beside.ts'

const line = (id: string, name: string, quantity = 1) => ({ id, fields: { name, quantity } })
const content = (
  fields: Content['fields'],
  lines: Content['lines'],
  files: Iterable<readonly [string, string | number | boolean | null]> = [],
): Content => ({
  text: '',
  fields,
  lines,
  files: new Map(files),
  marks: [],
})
const BASE = content(
  { title: 'Dryer', licence: 'A' },
  [line('v1', 'Bolt'), line('v2', 'Pane'), line('v3', 'Nut')],
  [
    ['a.png', 'one'],
    ['b.png', 'one'],
  ],
)
const id = () => 'new'

test('DG6 what only the other draft changed beside the text is taken, line by line and field by field', (t) => {
  const theirs = content(
    { title: 'Dryer', licence: 'A', type: 'design' },
    [line('v1', 'Bolt', 4), line('x', 'Hinge'), line('v3', 'Nut')],
    [['a.png', 'two']],
  )
  const ours = content(
    { title: 'Large dryer', licence: 'A' },
    [...BASE.lines, line('y', 'Foil')],
    [...BASE.files],
  )
  const { edits, taken, conflicts } = mergeBeside(BASE, ours, theirs, id)
  t.deepEqual(edits, [
    { set: 'type', value: 'design' },
    { line: 'v1', set: 'quantity', value: 4 },
    { addLine: 'new', after: 'v1', fields: { name: 'Hinge', quantity: 1 } },
    { dropLine: 'v2' },
    { file: 'a.png', content: 'two' },
    { file: 'b.png', content: null },
  ])
  t.deepEqual(taken, { fields: ['type'], lines: 3, files: ['a.png', 'b.png'] })
  t.deepEqual(conflicts, [])
  t.deepEqual(mergeBeside(BASE, BASE, BASE, id).edits, [])
  t.end()
})

test('DG6 where both changed the same beside the text ours stays, and both are told', (t) => {
  const ours = content(
    { title: 'Ours', licence: 'A' },
    [line('v1', 'Bolt', 2), line('v2', 'Pane', 5)],
    [['a.png', 'x']],
  )
  const theirs = content(
    { title: 'Theirs', licence: 'A' },
    [line('v1', 'Bolt', 3), line('v3', 'Nut', 9)],
    [['a.png', 'y']],
  )
  const { edits, conflicts } = mergeBeside(BASE, ours, theirs, id)
  t.deepEqual(edits, [])
  t.deepEqual(
    conflicts.map(({ what, name, ours: mine, theirs: other }) => [what, name, mine, other]),
    [
      ['field', 'title', 'Ours', 'Theirs'],
      ['line', 'Bolt: quantity', 2, 3],
      ['line', 'Nut', '(taken out)', 'changed'],
      ['line', 'Pane', 'changed', '(taken out)'],
      ['file', 'a.png', 'the file of this draft', 'another file'],
    ],
  )
  t.end()
})

test('DG6 two drafts that have no beginning in common share what is alike', (t) => {
  const nothing = content({}, [])
  const ours = content({ title: 'A' }, [line('p', 'Bolt')])
  const theirs = content({ title: 'B', type: 'design' }, [line('q', 'Bolt'), line('r', 'Nut')])
  const { edits, conflicts } = mergeBeside(nothing, ours, theirs, id)
  t.deepEqual(edits, [
    { set: 'type', value: 'design' },
    { addLine: 'new', after: 'p', fields: { name: 'Nut', quantity: 1 } },
  ])
  t.equal(conflicts.length, 1)
  t.end()
})
