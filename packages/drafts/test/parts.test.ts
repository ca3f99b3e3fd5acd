import { until } from '@allmende/testkit'
import test from 'tape'
import type { DraftChangedEvent, DraftParts } from '../src/contract.ts'
import { connect, node } from './node.ts'

test('D36 fields, lines, files and marks are set in one change, seen by others, and there after a restart', async (t) => {
  const anna = await node(t, 'anna')
  const ben = await node(t, 'ben')
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  const told: DraftChangedEvent[] = []
  b.on('changed', (event) => told.push(event))
  a.splice(0, 0, 'A chair of wood')
  await a.editParts([
    { set: 'title', value: 'Chair' },
    { set: 'weight', value: 4.5 },
    { set: 'tested', value: true },
    { addLine: 'l1', after: null, fields: { name: 'Bolt', amount: 8 } },
    { addLine: 'l2', after: 'l1', fields: { name: 'Seat' } },
    { addLine: 'l0', after: null, fields: { name: 'Glue' } },
    { file: 'img/chair.png', content: 'ref 1' },
    { mark: 'bold', from: 2, to: 7, value: true },
  ])
  await a.flush()
  const expected: DraftParts = {
    fields: { title: 'Chair', weight: 4.5, tested: true },
    lines: [
      { id: 'l0', fields: { name: 'Glue' } },
      { id: 'l1', fields: { name: 'Bolt', amount: 8 } },
      { id: 'l2', fields: { name: 'Seat' } },
    ],
    files: [{ path: 'img/chair.png', content: 'ref 1' }],
    marks: [{ from: 2, to: 7, name: 'bold', value: true }],
    conflicts: [],
  }
  t.deepEqual(await a.parts(), expected)
  await until(async () => (await b.parts()).lines.length === 3, { what: 'the other has them' })
  t.deepEqual(await b.parts(), expected)
  t.ok(
    told.some((event) => event.parts),
    'and was told that something beside the text changed',
  )
  t.equal((await a.history()).length, 2)
  await b.editParts([
    { moveLine: 'l2', after: null },
    { dropLine: 'l0' },
    { line: 'l1', set: 'amount', value: 10 },
    { line: 'l1', set: 'name', value: null },
    { set: 'weight', value: null },
    { file: 'img/chair.png', content: null },
    { mark: 'bold', from: 4, to: 7, value: null },
  ])
  await b.flush()
  const after = { ...expected, fields: { title: 'Chair', tested: true }, files: [] }
  const lines = [
    { id: 'l2', fields: { name: 'Seat' } },
    { id: 'l1', fields: { amount: 10 } },
  ]
  const marks = [{ from: 2, to: 4, name: 'bold', value: true }]
  await until(async () => (await a.parts()).lines.length === 2, { what: 'the change comes back' })
  t.deepEqual(await a.parts(), { ...after, lines, marks })
  await a.close()
  await anna.drafts.close()
  const again = await node(t, 'anna', { logs: anna.logs, dir: anna.dir })
  t.deepEqual(await (await again.open()).parts(), { ...after, lines, marks }, 'from the snapshot')
  t.deepEqual([...anna.refused, ...ben.refused], [])
})
