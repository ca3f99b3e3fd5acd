import test from 'tape'
import { powerCut } from './power-cut.ts'

/** Said in the title, so that a failing run can be played again. */
const SEED = 20_251

test(`L3 the write-ahead log cut at 20 places: nothing acknowledged is lost, nothing forks (seed ${SEED})`, async (t) => {
  const report = await powerCut(20, SEED)
  t.equal(report.places, 20)
  t.equal(report.lost, 0, 'acknowledged records lost')
  t.equal(report.forks, 0, 'forks')
  t.equal(report.silent, 0, 'stops that nobody was told of')
  t.ok(report.replayed > 5, `the journal was needed at ${report.replayed} places: the cuts did cut`)
})

test(`L5 journal and write-ahead log both cut at 10 acknowledged places, as by a disk that lied: no fork (seed ${SEED})`, async (t) => {
  const report = await powerCut(10, SEED, true)
  t.equal(report.lost, 0, 'everything came back from the peer')
  t.equal(report.forks, 0, 'forks')
  t.ok(report.sealed > 5, `${report.sealed} logs were given up for new ones`)
})
