import { join } from 'node:path'
import test from 'tape'
import { zipOf } from '../../files/test/archives.ts'
import { aNode, codeOf, filesIn, LAMP } from './carrying.ts'
import { writeFileSync } from 'node:fs'

test('the parts list that a manifest names is read behind its own lines, and how it was read is told', async (t) => {
  const { node, folder } = await aNode(t)
  const done = await node.importGoods({ path: filesIn(join(folder, 'lamp'), LAMP) })
  const [good] = done.goods
  t.deepEqual([good?.table?.file, good?.table?.lines, good?.parts], ['bom.csv', 2, 3])
  t.deepEqual(good?.table?.mapping['name'], 'Part')
  const { parts } = await node.show(done.id ?? '')
  const screw = parts?.lines.find(({ name }) => name === 'Screw M3')
  t.equal(screw?.['quantity'], 4)
})

test('a parts list that is read wrongly is corrected by naming its columns', async (t) => {
  const { node, folder } = await aNode(t)
  const odd = 'Zeug,Was,Wieviel davon\nx,Screw M3,4\ny,Board,1\n'
  const path = filesIn(join(folder, 'lamp'), { ...LAMP, 'bom.csv': odd, 'other.txt': odd })
  const bomMap = { name: 'was', quantity: 'Wieviel davon' }
  const seen = await node.importGoods({ path, bomMap, dryRun: true })
  t.deepEqual(seen.goods[0]?.table?.mapping, { name: 'Was', quantity: 'Wieviel davon' })
  t.deepEqual(seen.goods[0]?.table?.unused, ['Zeug'])
  t.equal(seen.goods[0]?.table?.lines, 2)
  const named = await node.importGoods({ path, bom: join(path, 'other.txt'), bomMap, dryRun: true })
  t.deepEqual([named.goods[0]?.table?.file, named.goods[0]?.table?.lines], ['other.txt', 2])
  t.equal(await codeOf(node.importGoods({ path, bomMap: { name: 'Nowhere' }, dryRun: true })), 'IMPORT_TABLE')
  t.equal(await codeOf(node.importGoods({ path, bomMap: { colour: 'Was' }, dryRun: true })), 'IMPORT_FIELD')
  t.equal(await codeOf(node.importGoods({ path, bom: 'lost.csv', dryRun: true })), 'IMPORT_TABLE')
})

test('a parts list within an archive is named by its path there', async (t) => {
  const { node, folder } = await aNode(t)
  const path = join(folder, 'lamp.zip')
  const files = { ...LAMP, 'lists/second.csv': 'Part;Qty\nNut;9\n' }
  writeFileSync(path, zipOf(Object.entries(files).map(([name, content]) => ({ name, content }))))
  const done = await node.importGoods({ path, bom: 'lists/second.csv' })
  t.deepEqual([done.goods[0]?.table?.file, done.goods[0]?.table?.lines], ['lists/second.csv', 1])
})

test('a parts list alone is a design of which only that is known, under the licence that one says', async (t) => {
  const { node, folder } = await aNode(t)
  const path = join(filesIn(folder, { 'garden_bench.csv': LAMP['bom.csv'] }), 'garden_bench.csv')
  t.equal(await codeOf(node.importGoods({ path })), 'IMPORT_REFUSED')
  const done = await node.importGoods({ path, licence: 'CERN-OHL-S-2.0' })
  t.deepEqual([done.title, done.goods[0]?.parts, done.files], ['garden bench', 2, 1])
  const nothing = join(filesIn(folder, { 'empty.csv': '\n' }), 'empty.csv')
  t.equal(await codeOf(node.importGoods({ path: nothing, licence: 'CERN-OHL-S-2.0' })), 'IMPORT_TABLE')
})

test('a parts list that is too long for one record comes in whole', async (t) => {
  const { node, folder } = await aNode(t)
  const lines = Array.from({ length: 5000 }, (_, at) => `Screw of the ${at}th sort, galvanised;${at + 1}`)
  const path = filesIn(join(folder, 'lamp'), { ...LAMP, 'bom.csv': `Part;Qty\n${lines.join('\n')}\n` })
  const done = await node.importGoods({ path })
  const { parts } = await node.show(done.id ?? '')
  t.equal(parts?.lines.length, 5001)
  t.equal(parts?.missing, 0)
  t.equal(parts?.lines.at(-1)?.['quantity'] ?? 0, 5000)
  t.equal((await node.importGoods({ path })).goods[0]?.outcome, 'same', 'and is known again')
})
