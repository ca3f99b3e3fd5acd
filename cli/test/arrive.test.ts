import test from 'tape'
import { arrivalOf, arrivalWords, progressOf } from '../src/actions/arrive.ts'
import { lineOf } from '../src/terminal/progress.ts'
import { STATUS } from '../../packages/api/test/fake/samples.ts'

const HERE = { peers: 2, behind: 340, goods: 12, drafts: 1 }

test('a commons that was joined says what is here, what is missing, and what to do next', (t) => {
  const words = (changed: object, running = false) => arrivalWords({ ...HERE, ...changed }, running).join(' ')
  t.equal(
    words({}),
    'Here so far: 12 goods and 1 draft; 340 blocks known to be missing. ' +
      '`allmende start` goes on with it and stays; while it runs it comes by itself.',
  )
  t.match(words({}, true), /The running node goes on by itself; `allmende status` shows how far it is\.$/)
  t.match(words({ behind: null }), /^Connected with 2 computers, and nobody has said yet what there is\./)
  t.match(words({ peers: 0 }), /^Nobody of this commons is connected\. Here from before: 12 goods/)
  t.match(
    words({ peers: 0, behind: null, goods: 0, drafts: 0 }),
    /Nothing of it is here yet\. `allmende start`/,
  )
  t.equal(words({ behind: 0 }), 'Here: 12 goods and 1 draft. Look around with `allmende find`.')
  t.match(
    words({ behind: 0, goods: 0, drafts: 0 }),
    /^It is empty so far: put something in with `allmende share/,
  )
  t.end()
})

test('while it comes in the bar counts what was missing at most, and never what isn’t known', (t) => {
  const line = (changed: object, most: number) => lineOf(progressOf({ ...HERE, ...changed }, most), 2_000, 79)
  t.match(line({}, 400), /^fetching .* 15 % {2}60 blocks of 400 blocks {2}12 goods here$/)
  t.equal(line({ behind: null }, 0), 'connected: hearing what there is …')
  t.equal(line({ peers: 0, behind: null }, 0), 'looking for somebody of this commons …')
  t.end()
})

test('only who shares the commons counts as there, and a commons that was left is none', (t) => {
  const [commons] = STATUS.commons
  const id = commons?.id ?? ''
  const peer = { ...STATUS.peers[0]!, commons: ['another'] }
  t.equal(arrivalOf({ ...STATUS, peers: [peer] }, id)?.peers, 0)
  t.equal(arrivalOf({ ...STATUS, peers: [peer, { ...peer, commons: [id] }] }, id)?.peers, 1)
  t.equal(arrivalOf(STATUS, 'left'), null)
  t.end()
})
