import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { decodeLink } from '@allmende/vocabulary'
import type { AllmendeNode } from '../src/index.ts'
import { connect, errorOf, eventually, type Scene, scene } from './nodes.ts'

const SECRET = 'The key to the shed lies under the third flower pot.'

/** Ada with a commons of one good, and a mirror that holds all of it. */
async function mirrored(place: Scene, options: { public?: boolean; quota?: number } = {}) {
  const ada = await place.open('ada')
  const commons = await ada.createCommons({ name: 'Shed', public: options.public ?? false })
  const big = Buffer.alloc(200_000, SECRET)
  const path = place.files('secret', { 'where.txt': SECRET, 'big.bin': big })
  const good = await ada.share({ path, title: 'Flower pots', licence: 'CC-BY-SA-4.0', type: 'text' })
  await ada.createDraft({ editors: 'commons', title: 'Notes', text: `${SECRET} Don't tell.` })
  const { link } = await ada.mirrorLink({})
  const mirror = await place.open('mirror')
  const { quota } = options
  await mirror.keepMirror({ link, ...(quota !== undefined && { quota }) })
  await connect(ada, mirror)
  return { ada, mirror, commons, good, link }
}

function holdsAll(mirror: AllmendeNode): Promise<unknown> {
  return eventually('the mirror to hold everything', async () => {
    const [kept] = (await mirror.mirrors()).keeps
    return kept?.behind === 0 && kept.logs > 0 && kept.filesWanted > 0 && kept.filesHeld === kept.filesWanted
  })
}

/** Every byte below a folder. */
function bytesIn(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  return Buffer.concat(files.map((file) => readFileSync(join(file.parentPath, file.name))))
}

test('MR1 with every author away a newcomer gets everything from a mirror, which has nothing readable on its disk', async (t) => {
  const place = scene(t)
  const { ada, mirror, commons, good } = await mirrored(place)
  await holdsAll(mirror)
  const [known] = (await ada.mirrors()).mirrors
  t.equal(known?.node, mirror.id, 'members know the mirror')
  t.ok(known?.connected && known.removal === 'none')
  await ada.close()

  const bo = await place.open('bo')
  const joining = bo.joinCommons({ link: commons.link })
  await connect(bo, mirror)
  await joining
  await eventually('Bo to find it', async () => (await bo.find({ words: 'flower' })).total === 1)
  const copied = await bo.copy({ from: good.link, to: join(place.folder, 'copied') })
  t.equal(copied.files, 2, 'with its files')
  t.equal(place.read('copied', 'where.txt'), SECRET)
  await eventually('the draft', async () => (await bo.listDrafts({})).drafts.length === 1)
  const [draft] = (await bo.listDrafts({})).drafts
  t.match((await bo.draftText(draft?.id ?? '')).text, /Don't tell/, 'and the draft')

  await mirror.close()
  const disk = bytesIn(join(place.folder, 'mirror'))
  t.ok(disk.length > 200_000, `${disk.length} bytes lie there`)
  for (const text of [SECRET.slice(0, 20), 'Flower pots', 'where.txt', "Don't tell"])
    t.equal(disk.indexOf(text), -1, `"${text}" isn't among them`)
  t.ok(
    bytesIn(join(place.folder, 'bo')).includes('where.txt'),
    'as it is at a member, where the test finds it',
  )
})

test('MR12 a mirror doesn’t say that it has all as long as nothing of a log it was told of is here', async (t) => {
  const place = scene(t)
  const { ada, mirror, commons } = await mirrored(place, { public: true })
  const hasAll = async (): Promise<boolean> => {
    const [kept] = (await mirror.mirrors()).keeps
    return kept?.behind === 0 && kept.logs > 0
  }
  // Every millisecond: heads and what it is told of come by channels of their own, in any order.
  await eventually('the mirror to say so', hasAll, 1)
  await ada.close()
  const bo = await place.open('bo')
  await bo.joinCommons({ link: commons.link })
  await connect(bo, mirror)
  await eventually('Bo to have found it', async () => (await bo.find({ words: 'flower' })).total > 0)
  t.equal((await bo.find({ words: 'flower' })).total, 1, 'all was there when it said so')
})

test('MR2 the mirror link opens nothing for reading', async (t) => {
  const place = scene(t)
  const { ada, mirror, link } = await mirrored(place)
  const decoded = decodeLink(link)
  t.equal(decoded.type, 'mirror')
  t.notOk('readKey' in decoded)
  t.equal((await errorOf(mirror.joinCommons({ link }))).code, 'MIRROR_ONLY')
  t.equal((await errorOf(mirror.copy({ from: link, into: place.folder }))).code, 'MIRROR_ONLY')
  await holdsAll(mirror)
  t.equal((await mirror.find({ words: 'flower' })).total, 0)
  t.deepEqual((await mirror.status()).commons, [], 'it has no commons of its own')
  t.equal(
    (await errorOf(mirror.keepMirror({ link: (await ada.listCommons())[0]?.link ?? '' }))).code,
    'MIRROR_LINK',
  )
  t.equal((await errorOf(ada.keepMirror({ link }))).code, 'MIRROR_MEMBER')
  t.equal((await errorOf(mirror.keepMirror({ link, quota: 10 }))).code, 'MIRROR_QUOTA')
})

test('MR3 a mirror goes on after a restart, and what is new comes to it by any member', async (t) => {
  const place = scene(t)
  const { ada, mirror, commons } = await mirrored(place, { public: true })
  await holdsAll(mirror)
  await mirror.close()
  const again = await place.open('mirror')
  const [before] = (await again.mirrors()).keeps
  t.ok((before?.logs ?? 0) > 0, 'it knows what belongs to the commons')
  const bo = await place.open('bo')
  await bo.joinCommons({ link: commons.link })
  await connect(bo, ada)
  const path = place.files('bos', { 'soup.txt': 'Water and stones.' })
  const soup = await bo.share({ path, title: 'Stone soup', licence: 'CC-BY-SA-4.0', type: 'text' })
  await connect(bo, again)
  await eventually('Bo’s log to be told of', async () => (await again.mirrors()).keeps[0]?.logs === 2)
  await holdsAll(again)
  await ada.close()
  await bo.close()
  const cy = await place.open('cy')
  await cy.joinCommons({ link: commons.link })
  await connect(cy, again)
  await cy.copy({ from: soup.link, to: join(place.folder, 'soup') })
  t.equal(place.read('soup', 'soup.txt'), 'Water and stones.')
})

test('MR4 the giver of the link has everything deleted, with the disk’s room; others take back what only they told of', async (t) => {
  const place = scene(t)
  const { ada, mirror, commons } = await mirrored(place, { public: true })
  await holdsAll(mirror)
  const bo = await place.open('bo')
  await bo.joinCommons({ link: commons.link })
  t.equal((await errorOf(bo.removeMirror({}))).code, 'MIRROR_NONE')
  await connect(bo, mirror)
  await eventually('Bo to know the mirror', async () => (await bo.mirrors()).mirrors.length === 1)
  const asked = await bo.removeMirror({})
  t.deepEqual(asked.refused, [mirror.id], 'it keeps what Ada told of')
  t.deepEqual(
    asked.removed.map(({ all }) => all),
    [false],
  )
  await holdsAll(mirror)
  const removal = await ada.removeMirror({})
  t.deepEqual(
    removal.removed.map(({ node, all }) => [node, all]),
    [[mirror.id, true]],
  )
  t.ok((removal.removed[0]?.bytes ?? 0) > 200_000, `${removal.removed[0]?.bytes} bytes are free again`)
  const { keeps, takenBack } = await mirror.mirrors()
  t.deepEqual(keeps, [])
  t.equal(takenBack[0]?.by, ada.id, 'the mirror says who asked')
  t.deepEqual(readdirSync(join(place.folder, 'mirror', 'mirrors')), [], 'nothing of it is left')
  t.deepEqual((await ada.mirrors()).mirrors, [], 'nor is it a mirror any more')
  t.deepEqual((await ada.removeMirror({})).removed, removal.removed, 'asked again it says the same')
})

test('MR5 a mirror that is away is asked to delete when it is met', async (t) => {
  const place = scene(t)
  const { ada, mirror } = await mirrored(place)
  await holdsAll(mirror)
  await mirror.close()
  await eventually('it to be gone', async () => (await ada.status()).peers.length === 0)
  t.deepEqual((await ada.removeMirror({})).asked, [mirror.id])
  t.equal((await ada.mirrors()).mirrors[0]?.removal, 'asked')
  const again = await place.open('mirror')
  await connect(ada, again)
  await eventually('it to be deleted', async () => (await again.mirrors()).takenBack.length === 1)
  t.deepEqual((await again.mirrors()).keeps, [])
  await eventually('Ada to be told', async () => (await ada.removeMirror({})).removed[0]?.all === true)
})

test('MR6 a mirror stays within its quota, and says that it is full', async (t) => {
  const place = scene(t)
  const { ada, mirror } = await mirrored(place, { quota: 1_000_000 })
  const path = place.files('film', { 'film.bin': Buffer.alloc(5_000_000, 'x') })
  await ada.share({ path, title: 'Film', licence: 'CC-BY-SA-4.0', type: 'media' })
  await eventually('it to have taken something', async () => {
    const [kept] = (await mirror.mirrors()).keeps
    return kept !== undefined && kept.filesWanted > 0 && kept.bytes > 500_000
  })
  await eventually('the records to come all the same, and the files not to be all here', async () => {
    const [kept] = (await mirror.mirrors()).keeps
    return kept?.behind === 0 && kept.filesHeld === 0
  })
  const [kept] = (await mirror.mirrors()).keeps
  t.equal(kept?.filesHeld, 0, 'the files aren’t all here')
  t.ok((kept?.bytes ?? Infinity) < 2_500_000, `${kept?.bytes} bytes at a quota of 1,000,000`)
  t.equal(statSync(join(place.folder, 'mirror', 'mirrors.json')).mode & 0o077, 0)
})

test('the owner of a mirror drops a commons', async (t) => {
  const place = scene(t)
  const { mirror, commons } = await mirrored(place)
  await holdsAll(mirror)
  t.equal((await errorOf(mirror.dropMirror({ commons: 'Nothing' }))).code, 'MIRROR_UNKNOWN')
  const dropped = await mirror.dropMirror({ commons: 'Shed' })
  t.equal(dropped.id, commons.id)
  t.deepEqual(readdirSync(join(place.folder, 'mirror', 'mirrors')), [])
})

const safe = async (node: AllmendeNode) => (await node.status()).safeToClose

test('MR9 R148 a mirror that was named a keeper counts for "safe to close" by what it signs; one that nobody named is told of and doesn’t count', async (t) => {
  const place = scene(t)
  const { ada, mirror, commons } = await mirrored(place)
  await holdsAll(mirror)
  await eventually('the mirror to have said what it holds', async () =>
    /^mirror .* says that it holds everything of yours \(ciphertext\)/.test(
      (await safe(ada)).reasons[0] ?? '',
    ),
  )
  t.equal((await safe(ada)).answer, 'unknown', 'nobody chose it')
  await ada.addKeeper({ who: mirror.id, name: 'Cellar' })
  await eventually('it to be safe', async () => (await safe(ada)).answer === 'yes')
  t.match((await safe(ada)).reasons.join(), /^1 of 1 keeper \(mirror Cellar: ciphertext\) holds everything/)
  await mirror.close()
  t.equal((await safe(ada)).answer, 'yes', 'its word stands while it is away')
  const path = place.files('more', { 'more.txt': 'What nobody else has yet.' })
  await ada.share({ path, title: 'More pots', licence: 'CC-BY-SA-4.0', type: 'text' })
  const lacking = await safe(ada)
  t.equal(lacking.answer, 'no', 'with the next record it is another answer')
  t.match(lacking.reasons.join(), /^mirror Cellar lacks 1 record and 25 B of "More pots"/)
  const again = await place.open('mirror')
  await connect(ada, again)
  await eventually('it to be safe again', async () => (await safe(ada)).answer === 'yes')
  await ada.removeMirror({ commons: commons.name })
  t.notEqual((await safe(ada)).answer, 'yes', 'what it has deleted it does not hold')
})

test('MR10 after a change of the key the same mirror, given the new link, carries both epochs: a newcomer gets all of both from it, and it counts for both', async (t) => {
  const place = scene(t)
  const { ada, mirror } = await mirrored(place)
  await holdsAll(mirror)
  await ada.addKeeper({ who: mirror.id, name: 'Cellar' })
  await eventually('it to be safe', async () => (await safe(ada)).answer === 'yes')
  await ada.changeKey({})
  const path = place.files('later', { 'later.txt': 'Under the new key.' })
  const later = await ada.share({ path, title: 'Later pots', licence: 'CC-BY-SA-4.0', type: 'text' })
  t.equal((await safe(ada)).answer, 'no', 'the mirror has the epoch it was given')
  await mirror.keepMirror({ link: (await ada.mirrorLink({})).link })
  await eventually('both to be held', async () => (await safe(ada)).answer === 'yes')
  const { link = '' } = (await ada.listCommons())[0] ?? {}
  await ada.close()
  const bo = await place.open('bo')
  const joining = bo.joinCommons({ link })
  await connect(bo, mirror)
  await joining
  await eventually(
    'Bo to find what was before and after',
    async () => (await bo.find({ words: 'pots' })).total === 2,
  )
  await bo.copy({ from: later.link, to: join(place.folder, 'later copied') })
  t.equal(place.read('later copied', 'later.txt'), 'Under the new key.')
  await bo.copy({
    from: (await bo.find({ words: 'flower' })).results[0]?.link ?? '',
    to: join(place.folder, 'old copied'),
  })
  t.equal(place.read('old copied', 'where.txt'), SECRET)
})

test('N40 a mirror that carries several epochs deletes all of them when it is asked; one that was given no link since the key was changed is told of as such', async (t) => {
  const place = scene(t)
  const { ada, mirror } = await mirrored(place)
  await holdsAll(mirror)
  t.notOk((await ada.mirrors()).mirrors[0]?.oldKey)
  await ada.changeKey({})
  const [old] = (await ada.mirrors()).mirrors
  t.ok(old?.oldKey, 'it carries what was written until then')
  t.ok(old?.connected, 'and is connected')
  await mirror.keepMirror({ link: (await ada.mirrorLink({})).link })
  await eventually(
    'it to carry the new epoch',
    async () => (await ada.mirrors()).mirrors[0]?.oldKey === false,
  )
  const { removed } = await ada.removeMirror({})
  t.deepEqual(
    removed.map(({ node, all }) => [node, all]),
    [[mirror.id, true]],
  )
  t.ok(
    (removed[0]?.bytes ?? 0) > 200_000,
    `${removed[0]?.bytes} bytes: those of the first epoch are among them`,
  )
  t.deepEqual((await mirror.mirrors()).keeps, [], 'nothing is kept')
  t.equal((await mirror.mirrors()).takenBack.length, 2)
  await mirror.close()
  const again = await place.open('mirror')
  t.deepEqual((await again.mirrors()).keeps, [], 'nor after a restart')
  t.deepEqual((await ada.mirrors()).mirrors, [], 'it is a mirror no more')
})

test('N40 a mirror with only the old epoch, asked to delete while it is away, deletes it when it is met', async (t) => {
  const place = scene(t)
  const { ada, mirror } = await mirrored(place)
  await holdsAll(mirror)
  await mirror.close()
  await eventually('it to be gone', async () => (await ada.status()).peers.length === 0)
  await ada.changeKey({})
  t.deepEqual((await ada.removeMirror({})).asked, [mirror.id])
  const again = await place.open('mirror')
  await connect(ada, again)
  await eventually('it to be deleted', async () => (await again.mirrors()).takenBack.length === 1)
  await eventually('Ada to be told', async () => (await ada.removeMirror({})).removed[0]?.all === true)
})
