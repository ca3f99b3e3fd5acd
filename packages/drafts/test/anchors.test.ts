import { seeded, until } from '@allmende/testkit'
import test from 'tape'
import { connect, node } from './node.ts'

const SEED = 'anchors 1'

test('D41 a place is found again behind its character, whatever is edited around it, with and without the live text', async (t) => {
  const [anna, ben] = [await node(t, 'anna'), await node(t, 'ben')]
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  // The second length is one at which the live text is begun.
  for (const words of [40, 4_000]) {
    const random = seeded(`${SEED} ${words}`)
    a.splice(0, (await a.text()).length, 'wörds 😀 '.repeat(words))
    await a.flush()
    const before = await a.text()
    const marked = Array.from({ length: 20 }, () => random.int(before.length)).map(
      (at) => before.indexOf('w', at) + 1,
    )
    const anchors = await Promise.all(marked.map((at) => a.anchor(at)))
    // What follows takes out no w: the anchors must stand behind the w they stood behind.
    const ids = new Map(
      anchors.map((anchor, index) => [anchor, before.slice(0, marked[index]).split('w').length]),
    )
    for (let turn = 0; turn < 12; turn++) {
      const handle = turn % 2 === 0 ? a : b
      const text = await handle.text()
      const at = text.indexOf('ö', random.int(text.length - 40))
      handle.splice(at, 3, 'x'.repeat(random.int(5)))
      await handle.flush()
      await until(async () => (await a.text()) === (await b.text()))
    }
    for (const handle of [a, b]) {
      const text = await handle.text()
      const places = await handle.place(anchors)
      t.ok(
        places.every(
          (at, index) =>
            text.slice(0, at!).split('w').length === ids.get(anchors[index]!) && text[at! - 1] === 'w',
        ),
        'each behind its character',
      )
    }
  }
  await a.close()
  await b.close()
})

test('D41 of a character that was taken out the place is where it was; wide characters count whole; own edits under way are passed', async (t) => {
  const anna = await node(t, 'anna')
  const handle = await anna.open()
  handle.splice(0, 0, 'one 😀 three')
  await handle.flush()
  const anchors = [
    await handle.anchor(0),
    await handle.anchor(3),
    await handle.anchor(6),
    await handle.anchor(12),
  ]
  t.deepEqual(await handle.place(anchors), [0, 3, 6, 12])
  t.equal(anchors[0], '')
  handle.splice(2, 6, '')
  t.deepEqual(await handle.place(anchors), [0, 2, 2, 6], 'at once')
  await handle.flush()
  t.deepEqual(await handle.place(anchors), [0, 2, 2, 6], 'and from Automerge')
  handle.splice(0, 0, 'zero ')
  t.deepEqual(await handle.place(anchors), [0, 7, 7, 11])
  await handle.anchor(99).then(
    () => t.fail('outside the text'),
    (error: { code?: string }) => t.equal(error.code, 'DRAFT_RANGE'),
  )
  await handle.close()
})

test('D41 what names no character has no place: nothing fails, and the worker lives', async (t) => {
  const anna = await node(t, 'anna')
  const handle = await anna.open()
  handle.splice(0, 0, 'text')
  await handle.flush()
  const good = await handle.anchor(2)
  const actor = good.split('@')[1]!
  const hostile = [
    'x',
    '1@00',
    `99@${actor}`,
    `1@${actor}`,
    `-2@${actor}`,
    '2@ffff',
    's',
    'e',
    `${'9'.repeat(400)}@${actor}`,
    '@',
    `3@${'ab'.repeat(4_000)}`,
    `3@${actor}\n`,
    '\ud800',
  ]
  t.deepEqual(await handle.place([...hostile, good]), [...hostile.map(() => null), 2])
  handle.splice(4, 0, '!')
  await handle.flush()
  t.equal(await handle.text(), 'text!')
  await handle.close()
})
