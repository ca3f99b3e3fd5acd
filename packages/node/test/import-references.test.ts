import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { aNode, codeOf, filesIn } from './carrying.ts'

const FREE = {
  type: 'article-journal',
  title: 'Lamps of beech',
  author: [{ family: 'Lovelace', given: 'Ada' }],
  DOI: '10.1234/Lamps.1',
  license: 'CC-BY-4.0',
}
const TWIN = { ...FREE, DOI: 'https://doi.org/10.1234/lamps.1', title: 'Lamps of Beech' }
const WITHOUT_DOI = { type: 'report', title: 'On screws', license: 'CC0-1.0' }
const NOT_FREE = { type: 'article-journal', title: 'Closed', DOI: '10.1234/closed', license: 'CC-BY-NC-4.0' }
const UNSAID = { type: 'article-journal', title: 'Unsaid', DOI: '10.1234/unsaid' }

test('references come in as publications, each once by its DOI, and without one they are kept', async (t) => {
  const { node, folder } = await aNode(t)
  const path = join(filesIn(folder, { 'refs.json': JSON.stringify([FREE, TWIN, WITHOUT_DOI]) }), 'refs.json')
  const done = await node.importGoods({ path })
  t.deepEqual(
    done.goods.map(({ title, licence, type, outcome }) => [title, licence, type, outcome]),
    [
      ['Lamps of beech', 'CC-BY-4.0', 'publication', 'new'],
      ['On screws', 'CC0-1.0', 'publication', 'new'],
    ],
  )
  t.equal((await node.find({ kind: 'good' })).total, 2)
  const again = await node.importGoods({ path })
  t.deepEqual(
    again.goods.map(({ outcome }) => outcome),
    ['same', 'same'],
  )
  const elsewhere = join(filesIn(folder, { 'other.json': JSON.stringify([TWIN, WITHOUT_DOI]) }), 'other.json')
  const other = await node.importGoods({ path: elsewhere })
  t.deepEqual(
    other.goods.map(({ id }) => id),
    done.goods.map(({ id }) => id),
    'from wherever they come',
  )
  t.equal((await node.find({ kind: 'good' })).total, 2)
})

test('what a reference says anew makes a new version of it', async (t) => {
  const { node, folder } = await aNode(t)
  const path = join(filesIn(folder, { 'refs.json': JSON.stringify([FREE]) }), 'refs.json')
  const first = await node.importGoods({ path })
  filesIn(folder, { 'refs.json': JSON.stringify([{ ...FREE, volume: '7', abstract: 'Of wood.' }]) })
  const second = await node.importGoods({ path })
  t.deepEqual([second.goods[0]?.outcome, second.id], ['version', first.id])
})

test('what is not free, or of which nothing is said, is refused one by one; a DOI says nothing of it', async (t) => {
  const { node, folder } = await aNode(t)
  const path = join(filesIn(folder, { 'refs.json': JSON.stringify([NOT_FREE, UNSAID, FREE]) }), 'refs.json')
  const done = await node.importGoods({ path })
  t.deepEqual(
    done.goods.map(({ outcome }) => outcome),
    ['refused', 'refused', 'new'],
  )
  t.match(done.goods[1]?.reason ?? '', /states no licence/)
  t.equal(done.title, 'Lamps of beech', 'the first that came in')
  t.equal((await node.find({ kind: 'good' })).total, 1)
  const said = await node.importGoods({ path, licence: 'CC-BY-4.0' })
  t.deepEqual(
    said.goods.map(({ outcome }) => outcome),
    ['refused', 'new', 'same'],
    'one may say what is not said',
  )
})

test('BibTeX comes in by its name or its beginning, and a publication goes out again as both', async (t) => {
  const { node, folder } = await aNode(t)
  const bib =
    '@article{a, title={Lamps of beech}, author={Lovelace, Ada}, year={2024}, doi={10.1234/lamps.1}, license={CC-BY-4.0}}\n'
  const path = filesIn(folder, { 'refs.bib': bib, refs: bib })
  const done = await node.importGoods({ path: join(path, 'refs.bib') })
  t.equal((await node.importGoods({ path: join(path, 'refs') })).id, done.id)
  for (const [as, name] of [
    ['csl', 'out.json'],
    ['bibtex', 'out.bib'],
  ] as const) {
    const to = join(folder, name)
    await node.exportGood({ good: done.id ?? '', as, to })
    t.match(readFileSync(to, 'utf8'), /10\.1234\/lamps\.1/)
    t.equal(
      (await node.importGoods({ path: to, dryRun: true })).goods[0]?.id,
      done.id,
      'and is known when it comes back',
    )
  }
  const broken = join(filesIn(folder, { 'broken.json': '[{"type": ' }), 'broken.json')
  t.equal(await codeOf(node.importGoods({ path: broken })), 'IMPORT_NOTHING')
})
