import test from 'tape'
import type { DraftEvent } from '../src/index.ts'
import { connect, errorOf, eventually, scene } from './nodes.ts'

/** Two people with a draft that both wrote in. */
async function stage(t: test.Test) {
  const it = scene(t)
  const [anna, bert] = [await it.open('anna'), await it.open('bert')]
  await anna.profile({ name: 'Anna' })
  await bert.profile({ name: 'Bert' })
  const { link } = await anna.createCommons({ name: 'Garden', public: true })
  await bert.joinCommons({ link })
  await connect(anna, bert)
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Minutes', text: 'Bread\nCheese\n' })
  await eventually('the draft at Bert', async () => (await bert.draftText(id)).text.includes('Cheese'))
  const { text, heads } = await bert.draftText(id)
  await bert.editDraft({ draft: id, text: `${text}Wine\n`.replace('Bread', 'Rye Bread'), heads })
  await eventually('his words at Anna', async () => (await anna.draftText(id)).text.includes('Wine'))
  /** The same home opened again, met by nobody. */
  const away = async (name: string, node: typeof anna) => {
    await node.close()
    return it.open(name)
  }
  return { anna, bert, id, away }
}

test('a draft says who wrote what, what changed since a moment, and becomes again what it was', async (t) => {
  const { anna, bert, id } = await stage(t)
  const { passages } = await anna.draftBlame(id)
  t.deepEqual(
    passages.map(({ text, authorName }) => [text, authorName]),
    [
      ['Rye ', 'Bert'],
      ['Bread\nCheese\n', 'Anna'],
      ['Wine\n', 'Bert'],
    ],
  )
  const { changes } = await anna.draftHistory(id)
  const first = changes[0]?.change ?? ''
  const diff = await anna.draftDiff({ draft: id, from: '1' })
  t.deepEqual(
    diff.lines.map(({ what, text, by }) => [what, text, by]),
    [
      ['removed', 'Bread', []],
      ['added', 'Rye Bread', ['Bert', 'Anna']],
      ['same', 'Cheese', []],
      ['added', 'Wine', ['Bert']],
    ],
  )
  t.deepEqual((await anna.draftDiff({ draft: id, from: first.slice(0, 10) })).lines, diff.lines)
  t.equal((await errorOf(anna.draftDiff({ draft: id, from: '99' }))).code, 'DRAFT_CHANGE_UNKNOWN')
  const restored = await bert.restoreDraft({ draft: id, change: first })
  t.equal(restored.text, 'Bread\nCheese\n')
  await eventually('it at Anna', async () => (await anna.draftText(id)).text === restored.text)
  t.ok((await anna.draftHistory(id)).changes.length > changes.length, 'what came since stays in the history')
  const other = await anna.createDraft({ editors: 'commons', title: 'Shorter', text: 'Bread\n' })
  const beside = await anna.draftDiff({ draft: id, with: other.id })
  t.deepEqual([beside.added, beside.removed], [0, 1])
})

test('who may edit is for whoever began the draft to say, and every node keeps to it', async (t) => {
  const { anna, bert, id } = await stage(t)
  t.equal((await anna.draftAccess({ draft: id })).editors, 'commons')
  t.equal((await errorOf(bert.draftAccess({ draft: id, closed: true }))).code, 'DRAFT_NOT_YOURS')
  const { person } = await bert.profile({})
  const invited = await anna.draftAccess({ draft: id, invite: ['Bert'] })
  t.deepEqual(invited, {
    id,
    title: 'Minutes',
    editors: 'invited',
    invited: [{ person, name: 'Bert' }],
    closed: false,
  })
  t.deepEqual((await anna.draftAccess({ draft: id, uninvite: ['Bert'] })).invited, [])
  // What Bert writes before he knows is his right: it cites what allowed it.
  let tries = 0
  const edit = () => bert.editDraft({ draft: id, text: `Mine ${tries++}` })
  await eventually('Bert to be refused', async () => (await errorOf(edit())).code === 'DRAFT_MAY_NOT_EDIT')
  const closed = await anna.draftAccess({ draft: id, closed: true, editors: 'commons' })
  t.ok(closed.closed)
  t.equal(
    (await errorOf(anna.editDraft({ draft: id, text: 'Mine' }))).code,
    'DRAFT_SHUT',
    'nor by its author',
  )
  await anna.draftAccess({ draft: id, closed: false })
  t.equal((await anna.editDraft({ draft: id, text: 'Mine' })).text, 'Mine')
})

test('whoever comes back is told what others wrote, and which passage both rewrote, until somebody settles it', async (t) => {
  const { anna, bert, id, away } = await stage(t)
  t.deepEqual((await anna.draftNews({ draft: id, look: true })).changes, 0, 'a first look finds nothing new')
  await bert.draftNews({ draft: id, look: true })
  const alone = await away('bert', bert)
  const edit = async (node: typeof anna, from: string, to: string) => {
    const { text, heads } = await node.draftText(id)
    await node.editDraft({ draft: id, text: text.replace(from, to), heads })
  }
  await edit(alone, 'Cheese', 'Old cheese')
  await edit(anna, 'Cheese', 'Cheese from the goat')
  await edit(anna, 'Wine', 'Red wine')
  await connect(anna, alone)
  await eventually('both texts together', async () => (await alone.draftText(id)).text.includes('Red wine'))
  for (let asked = 0; asked < 2; asked++)
    t.equal(
      (await alone.draftNews({ draft: id })).clashes.length,
      1,
      'to ask is no look, and finds nothing twice',
    )
  const news = await alone.draftNews({ draft: id, look: true })
  t.deepEqual([news.changes, news.people.map(({ name }) => name)], [2, ['Anna']])
  t.deepEqual(
    news.clashes.map(({ ours, theirs }) => [ours, theirs]),
    [['Old cheese', 'Cheese from the goat']],
  )
  t.ok(news.clashes[0]?.now, 'what was woven of them is shown')
  const again = await alone.draftNews({ draft: id })
  t.deepEqual([again.changes, again.clashes.length], [0, 1], 'it waits, though there is nothing new')
  t.equal((await errorOf(alone.settleClash({ draft: id, clash: 2, take: 'ours' }))).code, 'CLASH_UNKNOWN')
  const { text } = await alone.settleClash({ draft: id, clash: 1, take: 'theirs' })
  t.equal(text, 'Rye Bread\nCheese from the goat\nRed wine\n')
  t.equal((await alone.draftNews({ draft: id })).clashes.length, 0)
  await eventually('it at Anna', async () => (await anna.draftText(id)).text === text)
})

test('an edited text that comes back after others rewrote the same sentence is no silent weaving either', async (t) => {
  const { anna, bert, id } = await stage(t)
  const begun = await bert.draftText(id)
  const { text, heads } = await anna.draftText(id)
  await anna.editDraft({ draft: id, text: text.replace('Cheese', 'Tofu'), heads })
  await eventually('it at Bert', async () => (await bert.draftText(id)).text.includes('Tofu'))
  await bert.editDraft({ draft: id, text: begun.text.replace('Cheese', 'Butter'), heads: begun.heads })
  const { clashes } = await bert.draftNews({ draft: id })
  t.deepEqual(
    clashes.map(({ ours, theirs }) => [ours, theirs]),
    [['Butter', 'Tofu']],
  )
  const settled = await bert.settleClash({ draft: id, clash: 1, take: 'as-is', text: 'Butter and tofu' })
  t.equal(settled.text, 'Rye Bread\nButter and tofu\nWine\n')
})

test('a draft that is nearly full says so in every answer, with what is left, and a full one what to do', async (t) => {
  const node = await scene(t).open('anna')
  await node.createCommons({ name: 'Garden', public: true })
  const { id } = await node.createDraft({ editors: 'commons', title: 'Novel', text: 'word '.repeat(150_000) })
  t.equal((await node.draftText(id)).near, undefined, 'at 75 % nothing is said')
  const events: DraftEvent[] = []
  const ending = new AbortController()
  const following = node.followDraft(id, { onEvent: (event) => events.push(event), signal: ending.signal })
  const insert = 'more '.repeat(12_000)
  const { near } = await node.spliceDraft({ draft: id, splices: [{ at: 0, remove: 0, insert }] })
  t.deepEqual(near, [{ what: 'characters', now: 810_000, limit: 1_000_000 }])
  const { text, heads } = await node.draftText(id)
  const edited = await node.editDraft({ draft: id, text: `${text}!`, heads })
  t.equal(edited.near?.[0]?.now, 810_001)
  t.equal((await node.draftNews({ draft: id })).near?.[0]?.now, 810_001)
  const full = { at: 0, remove: 0, insert: 'x'.repeat(200_000) }
  const error = await errorOf(node.spliceDraft({ draft: id, splices: [full] }))
  t.match(error.hint ?? '', /archive/, 'what to do')
  t.equal((await node.draftText(id)).text.length, 810_001, 'and nothing of it went in')
  ending.abort()
  await following
  t.ok(events.length >= 2, 'whoever follows was told of the changes')
})
