import test from 'tape'
import { type Prospect, waitsFor, type WaitLimits } from '../src/index.ts'

const LIMITS: WaitLimits = { look: 15, gap: 30, word: 60, slow: 600 }
const nobody: Prospect = { quiet: 0, flow: null, peers: 0, told: 0, met: null, lost: null, holder: false }
const answer = (changed: Partial<Prospect>): string | null => waitsFor({ ...nobody, ...changed }, LIMITS)

test('R170 where nobody comes, the time to look ends the waiting; a node lost meanwhile gives another way its time, and no more', (t) => {
  t.equal(answer({ quiet: 14 }), 'anybody')
  t.equal(answer({ quiet: 15 }), null)
  t.equal(answer({ quiet: 20, met: 40, lost: 5 }), 'another-way')
  t.equal(answer({ quiet: 40, met: 60, lost: 29 }), 'another-way', 'longer than one looks for somebody new')
  t.equal(answer({ quiet: 40, met: 60, lost: 30 }), null)
  t.equal(answer({ quiet: 3, lost: 40 }), 'anybody', 'something came after all')
  t.end()
})

test('R171 whoever has just come is heard first and then given time to send; who is there and silent ends it', (t) => {
  const late = { quiet: 15, peers: 1, met: 0 }
  t.equal(answer(late), 'word', 'connected in the last moment')
  t.equal(answer({ ...late, told: 1 }), 'delivery', 'has said what it has just now')
  t.equal(answer({ ...late, quiet: 29, told: 1, met: 14 }), 'delivery')
  t.equal(answer({ ...late, quiet: 30, told: 1, met: 15 }), null)
  t.equal(answer({ ...late, quiet: 60, met: 45 }), null, 'somebody who never says anything is not waited for')
  t.equal(answer({ quiet: 14, peers: 2, told: 2 }), 'delivery')
  t.equal(answer({ quiet: 15, peers: 2, told: 2 }), null, 'they had all the time')
  const holder = { peers: 2, told: 2, holder: true }
  t.equal(
    answer({ ...holder, quiet: 59 }),
    'delivery',
    'who says to have it may need longer, as after another way was taken',
  )
  t.equal(answer({ ...holder, quiet: 60 }), null)
  const slow = { peers: 1, told: 1 }
  t.equal(answer({ ...slow, quiet: 599, flow: 14 }), 'delivery', 'a large block is on its way')
  t.equal(answer({ ...slow, quiet: 400, flow: 15 }), null, 'it came to a stop')
  t.equal(
    answer({ ...slow, quiet: 600, flow: 0 }),
    null,
    'bytes that never become anything are not waited for',
  )
  t.equal(answer({ quiet: 20, flow: 0 }), null, 'nobody is there')
  t.end()
})
