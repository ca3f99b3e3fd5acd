import test from 'tape'
import { connect, errorOf, eventually, scene } from './nodes.ts'

/** Anna's draft of a good, in which Bert has written. */
async function stage(t: test.Test) {
  const it = scene(t)
  const [anna, bert] = [await it.open('anna'), await it.open('bert')]
  await anna.profile({ name: 'Anna' })
  await bert.profile({ name: 'Bert' })
  const { link } = await anna.createCommons({ name: 'Garden', public: true })
  await bert.joinCommons({ link })
  await connect(anna, bert)
  const { id } = await anna.createDraft({
    editors: 'commons',
    title: 'Chair',
    text: 'Four legs, four screws.',
  })
  await eventually('the draft at Bert', async () => (await bert.draftText(id)).text !== '')
  await bert.editDraft({ draft: id, text: 'Four legs and a back, four screws.' })
  await eventually('his words at Anna', async () => (await anna.draftText(id)).text.includes('back'))
  await anna.editBeside({ draft: id, edits: [{ set: { licence: 'CC0-1.0' } }, { addLine: { name: 'Leg' } }] })
  return { anna, bert, id }
}

test('a draft is told as it was at each change, with who made what of it, on every node alike', async (t) => {
  const { anna, bert, id } = await stage(t)
  const { changes } = await anna.draftHistory(id)
  const texts = await Promise.all(
    changes.map(async ({ change }) => {
      const { passages } = await anna.draftAt({ draft: id, change })
      return passages.flatMap(({ what, text }) => (what === 'removed' ? [] : [text])).join('')
    }),
  )
  t.equal(texts[0], 'Four legs, four screws.')
  t.equal(texts.at(-1), 'Four legs and a back, four screws.')
  const his = changes.findIndex(({ authorName }) => authorName === 'Bert')
  const moment = await anna.draftAt({ draft: id, change: changes[his]?.change ?? '' })
  t.deepEqual(
    moment.people.map(({ name }) => name),
    ['Bert'],
  )
  t.ok(
    moment.passages.some(({ what, text }) => what === 'added' && text === ' and a back'),
    'what he put in',
  )
  t.equal(moment.beside, null, 'nothing was set beside the text then')
  const last = changes.at(-1)?.change ?? ''
  const whole = await anna.draftAt({ draft: id, change: last, since: 'beginning' })
  t.deepEqual(
    whole.people.map(({ name }) => name),
    ['Anna', 'Bert'],
  )
  t.deepEqual(whole.passages, [{ what: 'added', text: 'Four legs and a back, four screws.' }])
  t.deepEqual(whole.fields, { licence: 'CC0-1.0' })
  t.deepEqual(
    whole.lines.map(({ fields }) => fields),
    [{ name: 'Leg' }],
  )
  t.deepEqual([whole.beside?.fields.length, whole.beside?.lines.length], [1, 1])
  await eventually(
    'the same at Bert',
    async () => (await bert.draftHistory(id)).changes.length === changes.length,
  )
  t.deepEqual(await bert.draftAt({ draft: id, change: last, since: 'beginning' }), whole)
  t.equal((await errorOf(anna.draftAt({ draft: id, change: '999' }))).code, 'DRAFT_CHANGE_UNKNOWN')
})

test('whom publishing would credit is told before, and is who is credited then', async (t) => {
  const { anna, id } = await stage(t)
  const before = await anna.draftCredits({ draft: id })
  t.deepEqual([before.good, before.licence], [null, 'CC0-1.0'])
  t.deepEqual(
    before.credits.map(({ name, roles, anew }) => [name, roles, anew]),
    [['Bert', ['author'], true]],
  )
  const published = await anna.publishDraft({ draft: id, licence: 'CC0-1.0' })
  const after = await anna.draftCredits({ draft: id })
  t.deepEqual([after.good?.id, after.good?.versions], [published.id, 1])
  t.deepEqual(
    after.credits.map(({ name, anew }) => [name, anew]),
    [['Bert', false]],
  )
})

test('of several places with the same words a comment is about the one nearest to where they were seen', async (t) => {
  const { anna, id } = await stage(t)
  const text = 'A leg. A leg. A leg.'
  await anna.editDraft({ draft: id, text })
  await anna.draftComment({ draft: id, text: 'This one?', quote: 'A leg.', near: 8 })
  const { comments } = await anna.draftComments(id)
  t.equal(comments[0]?.now?.from, 7)
  t.equal(
    (await errorOf(anna.draftComment({ draft: id, text: 'x', quote: 'A leg.' }))).code,
    'PASSAGE_AMBIGUOUS',
  )
})

test('what lies on the disk is told by commons and good', async (t) => {
  const it = scene(t)
  const anna = await it.open('anna')
  await anna.createCommons({ name: 'Garden', public: true })
  const path = it.files('bench', { 'a.txt': 'x'.repeat(3000) })
  const { id } = await anna.share({ path, title: 'Bench', licence: 'CC0-1.0', type: 'design' })
  const { disk, commons } = await anna.storage()
  t.ok(disk > 3000, `${disk} bytes on the disk`)
  t.deepEqual(
    commons.map(({ name, bytes, versions }) => [name, bytes, versions]),
    [['Garden', 3000, 1]],
  )
  t.deepEqual(commons[0]?.goods, [
    { id, title: 'Bench', yours: true, pinned: false, versions: 1, bytes: 3000, elsewhere: 0 },
  ])
})
