import { join } from 'node:path'
import test from 'tape'
import { connect, errorOf, eventually, scene } from './nodes.ts'

const DESIGN = { licence: 'CERN-OHL-S-2.0', type: 'design' }

test('what was made alone in a private commons is carried into one joined later, by its author and with its versions', async (t) => {
  const it = scene(t)
  const [anna, bert] = [await it.open('anna'), await it.open('bert')]
  await anna.profile({ name: 'Anna' })
  await anna.createCommons({ name: 'Mine', public: false })
  const screw = await anna.share({ path: it.files('screw', { 'a.txt': 'M3' }), title: 'Screw', ...DESIGN })
  const bom = (name: string) => `name,quantity,good\n${name},2,${screw.id}\n`
  const path = it.files('lamp', {
    'README.md': 'one',
    'big.bin': new Uint8Array(200_000).fill(1),
    'bom.csv': bom('Screw'),
  })
  const lamp = await anna.share({ path, title: 'Lamp', ...DESIGN })
  it.files('lamp', { 'README.md': 'two' })
  await anna.share({ path, version: '2.0' })
  await anna.comment({ on: lamp.id, text: 'It glows.' })
  const draft = await anna.createDraft({
    editors: 'commons',
    title: 'Notes',
    text: 'What to do next',
    good: lamp.id,
    commons: 'Mine',
  })

  const { link } = await bert.createCommons({ name: 'Garden', public: true })
  await anna.joinCommons({ link })
  await connect(anna, bert)
  const request = { from: 'Mine', to: 'Garden' }
  const seen = await anna.bringOver({ ...request, dryRun: true })
  t.deepEqual(
    seen.brought.map(({ kind, title, versions }) => [kind, title, versions]),
    [
      ['good', 'Screw', 1],
      ['good', 'Lamp', 2],
      ['draft', 'Notes', 0],
    ],
  )
  const done = await anna.bringOver(request)
  t.equal(done.words, 1)
  const there = done.brought.find(({ title }) => title === 'Lamp')?.id ?? ''
  const bolt = done.brought.find(({ title }) => title === 'Screw')?.id
  await eventually(
    'the lamp and what was said of it at Bert',
    async () => (await bert.show(there)).comments.length > 0,
  )
  const shown = await bert.show(there)
  t.deepEqual([shown.title, shown.authorName, shown.versions[1]?.label], ['Lamp', 'Anna', '2.0'])
  t.equal(shown.parts?.lines[0]?.good, bolt, 'the part is the one that was carried')
  t.equal(shown.comments[0]?.text, 'It glows.')
  await bert.copy({ from: there, to: join(it.folder, 'one'), version: '1' })
  await bert.copy({ from: there, to: join(it.folder, 'two') })
  t.deepEqual([it.read('one', 'README.md'), it.read('two', 'README.md')], ['one', 'two'])
  const carried = done.brought.find(({ kind }) => kind === 'draft')?.id ?? ''
  await eventually(
    'the draft at Bert',
    async () => (await bert.draftText(carried)).text === 'What to do next',
  )
  t.equal((await anna.draftText(draft.id)).text, 'What to do next', 'nothing is taken away')

  it.files('lamp', { 'README.md': 'three' })
  await anna.share({ path, commons: 'Mine' })
  const again = await anna.bringOver(request)
  t.deepEqual(
    again.brought.map(({ title, versions }) => [title, versions]),
    [
      ['Screw', 0],
      ['Lamp', 1],
      ['Notes', 0],
    ],
    'the same again carries what is new',
  )
  t.equal(again.words, 0)
  t.equal((await anna.show(there)).versions.length, 3)
})

test('what others began is left to them, and nothing is carried where it is already', async (t) => {
  const it = scene(t)
  const [anna, bert] = [await it.open('anna'), await it.open('bert')]
  const { link } = await bert.createCommons({ name: 'Board', public: false })
  await bert.share({ path: it.files('x', { 'a.txt': 'x' }), title: 'Of Bert', ...DESIGN })
  await anna.joinCommons({ link })
  await anna.createCommons({ name: 'Garden', public: true })
  await connect(anna, bert)
  await eventually('it at Anna', async () => (await anna.find({ words: 'Bert' })).total === 1)
  const result = await anna.bringOver({ from: 'Board', to: 'Garden' })
  t.deepEqual([result.brought.length, result.left.map(({ title }) => title)], [0, ['Of Bert']])
  t.equal((await errorOf(anna.bringOver({ from: 'Board', to: 'Board' }))).code, 'BRING_SAME')
  const of = await anna.share({
    path: it.files('y', { 'a.txt': 'y' }),
    title: 'Mine',
    commons: 'Garden',
    ...DESIGN,
  })
  const elsewhere = await errorOf(anna.bringOver({ from: 'Board', to: 'Garden', things: [of.id] }))
  t.equal(elsewhere.code, 'BRING_ELSEWHERE')
})
