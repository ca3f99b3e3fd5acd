import test from 'tape'
import { copyOverSlowLine } from './slow-line.ts'

test('RE3 a file comes over a line of 2 kB a second, with the waits as they are: six minutes', (t) =>
  copyOverSlowLine(t, { bytesPerSecond: 2_000, blocks: 2 }))
