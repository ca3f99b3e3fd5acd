import test from 'tape'
import { seeded } from '@allmende/testkit'
import {
  MAX_CLOCK_AHEAD,
  type Stamp,
  ZERO_STAMP,
  checkAhead,
  compareStamps,
  isAhead,
  readStamp,
  receive,
  tick,
} from '../src/index.ts'
import { FINE, codeOf } from './code-of.ts'

test('V24 what is written next is later than all that was written or seen', (t) => {
  const random = seeded('clock')
  let state: Stamp = ZERO_STAMP
  let now = 1_000_000
  for (let step = 0; step < 2_000; step++) {
    now = Math.max(0, now + random.int(20) - 12)
    const before = state
    if (random.chance(0.5)) state = receive(state, [now + random.int(1_000), random.int(4)], now)
    else state = tick(state, now)
    if (compareStamps(state, before) < 0) t.fail(`step ${step}: ${state.join()} is before ${before.join()}`)
    const mine = tick(state, now)
    if (compareStamps(mine, state) <= 0) t.fail(`step ${step}: ${mine.join()} is not after ${state.join()}`)
  }
  t.deepEqual(tick([5, 3], 9.7), [9, 0], 'a new millisecond begins to count anew')
  t.deepEqual(tick([5, 3], 5), [5, 4], 'within one it counts')
  t.deepEqual(tick([5, 3], 2), [5, 4], 'so it does when the clock was set back')
  t.deepEqual(tick([5, 0xffff], 5), [6, 0], 'a full counter moves the wall on')
  t.deepEqual(tick([5, 0], Number.NaN), [5, 1], 'a broken clock does not break the stamps')
  t.deepEqual(receive([9, 0], [5, 7], 9), [9, 0], 'what is earlier changes nothing')
  t.end()
})

test('V25 a clock more than ten minutes ahead carries nobody along', (t) => {
  const now = 1_760_000_000_000
  const tenYears: Stamp = [now + 10 * 365 * 86_400_000, 0]
  t.deepEqual(receive([now, 0], tenYears, now), [now, 0])
  t.deepEqual(
    receive([now, 0], [now + MAX_CLOCK_AHEAD, 0], now),
    [now + MAX_CLOCK_AHEAD, 0],
    'ten minutes are forgiven',
  )
  t.notOk(isAhead([now + MAX_CLOCK_AHEAD, 9], now))
  t.equal(
    codeOf(() => checkAhead(tenYears, now)),
    'STAMP_AHEAD',
  )
  t.equal(
    codeOf(() => checkAhead([now, 0], now)),
    FINE,
  )
  for (const bad of [[1], [1, 2, 3], ['1', 0], [1, -1], [1, 0x10000], [Number.NaN, 0], 5, null])
    t.equal(readStamp(bad), null)
  t.end()
})
