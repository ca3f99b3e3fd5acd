import test from 'tape'
import type { AllmendeNode } from '../src/index.ts'
import { connect, errorOf, eventually, scene } from './nodes.ts'

const personOf = async (node: AllmendeNode): Promise<string> => (await node.status()).person ?? ''

const sees = async (node: AllmendeNode, words: string): Promise<boolean> =>
  (await node.find({ words })).total > 0

const meets = async (node: AllmendeNode, other: AllmendeNode): Promise<boolean> =>
  (await node.status()).peers.some(({ node: id, commons }) => id === other.id && commons.length > 0)

/** Everything that is held of a commons and not refused, in an order of its own. */
async function recordsOf(node: AllmendeNode, commons: string): Promise<string> {
  const all: string[] = []
  for await (const { id } of node.exportRecords(commons)) all.push(id)
  return all.toSorted().join('\n')
}

/** Anna founded a commons; the others have joined it, and everybody has shared something. */
async function village(t: test.Test, names: readonly string[], open: boolean) {
  const { open: openNode, files } = scene(t)
  const [anna, ...others] = await Promise.all(['anna', ...names].map((name) => openNode(name)))
  const share = async (node: AllmendeNode, title: string) =>
    node.share({ path: files(title, { 'a.txt': title }), licence: 'CC0-1.0', title, commons: 'Village' })
  const { link } = await anna!.createCommons({ name: 'Village', public: open })
  await anna!.profile({ name: 'Anna' })
  await share(anna!, 'anvil')
  for (const [at, node] of others.entries()) {
    await node.joinCommons({ link })
    await node.profile({ name: names[at]! })
    await share(node, `thing of ${names[at]!}`)
    await connect(node, anna!)
    await eventually(`${names[at]!} to be seen by Anna`, () => sees(anna!, `thing of ${names[at]!}`))
  }
  return { anna: anna!, others, share, link, open: openNode, files }
}

test('N30 R20 S23 somebody blocked is cut off and gone from what is found, also by way of others, and comes back when unblocked', async (t) => {
  const { anna, others, share } = await village(t, ['Ben', 'Mallory'], true)
  const [ben, mallory] = others as [AllmendeNode, AllmendeNode]
  await connect(mallory, ben)
  await eventually('Ben to see Mallory', () => sees(ben, 'thing of Mallory'))
  const blocked = await anna.block({ person: 'Mallory', note: 'spam' })
  t.deepEqual([blocked.name, blocked.note, blocked.commons], ['Mallory', 'spam', null])
  t.notOk(await sees(anna, 'thing of Mallory'), 'gone from what is found')
  t.notOk(
    (await anna.status()).peers.some(({ node }) => node === mallory.id),
    'the connection is closed',
  )
  await share(mallory, 'more of the same')
  await eventually('Ben to have it', () => sees(ben, 'more of the same'))
  await share(ben, 'something of Ben')
  await eventually('Anna to have what Ben shared', () => sees(anna, 'something of Ben'))
  t.notOk(await sees(anna, 'more of the same'), 'nothing of Mallory by way of Ben')
  t.equal((await anna.listBlocks()).blocks.length, 1)
  t.equal((await errorOf(anna.block({ person: 'Ben', remove: true }))).code, 'BLOCK_NONE')
  t.equal((await errorOf(anna.block({ person: await personOf(anna) }))).code, 'BLOCK_SELF')
  await anna.block({ person: 'Mallory', remove: true })
  await eventually('all of Mallory to be back', async () => {
    return (await sees(anna, 'thing of Mallory')) && (await sees(anna, 'more of the same'))
  })
  t.deepEqual(await anna.listBlocks(), { blocks: [] })
})

test('N30 a block holds after a new start', async (t) => {
  const { anna, open } = await village(t, ['Mallory'], true)
  await anna.block({ person: 'Mallory' })
  await anna.close()
  const again = await open('anna')
  t.notOk(await sees(again, 'thing of Mallory'))
  t.equal((await again.listBlocks()).blocks[0]?.name, 'Mallory')
})

test('N31 R90 R93 the founder excludes somebody from a public commons: cut off at once, what was before stays, nothing later is carried or shown by anybody', async (t) => {
  const { anna, others, share, link, open } = await village(t, ['Ben', 'Mallory'], true)
  const [ben, mallory] = others as [AllmendeNode, AllmendeNode]
  await connect(mallory, ben)
  await eventually('Ben to meet Mallory', () => meets(ben, mallory))
  await eventually('Mallory to be named at Ben’s', async () => {
    const found = (await ben.members({})).members.find(({ name }) => name === 'Mallory')
    return (found?.nodes.length ?? 0) > 0
  })
  t.equal((await errorOf(ben.exclude({ person: 'Mallory' }))).code, 'MEMBERS_RIGHT')
  const done = await anna.exclude({ person: 'Mallory', note: 'sold what we lent' })
  t.equal(done.inForce, true)
  t.notOk(
    (await anna.status()).peers.some(({ node }) => node === mallory.id),
    'the connection is closed',
  )
  await eventually('Ben to cut Mallory off', async () => !(await meets(ben, mallory)))
  await share(mallory, 'behind their backs')
  const cleo = await open('cleo')
  await cleo.joinCommons({ link })
  await connect(cleo, mallory)
  await connect(cleo, anna)
  await eventually('Cleo to know of it', async () =>
    (await cleo.members({})).members.some(({ excluded }) => excluded !== null),
  )
  await share(cleo, 'from Cleo')
  for (const node of [anna, ben]) await eventually('what Cleo shared', () => sees(node, 'from Cleo'))
  for (const [name, node] of Object.entries({ anna, ben, cleo })) {
    t.ok(await sees(node, 'thing of Mallory'), `${name}: what was before stays`)
    t.notOk(await sees(node, 'behind their backs'), `${name}: what came later isn’t shown`)
  }
  await connect(ben, cleo)
  await eventually('all to hold the same', async () => {
    const [one, two, three] = await Promise.all([anna, ben, cleo].map((node) => recordsOf(node, 'Village')))
    return one === two && two === three
  })
  const member = (await anna.members({})).members.find(({ name }) => name === 'Mallory')
  t.deepEqual(
    [member?.excluded?.by.map(({ name }) => name), member?.excluded?.note],
    [['Anna'], 'sold what we lent'],
  )
  t.equal((await errorOf(anna.exclude({ person: 'Mallory' }))).code, 'MEMBERS_OUT')
  await anna.readmit({ person: 'Mallory' })
  await connect(mallory, anna)
  await eventually('what was written meanwhile to be shown', () => sees(anna, 'behind their backs'))
  t.equal((await errorOf(anna.readmit({ person: 'Mallory' }))).code, 'MEMBERS_IN')
})

test('R90 R91 two people for whom the founder vouched exclude together, the founder being away', async (t) => {
  const { anna, others } = await village(t, ['Ben', 'Cleo', 'Mallory'], true)
  const [ben, cleo, mallory] = others as [AllmendeNode, AllmendeNode, AllmendeNode]
  for (const node of [ben, cleo]) await anna.vouch({ person: await personOf(node), commons: 'Village' })
  await connect(ben, cleo)
  await connect(mallory, ben)
  const knows = (node: AllmendeNode) => async () => {
    const { members } = await node.members({})
    const vouched = members.filter(({ vouchedBy }) => vouchedBy.some(({ name }) => name === 'Anna'))
    return vouched.length === 2 && members.some(({ name }) => name === 'Mallory')
  }
  for (const node of [ben, cleo]) await eventually('the vouches to be known', knows(node))
  await anna.close()
  const first = await ben.exclude({ person: 'Mallory' })
  t.equal(first.inForce, false, 'one alone is not enough')
  t.ok((await ben.members({})).members.some(({ proposedBy }) => proposedBy.length === 1))
  await eventually('Cleo to hear of it', async () =>
    (await cleo.members({})).members.some(({ proposedBy }) => proposedBy.length === 1),
  )
  const second = await cleo.exclude({ person: 'Mallory' })
  t.equal(second.inForce, true, 'two are')
  t.deepEqual(new Set(second.by.map(({ name }) => name)), new Set(['Ben', 'Cleo']))
  await eventually('Ben to cut Mallory off', async () => !(await meets(ben, mallory)))
})
