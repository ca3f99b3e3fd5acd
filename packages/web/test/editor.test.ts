import { gzipSync } from 'node:zlib'
import { ChangeSet, Text } from '@codemirror/state'
import test from 'tape'
import { resume } from '../src/editor/resume.ts'
import { guestAssets } from '../src/index.ts'

const text = (words: string) => Text.of(words.split('\n'))
const insert = (at: number, words: string, length: number) =>
  ChangeSet.of({ from: at, insert: words }, length, '\n')

test('what was written while the node was gone is put onto the text as it is now, once', (t) => {
  const base = text('Bread and cheese.')
  const pending = [insert(0, 'Rye ', 17), insert(21, ' Wine.', 21)]
  const on = (now: string, sent: number) => resume(base, pending, sent, now).rest.apply(text(now)).toString()
  t.equal(on('Bread and cheese.', 0), 'Rye Bread and cheese. Wine.', 'nothing was on its way')
  t.equal(on('Bread and cheese.', 1), 'Rye Bread and cheese. Wine.', 'the first was, and did not arrive')
  t.equal(on('Rye Bread and cheese.', 1), 'Rye Bread and cheese. Wine.', 'it did')
  t.equal(on('Rye Bread and cheese. Wine.', 2), 'Rye Bread and cheese. Wine.', 'both did')
  t.equal(on('* Rye Bread and cheese.', 1), '* Rye Bread and cheese. Wine.', 'and somebody else wrote')
  t.equal(on('* Bread and cheese.', 1), '* Rye Bread and cheese. Wine.', 'without it having arrived')
  const { shown } = resume(base, pending, 0, '* Bread and cheese.')
  t.equal(shown.apply(text('Rye Bread and cheese. Wine.')).toString(), '* Rye Bread and cheese. Wine.')
  t.end()
})

test('WB2 the page for guests is three files, small enough for a phone; what shows a good and draws its models comes when one is looked at', async (t) => {
  const assets = await guestAssets()
  const models = ['/guest-model-worker.js', '/guest-model.js']
  const later = ['/guest-good.js', ...models]
  t.deepEqual([...assets.keys()].toSorted(), ['/', ...later, '/guest.css', '/guest.js'])
  const sum = (paths: readonly string[]): number =>
    paths.reduce((bytes, path) => bytes + gzipSync(assets.get(path)?.body ?? '').length, 0)
  const first = [...assets.keys()].filter((path) => !later.includes(path))
  t.ok(sum(first) < 120_000, `${sum(first)} bytes compressed`)
  t.ok(sum(['/guest-good.js']) < 30_000, `${sum(['/guest-good.js'])} bytes for goods`)
  t.ok(sum(models) < 160_000, `${sum(models)} bytes for models`)
})
