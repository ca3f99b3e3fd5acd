import { decodeLink } from '@allmende/vocabulary'
import test from 'tape'
import type { AllmendeNode } from '../src/index.ts'
import { connect, errorOf, eventually, scene } from './nodes.ts'

const sees = async (node: AllmendeNode, words: string): Promise<boolean> =>
  (await node.find({ words })).total > 0

const linkOf = async (node: AllmendeNode): Promise<string> => (await node.listCommons())[0]!.link

const epochOf = async (node: AllmendeNode): Promise<number> => (await node.members({})).epoch

const codes = async (node: AllmendeNode): Promise<string[]> =>
  (await node.status()).findings.map(({ code }) => code)

/** A private commons that Anna founded; the others have entered by her link and written something. */
async function board(t: test.Test, names: readonly string[]) {
  const place = scene(t)
  const { open, files } = place
  const [anna, ...others] = await Promise.all(['anna', ...names].map((name) => open(name)))
  const share = (node: AllmendeNode, title: string) =>
    node.share({ path: files(title, { 'a.txt': `content of ${title}` }), licence: 'CC0-1.0', title })
  const { link } = await anna!.createCommons({ name: 'Board', public: false })
  await anna!.profile({ name: 'Anna' })
  await share(anna!, 'anvil')
  for (const [at, node] of others.entries()) {
    await node.joinCommons({ link })
    await node.profile({ name: names[at]! })
    await share(node, `thing of ${names[at]!}`)
    await connect(node, anna!)
    await eventually(`${names[at]!} to be seen by Anna`, () => sees(anna!, `thing of ${names[at]!}`))
    await eventually(`${names[at]!} to see Anna`, () => sees(node, 'anvil'))
  }
  return { ...place, anna: anna!, others, share, link }
}

test('N32 R98 a changed key reaches every member, also one who was away; what was before stays, drafts and files go on', async (t) => {
  const { anna, others, share, link, open, files, read } = await board(t, ['Ben', 'Cleo'])
  const [ben, cleo] = others as [AllmendeNode, AllmendeNode]
  const draft = await ben.createDraft({ editors: 'commons', title: 'Minutes', text: 'first line\n' })
  for (const node of [anna, cleo])
    await eventually('the draft', async () => (await node.draftText(draft.id)).text === 'first line\n')
  await cleo.close()
  const changed = await anna.changeKey({})
  t.deepEqual([changed.epoch, changed.devices], [1, 3])
  t.notEqual(changed.link, link, 'another link')
  const after = await share(anna, 'under the new key')
  await eventually('Ben to see it', () => sees(ben, 'under the new key'))
  await eventually('Ben to write under it', async () => (await epochOf(ben)) === 1)
  await ben.editDraft({ draft: draft.id, text: 'first line\nsecond line\n' })
  await eventually('the edit to reach Anna', async () =>
    (await anna.draftText(draft.id)).text.includes('second line'),
  )
  await anna.editDraft({ draft: draft.id, text: 'first line\nsecond line\nthird line\n' })
  await eventually('hers to reach Ben', async () =>
    (await ben.draftText(draft.id)).text.includes('third line'),
  )
  await ben.copy({ from: after.id, to: files('copies', {}) })
  t.equal(read('copies', 'a.txt'), 'content of under the new key', 'files of the new epoch')
  const again = await open('Cleo')
  await connect(again, ben)
  await eventually('Cleo, who was away, to see it', () => sees(again, 'under the new key'))
  await eventually('and the draft', async () => (await again.draftText(draft.id)).text.includes('third line'))
  t.ok(await sees(again, 'thing of Ben'), 'and what was before')
  await share(again, 'back again')
  await eventually('what Cleo writes to reach Anna', () => sees(anna, 'back again'))
  t.equal((await again.listCommons()).length, 1, 'it is one commons')
  t.equal((await again.listCommons())[0]!.id, (await anna.listCommons())[0]!.id)
  const dora = await open('dora')
  await dora.joinCommons({ link: await linkOf(ben) })
  await connect(dora, anna)
  for (const words of ['anvil', 'thing of Ben', 'under the new key', 'back again'])
    await eventually(`Dora, who came later, to see "${words}"`, () => sees(dora, words))
  await dora.profile({ name: 'Dora' })
  await share(dora, 'by Dora')
  await eventually('and to be seen', () => sees(again, 'by Dora'))
})

test('N33 R98 whoever comes by an old link reads what was until then, is told, can’t write, and comes in by a new one', async (t) => {
  const { anna, link, open, share } = await board(t, [])
  await anna.changeKey({})
  await share(anna, 'under the new key')
  const late = await open('late')
  await late.joinCommons({ link })
  await connect(late, anna)
  await eventually('the old things', () => sees(late, 'anvil'))
  await eventually('to be told', async () => (await codes(late)).includes('key-outdated'))
  t.notOk(await sees(late, 'under the new key'))
  t.equal((await errorOf(late.profile({ name: 'Late' }))).code, 'KEY_OUTDATED')
  await late.joinCommons({ link: await linkOf(anna) })
  await eventually('the new things', () => sees(late, 'under the new key'))
  await late.profile({ name: 'Late' })
  await eventually('to be seen', async () =>
    (await anna.members({})).members.some(({ name }) => name === 'Late'),
  )
  t.equal((await late.listCommons()).length, 1)
})

test('N34 R99 two who change the key at once end alike, and both keys can be read', async (t) => {
  const { anna, others, share, open } = await board(t, ['Ben'])
  const [ben] = others as [AllmendeNode]
  await anna.vouch({ person: (await ben.status()).person ?? '' })
  await eventually('Ben to know of the vouch', async () =>
    (await ben.members({})).members.some(({ you, vouchedBy }) => you && vouchedBy.length > 0),
  )
  await Promise.all([anna.close(), ben.close()])
  const [anna2, ben2] = [await open('anna'), await open('Ben')]
  await Promise.all([anna2.changeKey({}), ben2.changeKey({})])
  await share(anna2, 'under the key of Anna')
  await share(ben2, 'under the key of Ben')
  await connect(ben2, anna2)
  for (const node of [anna2, ben2])
    for (const words of ['under the key of Anna', 'under the key of Ben'])
      await eventually(`"${words}" to be seen`, () => sees(node, words))
  await eventually('both to write under one', async () => {
    const keys = await Promise.all([anna2, ben2].map(async (node) => decodeLink(await linkOf(node))))
    const [one, other] = keys.map((one) => ('readKey' in one ? Buffer.from(one.readKey).toString('hex') : ''))
    return one === other
  })
  await share(ben2, 'afterwards')
  await eventually('and to go on', () => sees(anna2, 'afterwards'))
  t.pass('alike on both')
})

test('R90 R98 two together exclude in a private commons, and it goes on under a key that the excluded doesn’t get', async (t) => {
  const { anna, others, share } = await board(t, ['Ben', 'Cleo', 'Mallory'])
  const [ben, cleo, mallory] = others as [AllmendeNode, AllmendeNode, AllmendeNode]
  for (const node of [ben, cleo]) await anna.vouch({ person: (await node.status()).person ?? '' })
  await connect(ben, cleo)
  const knows = async (node: AllmendeNode) => {
    const { members } = await node.members({})
    return members.filter(({ vouchedBy }) => vouchedBy.length > 0).length === 2 && members.length === 4
  }
  for (const node of [ben, cleo]) await eventually('the vouches to be known', () => knows(node))
  await anna.close()
  await ben.exclude({ person: 'Mallory' })
  await eventually('Cleo to hear of it', async () =>
    (await cleo.members({})).members.some(({ proposedBy }) => proposedBy.length > 0),
  )
  const done = await cleo.exclude({ person: 'Mallory' })
  t.deepEqual([done.inForce, done.newKey], [true, true])
  await share(cleo, 'among ourselves')
  await eventually('Ben to see it', () => sees(ben, 'among ourselves'))
  await eventually('both to write under one key', async () => (await linkOf(ben)) === (await linkOf(cleo)))
  t.notOk(await sees(mallory, 'among ourselves'))
})

test('N36 R98 who is taken in again is given the keys that followed by whoever took them in, and no new link is needed', async (t) => {
  const { anna, others, share, link } = await board(t, ['Ben', 'Mallory'])
  const [ben, mallory] = others as [AllmendeNode, AllmendeNode]
  await anna.exclude({ person: 'Mallory' })
  await share(anna, 'while she was out')
  await eventually('Ben to go on', () => sees(ben, 'while she was out'))
  await anna.changeKey({})
  await share(anna, 'under a third key')
  t.equal(await epochOf(anna), 2)
  await anna.readmit({ person: 'Mallory' })
  await connect(mallory, anna)
  for (const words of ['while she was out', 'under a third key'])
    await eventually(`Mallory to see "${words}"`, () => sees(mallory, words))
  await share(mallory, 'back among you')
  for (const node of [anna, ben]) await eventually('and to be seen', () => sees(node, 'back among you'))
  t.notEqual(await linkOf(mallory), link)
  t.equal(await linkOf(mallory), await linkOf(anna), 'all write under one key')
})

test('DV10 R125 a retired device of a private commons is not given the next key, the key is changed because of it, and the person’s own devices have it', async (t) => {
  const { open, anna, others, share } = await board(t, ['Ben'])
  const [ben] = others as [AllmendeNode]
  const stolen = await open('stolen')
  const { words = '' } = await stolen.profile({ name: 'Cleo' })
  await stolen.joinCommons({ link: await linkOf(anna) })
  await connect(stolen, anna)
  await share(stolen, 'thing of Cleo')
  await eventually('Cleo to be seen', () => sees(anna, 'thing of Cleo'))
  const tablet = await open('tablet')
  await connect(tablet, stolen)
  await tablet.restore({ words })
  await connect(tablet, anna)
  const { device = '' } = (await tablet.listDevices()).devices.find(({ here }) => !here) ?? {}
  await tablet.retireDevice({ device, words, anyway: true })
  await eventually('Anna, who founded it, to change the key', async () => (await epochOf(anna)) === 1)
  for (const node of [ben, tablet]) {
    await connect(node, anna)
    await eventually('the others to go on', async () => (await epochOf(node)) === 1)
  }
  await share(anna, 'under the new key')
  for (const node of [ben, tablet]) await eventually('it', () => sees(node, 'under the new key'))
  await connect(stolen, anna)
  await eventually('the stolen device to be told', async () =>
    (await codes(stolen)).includes('device-retired'),
  )
  t.equal(await epochOf(anna), 1, 'once is enough')
  t.notOk(await sees(stolen, 'under the new key'))
  t.equal((await linkOf(stolen)) === (await linkOf(anna)), false)
  // Whoever has the account's key reads the document, and with the words alone one begins anew.
  const after = await open('after')
  await connect(after, tablet)
  await after.restore({ words })
  await eventually('what is under the new key', () => sees(after, 'under the new key'))
})
