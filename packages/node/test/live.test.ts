import test from 'tape'
import { seeded } from '@allmende/testkit'
import { TestEditor } from './editor.ts'
import { connect, errorOf, eventually, scene } from './nodes.ts'

async function stage(t: test.Test, text = 'Once upon a time\n') {
  const it = scene(t)
  const anna = await it.open('anna')
  await anna.profile({ name: 'Anna' })
  const { link } = await anna.createCommons({ name: 'Garden', public: true })
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Tale', text })
  const editor = (name: string, node = anna) => {
    const one = new TestEditor(node, id, name)
    one.connect()
    return one
  }
  return { it, anna, link, id, editor }
}

test('PR5 two editors and another node write at once, and all come to the same text', async (t) => {
  const { it, anna, link, id, editor } = await stage(t)
  const bert = await it.open('bert')
  await bert.profile({ name: 'Bert' })
  await bert.joinCommons({ link })
  await connect(bert, anna)
  await eventually('the draft at Bert', async () => (await bert.draftText(id)).text.startsWith('Once'))
  const editors = [editor('a'), editor('b'), editor('c', bert)]
  await eventually('the texts', async () => editors.every(({ text }) => text.startsWith('Once')))
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  t.comment(`seed ${seed}`)
  const random = seeded(seed)
  let typed = ''
  for (let round = 0; round < 40; round++) {
    const one = editors[random.int(3)]!
    const at = random.int(one.text.length + 1)
    // Letters that are nowhere else: what is lost or doubled shows in the end.
    const letter = String.fromCodePoint(0x4e00 + round)
    typed += letter
    one.write(at, random.chance(0.25) ? Math.min(one.text.length, at + 1) : at, letter)
    if (random.chance(0.5)) await one.push()
  }
  for (const one of editors) if (one.unsent().length > 0) await one.push()
  await eventually('the same text everywhere', async () => {
    const texts = new Set([...editors.map(({ text }) => text), (await anna.draftText(id)).text])
    return texts.size === 1 && editors.every((one) => one.unsent().length === 0)
  })
  const { text } = await anna.draftText(id)
  const twice = typed.split('').filter((letter) => text.split(letter).length > 2)
  t.deepEqual(twice, [], 'nothing stands there twice')
  t.equal((await bert.draftText(id)).text, text, 'the other node has it too')
  for (const one of editors) await one.disconnect()
})

test('PR6 an editor that lost its connection goes on where it was: nothing is lost or done twice', async (t) => {
  const { anna, id, editor } = await stage(t)
  const one = editor('a')
  await eventually('the text', async () => one.text !== '')
  one.write(0, 0, 'Well. ')
  const sent = one.unsent()
  const { table, version } = one
  await one.disconnect()
  await anna.pushLive({ draft: id, client: 'a', table, version, updates: sent })
  t.equal(one.text, 'Well. Once upon a time\n')
  one.write(one.text.length, one.text.length, 'The end.')
  await anna.spliceDraft({ draft: id, splices: [{ at: 0, remove: 0, insert: '* ' }] })
  // The answer was lost: it sends everything again, from the version it knows.
  await one.push()
  one.connect()
  const all = '* Well. Once upon a time\nThe end.'
  await eventually('the text at the editor', async () => one.text === all && one.unsent().length === 0)
  t.equal((await anna.draftText(id)).text, all)
  t.equal(one.texts, 1, 'only what came since was told')
  await one.disconnect()
})

test('PR6 what is no edit of the text, or of another table, is refused and harms nothing', async (t) => {
  const { anna, id, editor } = await stage(t)
  const one = editor('a')
  await eventually('the text', async () => one.text !== '')
  const change = (from: number, to: number) => one.push([[{ from, to, insert: 'x' }]])
  t.equal((await errorOf(change(0, 1_000))).code, 'LIVE_INVALID')
  t.equal((await errorOf(change(3, 2))).code, 'LIVE_INVALID')
  const apart = [
    { from: 5, to: 6, insert: '' },
    { from: 0, to: 1, insert: '' },
  ]
  t.equal((await errorOf(one.push([apart]))).code, 'LIVE_INVALID')
  const { version } = one
  const elsewhere = { draft: id, client: 'a', table: 'other', version, updates: [] }
  t.equal((await errorOf(anna.pushLive(elsewhere))).code, 'LIVE_TABLE_GONE')
  const ahead = { ...elsewhere, table: one.table, version: version + 1 }
  t.equal((await errorOf(anna.pushLive(ahead))).code, 'LIVE_INVALID')
  one.write(0, 0, '\r\n\ud800')
  await one.push()
  await eventually('it to be confirmed', async () => one.unsent().length === 0)
  t.equal((await anna.draftText(id)).text, '\r\n\ufffdOnce upon a time\n', 'half a character is none')
  await one.disconnect()
})
