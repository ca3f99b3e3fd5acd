import test from 'tape'
import { Flow } from '../src/flow.ts'

/** A line of so many bytes a second, asked four times a second for so long. */
function lines() {
  let [now, bytes] = [0, 1_000]
  const flow = new Flow(bytes, now)
  return {
    flow,
    gone: () => (bytes = 0),
    pass: (seconds: number, perSecond: number): number | null => {
      let since: number | null = null
      for (let step = 0; step < seconds * 4; step++) {
        now += 250
        bytes += perSecond / 4
        since = flow.since(bytes, now)
      }
      return since
    },
  }
}

test('RE3 what comes in over a slow line is seen before a block is whole; what only keeps a connection alive is not', (t) => {
  const { flow, pass, gone } = lines()
  t.equal(pass(20, 100), null, 'some words now and then')
  t.equal(pass(6, 2_000), 0)
  t.equal(Math.round(flow.rate), 2_000)
  t.equal(pass(10, 100), 10_000, 'since it came to a stop')
  gone()
  t.equal(pass(1, 0), 11_000, 'one of them went, and took its count along')
  t.ok((pass(2, 2_000) ?? Infinity) < 1_000, 'and what the others bring counts from there')
  t.end()
})
