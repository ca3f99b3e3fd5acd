import test from 'tape'
import { copyOverSlowLine } from './slow-line.ts'

// Of the real thing, 2 kB a second and a minute of silence, a 30th and a 17th: a block takes longer than a silence may last, as there.
test('RE3 a file comes over a slow line block by block, also when the line is cut in the middle of one', (t) =>
  copyOverSlowLine(t, { bytesPerSecond: 60_000, blocks: 2, waits: { look: 3_500, word: 3_500 } }))
