import { seeded } from '@allmende/testkit'
import test from 'tape'
import { type DiffLine, lineDiff } from '../src/index.ts'

const shown = (lines: readonly DiffLine[]) =>
  lines.map(({ what, text }) => `${{ same: ' ', added: '+', removed: '-' }[what]}${text}`).join('\n')

test('R53 what went stands before what came, and what stayed between', (t) => {
  t.equal(shown(lineDiff('a\nb\nc\n', 'a\nB\nc\nd\n')), ' a\n-b\n+B\n c\n+d')
  t.equal(shown(lineDiff('', 'a\n')), '+a')
  t.equal(shown(lineDiff('a', '')), '-a')
  t.deepEqual(lineDiff('', ''), [])
  t.equal(shown(lineDiff('x\n\ny\n', 'x\n\n\ny\n')).split('\n').length, 4)
  t.end()
})

test('R53 each text can be read off again, whatever the two are', (t) => {
  const random = seeded('line diff 1')
  for (let round = 0; round < 400; round++) {
    const write = () =>
      Array.from({ length: random.int(30) }, () =>
        random.pick(['', 'a', 'b', `line ${random.int(12)}`]),
      ).join('\n')
    const [before, after] = [write(), write()]
    const lines = lineDiff(before, after)
    const side = (what: DiffLine['what']) =>
      lines.filter((line) => line.what === 'same' || line.what === what).map(({ text }) => text)
    const read = (text: string) => text.replace(/\n$/, '').split('\n')
    t.deepEqual(
      side('removed'),
      before === '' ? [] : read(before),
      `before, round ${round} of seed "line diff 1"`,
    )
    t.deepEqual(side('added'), after === '' ? [] : read(after))
    const numbers = lines.flatMap((line) => line.before ?? [])
    t.deepEqual(
      numbers,
      numbers.map((_, at) => at + 1),
    )
  }
  t.end()
})

test('R53 long texts of equal lines are laid beside each other in little time', (t) => {
  const blank = '\n'.repeat(50_000)
  const lines = lineDiff(`a${blank}b`, `c${blank}\n\nd`)
  t.ok(lines.length >= 50_000)
  t.equal(lines.filter(({ what }) => what !== 'added').length, 50_001)
  t.end()
})
