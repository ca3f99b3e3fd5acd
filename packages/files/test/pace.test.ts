import test from 'tape'
import { Rate, paced } from '../src/rate.ts'
import { Window } from '../src/window.ts'

test('F38 the window bounds bytes and blocks under way, first come first served, and always lets one through', async (t) => {
  const window = new Window(100, 3)
  t.ok(window.tryTake(60))
  t.ok(window.tryTake(40))
  t.notOk(window.tryTake(1), 'full in bytes')
  const order: string[] = []
  const large = window.take(90).then(() => order.push('large'))
  const small = window.take(1).then(() => order.push('small'))
  window.give(60, 1)
  await Promise.resolve()
  t.deepEqual(order, [], 'the small one does not overtake')
  t.notOk(window.tryTake(1), 'nor does a new one')
  window.give(40, 1)
  await Promise.all([large, small])
  t.deepEqual(order, ['large', 'small'])
  window.give(91, 2)
  t.ok(window.tryTake(1000), 'one block larger than the window goes alone')
  const stuck = window.take(1)
  window.end()
  await stuck
  await window.take(1000)
  t.pass('after a failure nobody waits')
})

test('F38 at most so many blocks, however small', (t) => {
  const window = new Window(100, 3)
  t.deepEqual(
    [1, 1, 1, 1].map((bytes) => window.tryTake(bytes)),
    [true, true, true, false],
  )
  t.end()
})

test('F39 a rate follows the last seconds, and progress is told in steps and at the end', (t) => {
  const rate = new Rate(0)
  t.equal(rate.update(1000, 1000), 1000)
  t.ok(rate.update(3000, 2000) > 1000 && rate.update(3000, 2000) < 2000, 'smoothed')
  for (let second = 3; second < 40; second++) rate.update(3000, second * 1000)
  t.ok(rate.update(3000, 40_000) < 1, 'it goes to nothing when nothing comes')
  let now = 0
  const seen: number[] = []
  const report = paced(
    100,
    () => now,
    (at) => seen.push(at),
  )
  for (now = 0; now < 250; now += 10) report()
  report(true)
  t.deepEqual(seen, [0, 100, 200, 250])
  t.end()
})
