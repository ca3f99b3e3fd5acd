import { globSync } from 'node:fs'
import { basename } from 'node:path'
import test from 'tape'
import { aNode } from '../../packages/node/test/carrying.ts'
import { sharedData } from './shared-data.ts'

const okh = sharedData('okh')

/** Neither manifests nor broken ones: workshops (Open Know-Where), schemas, lists of things by number, empty forms. */
const NO_MANIFEST = /__okw__|^validation__|^atoms__|TEMPLATE|okh__abc|invalid-test|_provenance/

test(
  'every real manifest there is goes through a dry run: what is in it is told, and what is wrong with its line',
  { skip: okh.skip },
  async (t) => {
    const { node } = await aNode(t, null)
    const files = globSync(`${okh.path}/{helpful-library,losh-history}/{.*,*}.{yml,yaml,toml}`)
    const counts = { files: files.length, manifests: 0, free: 0, refused: 0, other: 0, findings: 0 }
    for (const path of files) {
      const name = basename(path)
      const { goods, findings } = await node.importGoods({ path, dryRun: true })
      counts.findings += findings.length
      for (const { file, line, message } of findings)
        if (file !== name || message === '' || line === null || line < 1)
          t.fail(`${name}: ${file}:${line}: ${message}`)
      const [good] = goods
      if (!good) {
        counts.other++
        if (!findings.some(({ severity }) => severity === 'error'))
          t.fail(`${name}: nothing was read and no reason told`)
        if (!NO_MANIFEST.test(name) && !name.includes('fail'))
          t.fail(`${name} is a manifest, and nothing of it was read`)
        continue
      }
      counts.manifests++
      counts[good.outcome === 'refused' ? 'refused' : 'free']++
      // What a manifest doesn't say is told as missing; what it says is there.
      for (const field of ['title', 'description', 'licence'] as const) {
        const told = findings.some(({ message }) => message.includes(`no ${field}`))
        if ((good[field] === null) !== told && !(field === 'title' && told))
          t.fail(`${name}: ${field} is ${good[field]}`)
      }
      if (good.outcome === 'refused' && (good.reason ?? '') === '')
        t.fail(`${name}: refused without a reason`)
    }
    t.comment(JSON.stringify(counts))
    t.ok(counts.manifests >= 45, `${counts.manifests} manifests were read`)
    t.equal((await node.find({})).total, 0, 'and nothing was written')
  },
)
