import test from 'tape'
import { until } from '@allmende/testkit'
import { connect, node } from './node.ts'

test('D1 what one writes, others read, and all end with the same text', async (t) => {
  const anna = await node(t, 'anna')
  const ben = await node(t, 'ben')
  connect(anna, ben)
  const a = await anna.open()
  const b = await ben.open()
  a.splice(0, 0, 'Hello world')
  await a.flush()
  await until(async () => (await b.text()) === 'Hello world', { what: 'the text arrives' })
  b.splice(5, 0, ', dear')
  a.splice(11, 0, '!')
  await Promise.all([a.flush(), b.flush()])
  await until(async () => (await a.text()) === (await b.text()), { what: 'both agree' })
  t.equal(await a.text(), 'Hello, dear world!')
  t.deepEqual(
    (await a.history()).map(({ author }) => author),
    (await b.history()).map(({ author }) => author),
  )
  t.equal(anna.refused.length + ben.refused.length, 0, 'nothing was refused')
  await a.close()
  await b.close()
})
