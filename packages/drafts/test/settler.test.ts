import test from 'tape'
import { Settler, type SettlePace } from '../src/worker/settler.ts'

/** Short, since what follows here waits for calls and not for a length of time. */
const PACE: SettlePace = { quietMs: 5, part: 10, mostUnsettled: 100 }

/** Changes that wait, and a promise for the moment when none does. */
function waiting(count: number, pace = PACE) {
  const settled: number[] = []
  const { promise: isDone, resolve } = Promise.withResolvers<void>()
  const settler = new Settler(
    () => count,
    (most) => {
      settled.push(Math.min(most, count))
      count = Math.max(0, count - most)
      if (count === 0) resolve()
    },
    pace,
  )
  return { settler, settled, isDone }
}

test('D30 Automerge follows in the pause after what was shown, part by part', async (t) => {
  const { settler, settled, isDone } = waiting(25)
  settler.wake()
  t.deepEqual(settled, [], 'not while somebody writes')
  await isDone
  t.deepEqual(settled, [10, 10, 5])
})

test('D30 so many that they take memory do not wait for a pause', (t) => {
  const { settler, settled } = waiting(120, { ...PACE, quietMs: 60_000 })
  settler.wake()
  settler.wake()
  settler.wake()
  settler.wake()
  settler.stop()
  t.deepEqual(settled, [10, 10, 10], 'a part each time something is shown, until fewer wait than may')
  t.end()
})

test('D30 what is shown between two parts makes the rest wait for the next pause', async (t) => {
  const { promise: isBegun, resolve: begin } = Promise.withResolvers<void>()
  let count = 30
  const settled: number[] = []
  const settler = new Settler(
    () => count,
    (most) => {
      settled.push(most)
      count -= most
      begin()
    },
    { ...PACE, quietMs: 1 },
  )
  settler.wake()
  await isBegun
  settler.wake()
  t.deepEqual(settled, [10], 'the next part waits')
  settler.stop()
  t.equal(count, 20)
})
