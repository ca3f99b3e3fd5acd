import { until } from '@allmende/testkit'
import test from 'tape'
import { connect, node } from './node.ts'

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
}

test('D48 an edit beyond what a draft may have is refused with the way out, and the draft goes on', async (t) => {
  const limits = { characters: 20, edits: 35, sessions: 5 }
  const anna = await node(t, 'anna', { limits })
  const draft = await anna.open()
  draft.splice(0, 0, 'eighteen character')
  await draft.flush()
  t.deepEqual((await draft.size()).slice(0, 3), [
    { what: 'characters', now: 18, limit: 20 },
    { what: 'edits', now: 18, limit: 35 },
    { what: 'sessions', now: 1, limit: 5 },
  ])
  draft.splice(18, 0, 's, and more')
  t.equal(await codeOf(draft.flush()), 'DRAFT_AT_LIMIT', 'too long')
  t.equal(await draft.text(), 'eighteen character', 'and nothing of it is shown any more')
  draft.splice(0, 9, '')
  await draft.flush()
  t.equal(await draft.text(), 'character', 'text can be taken out')
  t.equal(
    await codeOf(draft.replaceWith('another one?')),
    'DRAFT_AT_LIMIT',
    '15 edits more than the 27 there were',
  )
  draft.splice(9, 0, 's')
  await draft.flush()
  t.equal(await draft.text(), 'characters', 'what fits, goes')
})

test('D48 one session more than a draft may have is refused, and whoever has one goes on', async (t) => {
  const limits = { characters: 100, edits: 100, sessions: 1 }
  const [anna, ben] = [await node(t, 'anna', { limits }), await node(t, 'ben', { limits })]
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  a.splice(0, 0, 'mine')
  await a.flush()
  await until(async () => (await b.text()) === 'mine', { what: 'the text to arrive' })
  b.splice(0, 0, 'not ')
  t.equal(await codeOf(b.flush()), 'DRAFT_AT_LIMIT')
  a.splice(4, 0, '!')
  await a.flush()
  await until(async () => (await b.text()) === 'mine!', { what: 'the one with a session to go on' })
})

test('D48 what others wrote beyond a limit is shown all the same: nodes must not differ by what arrived first', async (t) => {
  const strict = await node(t, 'anna', { limits: { characters: 5, edits: 5, sessions: 5 } })
  const other = await node(t, 'ben')
  connect(strict, other)
  const [a, b] = [await strict.open(), await other.open()]
  b.splice(0, 0, 'far beyond five')
  await b.flush()
  await until(async () => (await a.text()) === 'far beyond five', { what: 'the long text to arrive' })
  t.deepEqual(strict.refused, [])
})

test('D55 of fields, lines and files it is told how many there are and may be; edits beside the text count among all edits', async (t) => {
  const anna = await node(t, 'anna', { limits: { characters: 20, edits: 6, sessions: 5 } })
  const draft = await anna.open()
  await draft.editParts([
    { set: 'title', value: 'Chair' },
    { addLine: 'l1', after: null, fields: { name: 'Bolt' } },
    { file: 'front.jpg', content: 'ref' },
  ])
  await draft.flush()
  const sizes = async () => (await draft.size()).map(({ what, now, limit }) => `${what} ${now}/${limit}`)
  const before = ['characters 0/20', 'edits 5/6', 'sessions 1/5']
  t.deepEqual(await sizes(), [...before, 'fields 1/1000', 'lines 1/5000', 'files 1/10000'])
  const two = [
    { set: 'weight', value: 4 },
    { set: 'colour', value: 'red' },
  ]
  t.equal(await codeOf(draft.editParts(two)), 'DRAFT_AT_LIMIT')
  t.deepEqual((await draft.parts()).fields, { title: 'Chair' }, 'all of it, or nothing')
  await draft.editParts([{ file: 'front.jpg', content: null }])
  await draft.flush()
  t.deepEqual((await sizes()).slice(3), ['fields 1/1000', 'lines 1/5000', 'files 0/10000'])
})
