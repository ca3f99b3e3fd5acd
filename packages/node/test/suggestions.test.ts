import { join } from 'node:path'
import test, { type Test } from 'tape'
import type { AllmendeNode } from '../src/index.ts'
import { connect, errorOf, eventually, type Scene, scene } from './nodes.ts'

const DESIGN = { licence: 'CERN-OHL-S-2.0', type: 'design' }
const README = 'Lamp\n\nBuild the foot.\n\nIt is round.\n\nBuild the arm.\n\nScrew both together.\n'

type Stage = Scene & { anna: AllmendeNode; bert: AllmendeNode; lamp: string; source: string; work: string }

/** Anna's lamp, and Bert with a fork of it in a folder. */
async function stage(t: Test): Promise<Stage & { fork: string }> {
  const it = scene(t)
  const [anna, bert] = [await it.open('anna'), await it.open('bert')]
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  const source = it.files('lamp', {
    'README.md': README,
    'arm.stl': new Uint8Array([0, 1]),
    'foot.txt': 'round\n',
  })
  const { id: lamp } = await anna.share({ path: source, title: 'Lamp', ...DESIGN })
  await bert.joinCommons({ link })
  await connect(bert, anna)
  await eventually('the lamp at Bert', async () => (await bert.show(lamp)).title === 'Lamp')
  const work = join(it.folder, 'work')
  const { id: fork } = await bert.fork({ good: lamp, title: 'Long lamp', to: work })
  return { ...it, anna, bert, lamp, source, work, fork }
}

test('a change of a fork is offered, accepted on top of what came meanwhile, and pulled back', async (t) => {
  const { anna, bert, lamp, source, work, fork, files, folder, read } = await stage(t)
  files('work', { 'README.md': README.replace('arm', 'longer arm'), 'arm.stl': new Uint8Array([0, 2, 2]) })
  await bert.share({ path: work })
  files('lamp', { 'README.md': README.replace('foot', 'heavier foot') })
  await anna.share({ path: source })
  const offered = await bert.suggest({ fork, title: 'A longer arm', text: 'It reaches the desk.' })
  t.equal(offered.about, lamp)
  await eventually('the suggestion at Anna', async () => (await anna.show(lamp)).suggestions.length === 1)
  const [suggestion] = (await anna.show(lamp)).suggestions
  t.deepEqual([suggestion?.state, suggestion?.title, suggestion?.offersThing], ['open', 'A longer arm', fork])
  t.equal((await errorOf(bert.accept({ reference: offered.id }))).code, 'SHARE_FOREIGN')
  const accepted = await anna.accept({ reference: offered.id, reason: 'Thank you!' })
  t.equal(accepted.report.conflicts, 0)
  t.deepEqual(accepted.report.files.map(({ path, what }) => `${what} ${path}`).toSorted(), [
    'merged README.md',
    'taken arm.stl',
  ])
  const shown = await anna.show(lamp)
  t.equal(shown.versions.length, 3)
  t.equal(shown.versions[2]?.merges[0]?.id, fork, 'the lineage names the fork')
  t.equal(shown.suggestions[0]?.state, 'accepted')
  t.equal(shown.suggestions[0]?.reason, 'Thank you!')
  t.ok(
    shown.contributors.some(
      ({ person, roles }) => person === suggestion?.author && roles.includes('contributor'),
    ),
  )
  t.equal(shown.title, 'Lamp', 'a fork’s title is its own')
  t.ok(shown.versions[2]?.heldHere, 'Anna has it whole')
  t.equal((await errorOf(anna.accept({ reference: offered.id }))).code, 'SUGGESTION_SETTLED')
  await anna.copy({ from: lamp, to: join(folder, 'merged') })
  t.equal(read('merged', 'README.md'), README.replace('foot', 'heavier foot').replace('arm', 'longer arm'))

  await eventually('the answer at Bert', async () => (await bert.show(lamp)).versions.length === 3)
  const dry = await bert.pull({ fork, dryRun: true })
  t.equal(dry.version, null)
  t.deepEqual(
    dry.report.files.map(({ path }) => path),
    ['README.md'],
  )
  const pulled = await bert.pull({ fork })
  t.equal(pulled.report.conflicts, 0)
  t.equal((await bert.pull({ fork })).upToDate, true)
  await bert.copy({ from: fork, to: join(folder, 'pulled') })
  t.equal(read('pulled', 'README.md'), read('merged', 'README.md'))
  t.equal((await errorOf(bert.suggest({ fork: lamp, title: 'Mine' }))).code, 'NO_ORIGINAL')
})

test('a suggestion is taken back by whoever made it, and by nobody else, as long as nobody answered', async (t) => {
  const { anna, bert, lamp, work, fork, files } = await stage(t)
  files('work', { 'README.md': README.replace('arm', 'longer arm') })
  await bert.share({ path: work })
  const { id } = await bert.suggest({ fork, title: 'A longer arm' })
  await eventually('the suggestion at Anna', async () => (await anna.show(lamp)).suggestions.length === 1)
  t.equal((await errorOf(anna.withdraw({ suggestion: id }))).code, 'SUGGESTION_FOREIGN')
  t.equal((await bert.withdraw({ suggestion: id })).id, lamp)
  await eventually('Anna to know', async () => (await anna.show(lamp)).suggestions[0]?.state === 'withdrawn')
  t.equal((await errorOf(anna.accept({ reference: id }))).code, 'SUGGESTION_SETTLED')
  t.equal((await errorOf(bert.withdraw({ suggestion: id }))).code, 'SUGGESTION_SETTLED')
})

test('a conflict is refused on accepting, kept whole on pulling; what is no text lies beside as theirs', async (t) => {
  const { anna, bert, lamp, source, work, fork, files, folder, read } = await stage(t)
  files('work', { 'foot.txt': 'square\n', 'arm.stl': new Uint8Array([0, 2]) })
  await bert.share({ path: work })
  files('lamp', { 'foot.txt': 'oval\n', 'arm.stl': new Uint8Array([0, 3]) })
  await anna.share({ path: source })
  const { id } = await bert.suggest({ fork, title: 'A square foot' })
  await eventually('the suggestion at Anna', async () => (await anna.show(lamp)).suggestions.length === 1)
  const refused = await errorOf(anna.accept({ reference: id }))
  t.equal(refused.code, 'MERGE_CONFLICTS')
  t.ok(refused.message.includes('foot.txt') && refused.message.includes('arm.stl'), refused.message)
  t.equal((await anna.show(lamp)).versions.length, 2, 'nothing was written')
  await eventually('Anna’s version at Bert', async () => (await bert.show(lamp)).versions.length === 2)
  const pulled = await bert.pull({ fork })
  t.equal(pulled.report.conflicts, 2)
  await bert.copy({ from: fork, to: join(folder, 'pulled') })
  const both = read('pulled', 'foot.txt')
  t.ok(both.includes('square') && both.includes('oval') && both.includes('Lamp, version 2'), both)
  t.equal(read('pulled', 'arm.stl'), '\u0000\u0002')
  t.equal(read('pulled', 'arm.theirs.stl'), '\u0000\u0003')
  const declined = await anna.decline({ suggestion: id, reason: 'It would tip over.' })
  t.equal(declined.suggestion, id)
  const [answer] = (await anna.show(lamp)).suggestions
  t.deepEqual([answer?.state, answer?.reason], ['declined', 'It would tip over.'])
  t.equal((await anna.show(lamp)).versions.length, 2, 'an answer is no version')
})

test('two versions made apart stand side by side until one is gone on from', async (t) => {
  const { anna, bert, lamp, source, files, folder } = await stage(t)
  await bert.profile({ name: 'Bert' })
  await eventually('Bert at Anna', async () => (await anna.maintain({ good: lamp, add: ['Bert'] })).changed)
  await eventually('it to reach Bert', async () => (await bert.show(lamp)).maintainers.length === 1)
  const copy = join(folder, 'copy')
  await bert.copy({ from: lamp, to: copy })
  await bert.close()
  files('lamp', { 'foot.txt': 'oval\n' })
  await anna.share({ path: source })
  await anna.close()
  const again = await openAgain(t, folder, 'bert')
  files('copy', { 'foot.txt': 'square\n' })
  const theirs = await again.share({ path: copy })
  const first = await openAgain(t, folder, 'anna')
  await connect(again, first)
  await eventually('both to know both', async () => (await first.show(lamp)).diverged)
  t.equal((await errorOf(first.pull({ fork: lamp }))).code, 'NO_ORIGINAL')
  const settled = await first.accept({ reference: theirs.version })
  const shown = await first.show(lamp)
  t.equal(shown.diverged, false)
  t.equal(shown.versions.at(-1)?.id, settled.version)
  t.deepEqual(
    shown.files?.map(({ hash }) => hash),
    (await again.show(lamp)).files?.map(({ hash }) => hash),
  )
  t.equal((await errorOf(first.accept({ reference: theirs.version }))).code, 'NOTHING_TO_SETTLE')
})

test('a change under a licence that doesn’t fit is refused with the reason, whatever the person has looked at', async (t) => {
  const { anna, bert, lamp, files, folder } = await stage(t)
  await bert.fork({ good: lamp, title: 'Other', to: join(folder, 'other') })
  files('other', { 'foot.txt': 'square\n' })
  t.equal(
    (await errorOf(bert.share({ path: join(folder, 'other'), licence: 'MIT' }))).code,
    'LICENCE_INCOMPATIBLE',
    'what was made from it can’t be put under less',
  )
  const text = files('words', { 'a.md': 'one\n' })
  const words = await bert.share({ path: text, title: 'Words', licence: 'CC-BY-SA-4.0', type: 'text' })
  const gpl = await bert.fork({ good: words.id, title: 'Under GPL', licence: 'GPL-3.0-only' })
  const { id } = await bert.suggest({ fork: gpl.id, title: 'Back again' })
  const refused = await errorOf(bert.accept({ reference: id, licenceChecked: true }))
  t.equal(refused.code, 'LICENCE_INCOMPATIBLE')
  t.ok(refused.message.includes('GPL-3.0-only') && refused.message.includes('CC-BY-SA-4.0'), refused.message)
  t.equal((await anna.show(lamp)).versions.length, 1)
})

async function openAgain(t: Test, folder: string, name: string): Promise<AllmendeNode> {
  const { openNode } = await import('../src/index.ts')
  const node = await openNode({ home: join(folder, name), internet: false, host: '127.0.0.1' })
  t.teardown(() => node.close())
  return node
}
