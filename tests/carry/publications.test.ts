import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { aNode } from '../../packages/node/test/carrying.ts'
import { sharedData } from './shared-data.ts'

const csl = sharedData('openaccess/csl/references.json')
const jats = sharedData('openaccess/jats')

test(
  'real references: none is free because of its DOI; under a licence that is known each comes in once',
  { skip: csl.skip },
  async (t) => {
    const { node } = await aNode(t)
    const listed = JSON.parse(readFileSync(csl.path, 'utf8')) as { DOI?: string }[]
    const dois = new Set(listed.flatMap(({ DOI }) => (DOI === undefined ? [] : [DOI.toLowerCase()])))
    const without = listed.filter(({ DOI }) => DOI === undefined).length
    const seen = await node.importGoods({ path: csl.path, dryRun: true })
    t.equal(seen.goods.length, dois.size + without, `${dois.size} with a DOI, ${without} without`)
    t.ok(seen.goods.every(({ outcome }) => outcome === 'refused'))
    const done = await node.importGoods({ path: csl.path, licence: 'CC-BY-4.0' })
    t.equal(done.goods.filter(({ outcome }) => outcome === 'new').length, dois.size + without)
    const again = await node.importGoods({ path: csl.path, licence: 'CC-BY-4.0' })
    t.ok(again.goods.every(({ outcome }) => outcome === 'same'))
  },
)

/** What an article says of itself, as an item of CSL: its DOI, its title, and the address of its licence. */
function itemOf(article: string) {
  const front = article.slice(0, article.indexOf('</front>'))
  const found = (form: RegExp) =>
    form
      .exec(front)?.[1]
      ?.replaceAll(/<[^>]+>/g, '')
      .trim()
  return {
    type: 'article-journal',
    DOI: found(/<article-id pub-id-type="doi">([^<]+)</),
    title: found(/<article-title>([\s\S]*?)<\/article-title>/),
    license: found(/<license[^>]*xlink:href="([^"]+)"/),
  }
}

test(
  'real articles come in under the licence that each states, by the address of its deed',
  { skip: jats.skip },
  async (t) => {
    const { node, folder } = await aNode(t)
    const items = globSync(`${jats.path}/*.xml`).map((file) => itemOf(readFileSync(file, 'utf8')))
    t.ok(items.length > 5 && items.every(({ DOI, title }) => DOI && title), `${items.length} articles`)
    const path = join(folder, 'articles.json')
    writeFileSync(path, JSON.stringify(items))
    const { goods } = await node.importGoods({ path })
    t.deepEqual(
      goods.map(({ licence, outcome }) => [licence, outcome]),
      items.map(({ license = '' }) => [
        /zero/.test(license)
          ? 'CC0-1.0'
          : /by\/(\d\.\d)/.test(license)
            ? `CC-BY-${/by\/(\d\.\d)/.exec(license)?.[1]}`
            : null,
        'new',
      ]),
    )
  },
)
