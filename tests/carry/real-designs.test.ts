import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { aNode } from '../../packages/node/test/carrying.ts'
import { problemsOf } from './okh-schema.ts'
import { sharedData } from './shared-data.ts'

const mgta = sharedData('designs/mgta')
const qarve = sharedData('designs/qarve-modular-2026-06')
const schemas = sharedData('okh/schema')

const FORMS = [
  ['okh1', 'okh.yml', 'okh-v1.schema.json'],
  ['okh2', 'okh.toml', 'okh-losh.2022-02-15.schema.json'],
  ['okh-losh', 'okh-losh.toml', 'okh-losh.2022-02-15.schema.json'],
] as const

test(
  'a device with its parts list, files and three licences comes in whole and goes out as valid manifests',
  { skip: mgta.skip || schemas.skip },
  async (t) => {
    const { node, folder } = await aNode(t)
    const done = await node.importGoods({ path: mgta.path })
    const [good] = done.goods
    t.deepEqual([done.goods.length, good?.outcome, good?.files], [1, 'new', 39])
    t.equal(good?.licence, 'CERN-OHL-W-2.0 AND CC-BY-SA-4.0 AND GPL-3.0-or-later')
    t.ok((good?.parts ?? 0) > 20, `${good?.parts} lines of the parts list`)
    t.ok(good?.table?.file.endsWith('BOM.csv'), good?.table?.file ?? 'no table')
    for (const [as, name, schema] of FORMS) {
      const to = join(folder, name)
      await node.exportGood({ good: done.id ?? '', as, to })
      t.deepEqual(problemsOf(join(schemas.path, schema), to, as === 'okh2'), [], as)
    }
    const copy = join(folder, 'copy')
    await node.copy({ from: done.id ?? '', to: copy })
    const text = 'LICENSES/cern_ohl_w_v2.txt'
    t.ok(readFileSync(join(copy, text)).equals(readFileSync(join(mgta.path, text))))
  },
)

test(
  'a machine comes in as its modules, which its lines name, and each goes out as valid manifests',
  { skip: qarve.skip || schemas.skip },
  async (t) => {
    const { node, folder } = await aNode(t)
    const done = await node.importGoods({ path: qarve.path })
    t.deepEqual(
      done.goods.map(({ outcome, licence, subAssemblies }) => [outcome, licence, subAssemblies]),
      [
        ['new', 'CERN-OHL-S-2.0', 2],
        ['new', 'CERN-OHL-S-2.0', 0],
        ['new', 'CERN-OHL-S-2.0', 0],
      ],
    )
    const axis = done.goods.find(({ from }) => from.includes('x-axis'))
    t.deepEqual([axis?.table?.file, axis?.parts], ['bom/bom.csv', 1])
    const { parts } = await node.show(done.id ?? '')
    t.ok(
      parts?.lines.some(({ good }) => good === axis?.version),
      'by the exact version',
    )
    for (const { id, from } of done.goods) {
      for (const [as, name, schema] of FORMS) {
        const to = join(folder, from.replaceAll('/', '-'), name)
        await node.exportGood({ good: id ?? '', as, to })
        t.deepEqual(problemsOf(join(schemas.path, schema), to, as === 'okh2'), [], `${from} as ${as}`)
      }
    }
  },
)
