import test from 'tape'
import { connect, eventually, scene } from './nodes.ts'

const TEXT = 'A chair for two.\n\nUse four screws.\n'

test('N38 D56 what an excluded person edited and accepted in a draft beyond what stays is in it on no node, whichever heard first; others go on editing', async (t) => {
  const { open } = scene(t)
  let anna = await open('anna')
  const [ben, mallory] = [await open('ben'), await open('mallory')]
  const { link } = await anna.createCommons({ name: 'Village', public: true })
  await anna.profile({ name: 'Anna' })
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Chair', text: TEXT })
  for (const [name, node] of Object.entries({ Ben: ben, Mallory: mallory })) {
    await node.joinCommons({ link })
    await node.profile({ name })
    await connect(node, anna)
    await eventually('the draft', async () => (await node.draftText(id)).text === TEXT)
    await eventually('them at Anna', async () =>
      (await anna.members({})).members.some((member) => member.name === name),
    )
  }
  await anna.close()
  await connect(ben, mallory)
  const { text, heads } = await ben.draftText(id)
  const { id: suggestion } = await ben.draftSuggest({
    draft: id,
    text: text.replace('four', 'six'),
    heads,
    title: 'Six screws',
  })
  await eventually('the suggestion at Mallory', async () =>
    (await mallory.draftSuggestions(id)).suggestions.some(({ pieces }) =>
      pieces.every(({ change }) => change),
    ),
  )
  await mallory.accept({ reference: suggestion })
  const seen = await mallory.draftText(id)
  const theirs = `${seen.text}Buy them from me.\n`
  await mallory.editDraft({ draft: id, text: theirs, heads: seen.heads })
  await eventually('all of it at Ben', async () => (await ben.draftText(id)).text === theirs)
  await mallory.close()
  anna = await open('anna')
  await anna.exclude({ person: 'Mallory' })
  t.equal((await anna.draftText(id)).text, TEXT)
  await connect(ben, anna)
  await eventually('Ben to hear of it', async () =>
    (await ben.members({})).members.some(({ excluded }) => excluded !== null),
  )
  await eventually('Ben to show what Anna shows', async () => (await ben.draftText(id)).text === TEXT)
  t.equal((await ben.draftSuggestions(id)).suggestions[0]?.state, 'open', 'and the suggestion is open again')
  const now = await ben.draftText(id)
  const mine = now.text.replace('two', 'three')
  await ben.editDraft({ draft: id, text: mine, heads: now.heads })
  const cleo = await open('cleo')
  await cleo.joinCommons({ link })
  await connect(cleo, ben)
  for (const [name, node] of Object.entries({ anna, cleo, ben }))
    await eventually(`the same text at ${name}`, async () => (await node.draftText(id)).text === mine)
  t.pass('all have the same text, with what Ben wrote since')
})
