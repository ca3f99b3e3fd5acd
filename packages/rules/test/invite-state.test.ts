import test from 'tape'
import { INVITE_MS, inviteState, MAX_WRONG_WORDS, triesLeft } from '../src/index.ts'

const FRESH = { uses: 1, used: 0, wrong: 0, expires: INVITE_MS, cancelled: false }

test('R160 a code is open until it was used, cancelled or is too old', (t) => {
  t.equal(inviteState(FRESH, 0), 'open')
  t.equal(inviteState(FRESH, INVITE_MS - 1), 'open')
  t.equal(inviteState(FRESH, INVITE_MS), 'expired', 'at the moment it ends')
  t.equal(inviteState({ ...FRESH, used: 1 }, 0), 'used')
  t.equal(inviteState({ ...FRESH, uses: 2, used: 1 }, 0), 'open', 'good for two')
  t.equal(inviteState({ ...FRESH, cancelled: true }, 0), 'cancelled')
  t.end()
})

test('R161 three wrong words are the end of a code, whoever said them, and it stays dead', (t) => {
  for (let wrong = 0; wrong < 6; wrong++) {
    t.equal(inviteState({ ...FRESH, wrong }, 0), wrong < MAX_WRONG_WORDS ? 'open' : 'dead', `${wrong} wrong`)
    t.equal(triesLeft({ wrong }), Math.max(0, 3 - wrong))
  }
  t.equal(
    inviteState({ ...FRESH, wrong: 3, used: 1, cancelled: true }, INVITE_MS * 2),
    'dead',
    'that it died is told',
  )
  t.end()
})
