import test from 'tape'
import { connect, eventually, scene } from '../nodes.ts'

const FILES = {
  'README.md': '# Solar dryer\n\nDries ten kilos of fruit.\n',
  'parts.csv': 'name,quantity,material\nPane,1,glass\nBolt,8,steel\n',
  'dryer.png': 'a picture',
}
const SAID = { title: 'Solar dryer', licence: 'CERN-OHL-S-2.0', type: 'design', tags: ['food'] }

test('DG11 of fields, lines and files it is told who set what stands there: in blame, in a difference, and of others in the news; whose lines and files stand there is an author', async (t) => {
  const it = scene(t)
  const [anna, ben] = [await it.open('anna'), await it.open('ben')]
  await anna.profile({ name: 'Anna' })
  await ben.profile({ name: 'Ben' })
  const { link } = await anna.createCommons({ name: 'Shed', public: true })
  await ben.joinCommons({ link })
  await connect(anna, ben)
  const dryer = await ben.share({ path: it.files('dryer', FILES), ...SAID })
  await eventually('the good at Anna', async () => (await anna.show(dryer.id, {})).versions.length === 1)
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Larger', good: dryer.id })
  await anna.draftNews({ draft: id, look: true })
  await eventually('the draft at Ben', async () => (await ben.showDraft(id)).lines.length === 2)
  // In the same session that took the good over.
  await anna.attachFiles({ draft: id, paths: [it.files('more', { 'front.jpg': 'front' })] })
  // Two that know nothing of each other stand in the history in an order of chance.
  await eventually('Anna’s file at Ben', async () => (await ben.showDraft(id)).files.length === 3)
  await ben.editBeside({
    draft: id,
    edits: [
      { set: { title: 'Large solar dryer' } },
      { line: '1', set: { quantity: 2 } },
      { dropLine: '2' },
      { addLine: { name: 'Hinge', quantity: 4 } },
      { detach: 'dryer.png' },
    ],
  })
  await eventually('Ben’s word at Anna', async () => (await anna.showDraft(id)).files.length === 2)

  const { beside } = await anna.draftBlame(id)
  const hands = beside.map(({ what, name, line, called, authorName }) =>
    [what, line, called, name, authorName].filter((word) => word !== undefined && word !== null).join(' '),
  )
  t.deepEqual(
    hands.filter((hand) => hand.endsWith('Ben')),
    [
      'field title Ben',
      'line 1 Pane quantity Ben',
      'line 2 Hinge Ben',
      'line 2 Hinge name Ben',
      'line 2 Hinge quantity Ben',
    ],
  )
  t.ok(hands.includes('file more/front.jpg Anna'))
  t.ok(hands.includes('line 1 Pane material Anna'), 'who took it over')
  t.notOk(
    hands.some((hand) => /base|begun|taken/.test(hand)),
    'what the draft says of itself is no field of the good',
  )

  const wanted = {
    fields: [{ name: 'title', before: 'Solar dryer', after: 'Large solar dryer', by: ['Ben'] }],
    lines: [
      { what: 'changed', name: 'Pane', fields: ['quantity'], by: ['Ben'] },
      { what: 'added', name: 'Hinge', fields: ['name', 'quantity'], by: ['Ben'] },
      { what: 'removed', name: 'Bolt', fields: [], by: ['Ben'] },
    ],
    files: [{ what: 'removed', path: 'dryer.png', by: ['Ben'] }],
  }
  const news = await anna.draftNews({ draft: id, look: true })
  t.deepEqual(news.beside, wanted, 'what others set, and nothing of one’s own')
  t.equal((await anna.draftNews({ draft: id })).beside, null)
  const { changes } = await anna.draftHistory(id)
  const own = changes.findIndex(({ authorName }) => authorName === 'Ben')
  const diff = await anna.draftDiff({ draft: id, from: String(own) })
  t.deepEqual(diff.beside, wanted, 'by whom it is told in a difference, too')

  await ben.publishDraft({ draft: id })
  t.deepEqual(
    (await ben.show(dryer.id, {})).contributors.map(({ name, roles }) => [name, roles]),
    [
      ['Ben', ['author']],
      ['Anna', ['author']],
    ],
    'for the file: what she took over is nobody’s',
  )
})
