import test from 'tape'
import { connect, errorOf, eventually, scene } from './nodes.ts'

const TEXT = 'A chair for two.\n\nIt has four legs and a back.\n\nUse four screws.\n'

/** Anna's draft, which only she may edit, at Bert too. */
async function stage(t: test.Test) {
  const it = scene(t)
  const [anna, bert] = [await it.open('anna'), await it.open('bert')]
  await anna.profile({ name: 'Anna' })
  await bert.profile({ name: 'Bert' })
  const { link } = await anna.createCommons({ name: 'Garden', public: true })
  await bert.joinCommons({ link })
  await connect(anna, bert)
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Chair', text: TEXT })
  await anna.draftAccess({ draft: id, editors: 'invited' })
  await eventually('the draft at Bert', async () => {
    const { editors } = await bert.draftAccess({ draft: id })
    return editors === 'invited' && (await bert.draftText(id)).text === TEXT
  })
  return { anna, bert, id }
}

test('DS1 a comment on a passage is found again after edits, and says what the passage said when it is gone', async (t) => {
  const { anna, bert, id } = await stage(t)
  const { id: screws } = await bert.draftComment({ draft: id, text: 'Which ones?', quote: 'four screws' })
  const { id: line } = await bert.draftComment({ draft: id, text: 'Only four?', line: 3 })
  await bert.draftComment({ draft: id, text: 'I like it.' })
  await eventually('the comments at Anna', async () => (await anna.draftComments(id)).comments.length === 3)
  const { text, heads } = await anna.draftText(id)
  const edited = `For everybody.\n\n${text.replace('four screws', 'four long screws').replace('It has four legs and a back.', '')}`
  await anna.editDraft({ draft: id, text: edited, heads })
  await eventually('her text at Bert', async () => (await bert.draftText(id)).text === edited)
  for (const node of [anna, bert]) {
    const { comments } = await node.draftComments(id)
    const seen = new Map(comments.map((comment) => [comment.text, comment]))
    t.deepEqual(seen.get('Which ones?')?.now, { text: 'four long screws', from: 40, to: 56, line: 7 })
    t.deepEqual(
      [seen.get('Only four?')?.now, seen.get('Only four?')?.quote],
      [null, 'It has four legs and a back.'],
    )
    t.deepEqual([seen.get('I like it.')?.now, seen.get('I like it.')?.quote], [null, null])
  }
  t.equal((await errorOf(bert.draftComment({ draft: id, text: 'x', quote: 'five' }))).code, 'PASSAGE_UNKNOWN')
  t.equal((await errorOf(bert.draftComment({ draft: id, text: 'x', quote: 'e' }))).code, 'PASSAGE_AMBIGUOUS')
  t.equal((await errorOf(bert.draftComment({ draft: id, text: 'x', line: 99 }))).code, 'PASSAGE_LINE')
  await anna.comment({ on: screws, text: 'Long ones.' })
  await anna.resolveComment({ comment: screws })
  await bert.resolveComment({ comment: line })
  await eventually('both to be done with, on both', async () => {
    const all = await Promise.all([anna, bert].map((node) => node.draftComments(id)))
    return all.every(({ comments }) => comments.filter(({ resolved }) => resolved).length === 2)
  })
  const { comments } = await bert.draftComments(id)
  t.equal(
    comments.find(({ text: said }) => said === 'Long ones.')?.about,
    screws,
    'an answer is about the comment',
  )
  const { id: hers } = await anna.draftComment({ draft: id, text: 'Hm.' })
  await eventually('it at Bert', async () => (await bert.draftComments(id)).comments.length === 5)
  t.equal((await errorOf(bert.resolveComment({ comment: hers }))).code, 'COMMENT_FOREIGN')
})

test('DS2 who may not edit suggests, piece by piece; accepted it is theirs in text and history, on every node', async (t) => {
  const { anna, bert, id } = await stage(t)
  const { text, heads } = await bert.draftText(id)
  const refused = await errorOf(bert.editDraft({ draft: id, text: 'Mine', heads }))
  t.equal(refused.code, 'DRAFT_MAY_NOT_EDIT')
  t.ok(refused.hint?.includes('draft suggest'), 'and is told what to do instead')
  const wished = text
    .replace('A chair for two.', 'A bench for three.')
    .replace('four screws', 'six bolts')
    .replace('a back', 'no back')
  const made = await bert.draftSuggest({
    draft: id,
    text: wished,
    heads,
    title: 'A bench',
    why: 'More room.',
  })
  t.equal(made.pieces, 4)
  t.equal((await bert.draftText(id)).text, TEXT, 'nothing is changed')
  await eventually('it at Anna', async () => {
    const { suggestions } = await anna.draftSuggestions(id)
    return suggestions[0]?.pieces.every(({ change }) => change !== null) === true
  })
  const { suggestions, mayAnswer } = await anna.draftSuggestions(id)
  t.ok(mayAnswer)
  t.notOk((await bert.draftSuggestions(id)).mayAnswer)
  t.deepEqual(
    suggestions[0]?.pieces.map(({ number, change }) => [number, change?.takes, change?.puts, change?.line]),
    [
      [1, 'chair', 'bench', 1],
      [2, 'two', 'three', 1],
      [3, 'a', 'no', 3],
      [4, 'four screws', 'six bolts', 5],
    ],
  )
  t.equal((await errorOf(bert.accept({ reference: made.id }))).code, 'DRAFT_MAY_NOT_EDIT')
  t.equal((await errorOf(anna.accept({ reference: made.id, pieces: [7] }))).code, 'PIECE_UNKNOWN')
  const accepted = await anna.accept({ reference: made.id, pieces: [1, 2, 4] })
  t.deepEqual([accepted.pieces, accepted.byName], [3, 'Bert'])
  await anna.decline({ suggestion: made.id, pieces: [3], reason: 'It needs one.' })
  const now = TEXT.replace('chair for two', 'bench for three').replace('four screws', 'six bolts')
  for (const node of [anna, bert]) {
    await eventually('the same text and answers', async () => {
      const {
        suggestions: [one],
      } = await node.draftSuggestions(id)
      return (
        (await node.draftText(id)).text === now &&
        one?.state === 'partly' &&
        one.pieces.every(({ state }) => state !== 'open')
      )
    })
    const { passages } = await node.draftBlame(id)
    const his = passages
      .filter(({ authorName }) => authorName === 'Bert')
      .map(({ text: said }) => said)
      .join('|')
    t.ok(his.includes('six b'), `his words are his: ${his}`)
  }
  t.equal((await bert.draftSuggestions(id)).suggestions[0]?.reason, 'It needs one.')
  t.equal(
    (await errorOf(anna.accept({ reference: made.id, pieces: [1] }))).code,
    'PIECE_UNKNOWN',
    'once is enough',
  )
})

test('DS3 a suggestion is taken back by who made it, and in a closed draft nobody suggests or answers', async (t) => {
  const { anna, bert, id } = await stage(t)
  const { text, heads } = await bert.draftText(id)
  t.equal(
    (await errorOf(bert.draftSuggest({ draft: id, text, heads, title: 'Nothing' }))).code,
    'SUGGEST_SAME',
  )
  const first = await bert.draftSuggest({
    draft: id,
    text: text.replace('two', 'three'),
    heads,
    title: 'Three',
  })
  const second = await bert.draftSuggest({
    draft: id,
    text: text.replace('four', '4'),
    heads,
    title: 'Digits',
  })
  await eventually('both at Anna', async () => (await anna.draftSuggestions(id)).suggestions.length === 2)
  await bert.withdraw({ suggestion: first.id })
  await eventually('it to be taken back', async () =>
    (await anna.draftSuggestions(id)).suggestions.some(({ state }) => state === 'withdrawn'),
  )
  t.equal((await errorOf(anna.accept({ reference: first.id }))).code, 'SUGGESTION_SETTLED')
  await anna.draftAccess({ draft: id, closed: true })
  t.equal((await errorOf(anna.accept({ reference: second.id }))).code, 'DRAFT_SHUT')
  await eventually('it to be closed at Bert', async () => (await bert.draftAccess({ draft: id })).closed)
  t.equal(
    (await errorOf(bert.draftSuggest({ draft: id, text: 'x', heads, title: 'Late' }))).code,
    'DRAFT_SHUT',
  )
  await anna.draftAccess({ draft: id, closed: false })
  await anna.accept({ reference: second.id })
  await eventually('the second in the text', async () => (await bert.draftText(id)).text.includes('4 legs'))
})

test('DS5 a guest’s suggestion names them on every node, also where their host may not edit, and so does the text once it is accepted', async (t) => {
  const { anna, bert, id } = await stage(t)
  const { heads } = await bert.draftText(id)
  const text = `${TEXT}And oil.\n`
  const made = await bert.draftSuggest({ draft: id, text, heads, title: 'It lasts longer.', guest: 'Ina' })
  t.notOk((await bert.draftSuggestions(id)).mayAnswer, 'Bert himself may not edit')
  await eventually('the suggestion at Anna', async () => {
    const { suggestions } = await anna.draftSuggestions(id)
    return suggestions[0]?.pieces.every(({ change }) => change !== null) === true
  })
  const [seen] = (await anna.draftSuggestions(id)).suggestions
  t.deepEqual([seen?.authorName, seen?.guest, seen?.title], ['Bert', 'Ina', 'It lasts longer.'])
  await anna.accept({ reference: made.id })
  for (const node of [anna, bert]) {
    await eventually('the text', async () => (await node.draftText(id)).text === text)
    const { passages } = await node.draftBlame(id)
    const oil = passages.find((passage) => passage.text.includes('And oil.'))
    t.deepEqual([oil?.authorName, oil?.guest], ['Bert', 'Ina'])
  }
})
