import test from 'tape'
import { virtualClock } from '../src/index.ts'

test('time stands still until it is let pass; timers run in order of their time', async (t) => {
  const clock = virtualClock(1_000)
  const seen: string[] = []
  clock.setTimeout(() => seen.push(`b at ${clock.now()}`), 20)
  clock.setTimeout(() => seen.push(`a at ${clock.now()}`), 10)
  const cleared = clock.setTimeout(() => seen.push('never'), 15)
  clock.clearTimeout(cleared)
  t.equal(clock.now(), 1_000)
  await clock.advance(19)
  t.deepEqual(seen, ['a at 1010'])
  await clock.advance(1)
  t.deepEqual(seen, ['a at 1010', 'b at 1020'])
  t.equal(clock.pending(), 0)
})

test('a timer set by a timer runs within the same advance, also behind a promise', async (t) => {
  const clock = virtualClock(0)
  const seen: number[] = []
  const tick = () => {
    seen.push(clock.now())
    void Promise.resolve().then(() => clock.setTimeout(tick, 0))
  }
  clock.setTimeout(tick, 1)
  await clock.advance(5)
  t.deepEqual(seen, [1, 2, 3, 4, 5])
})

test('a jump of the wall clock neither runs nor moves a timer', async (t) => {
  const clock = virtualClock(0)
  let ran = false
  clock.setTimeout(() => (ran = true), 100)
  clock.jump(-5_000)
  clock.jump(315_360_000_000)
  await clock.advance(99)
  t.notOk(ran)
  await clock.advance(1)
  t.ok(ran)
  t.equal(clock.now(), 315_360_000_000 - 5_000 + 100)
})
