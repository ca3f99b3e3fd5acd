import { displayText } from '@allmende/vocabulary'
import test from 'tape'
import { arrivalOf } from '../src/actions/arrive.ts'
import { liveLines } from '../src/actions/live.ts'
import { wordsOf } from '../src/actions/status.ts'
import { timeOfDay } from '../src/terminal/amounts.ts'
import { styleFor } from '../src/terminal/style.ts'
import { GARDEN, PEER, STATUS } from '../../packages/api/test/fake/samples.ts'

const AT = new Date(2026, 10, 22, 9, 5, 7).getTime()
const SILENT = { ...PEER, name: 'Ben', silentSince: AT }

test('status says since when a peer is silent, and counts it among those who are there no more', (t) => {
  t.equal(timeOfDay(AT), '09:05:07')
  const words = (peers: (typeof PEER)[]) =>
    wordsOf({ ...STATUS, peers }, 'http://localhost', displayText, styleFor(false, {})).join('\n')
  t.match(words([{ ...PEER, name: 'Cleo' }, SILENT]), /^Peers: 1 computer, 1 silent$/m)
  t.match(words([SILENT]), /^Peers: nobody answers, 1 silent$/m)
  t.match(words([SILENT]), /Ben .* silent since 09:05:07 {2}in 2\.05 kB/, 'in place of its last round trip')
  t.doesNotMatch(words([SILENT]), / ms /)
  t.equal(arrivalOf({ ...STATUS, peers: [SILENT] }, GARDEN.id)?.peers, 0, 'nobody is told as connected')
  t.end()
})

test('a running node says when a peer falls silent, and when it answers again', (t) => {
  const said: string[] = []
  const tell = liveLines(displayText, (line) => said.push(line))
  tell({ type: 'peer-silent', peer: SILENT })
  tell({ type: 'peer-silent', peer: { ...SILENT, silentSince: null } })
  t.deepEqual(said, ['? Ben doesn’t answer: silent since 09:05:07', '+ Ben answers again'])
  t.end()
})
