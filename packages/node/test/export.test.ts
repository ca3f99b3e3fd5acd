import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readOkh } from '@allmende/interop'
import test from 'tape'
import { aNode, codeOf, filesIn, LAMP, type Place } from './carrying.ts'

const NASTY = '<script>alert(1)</script> & "\'</title><img src=x onerror=alert(1)>'
/** The smallest PNG there is. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function lamp(place: Place, more: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const path = filesIn(join(place.folder, 'lamp'), { ...LAMP, ...more })
  return (await place.node.importGoods({ path })).id ?? ''
}

test('a good goes out as Open Know-How of both versions, and what is read back says the same', async (t) => {
  const place = await aNode(t)
  const good = await lamp(place)
  for (const [as, name] of [
    ['okh1', 'okh.yml'],
    ['okh2', 'okh.toml'],
  ] as const) {
    const to = join(place.folder, as, name)
    const done = await place.node.exportGood({ good, as, to })
    t.deepEqual(done.written, [to])
    const read = readOkh(readFileSync(to, 'utf8'), name).good
    t.deepEqual(
      [read?.fields.title, read?.fields.licence, read?.fields.version],
      ['Lamp', 'CERN-OHL-S-2.0', '1.0'],
    )
  }
})

test('an export never writes over or among anything, and an unknown format is refused', async (t) => {
  const place = await aNode(t)
  const { node, folder } = place
  const good = await lamp(place)
  const file = join(folder, 'mine.toml')
  writeFileSync(file, 'mine')
  t.equal(await codeOf(node.exportGood({ good, as: 'okh2', to: file })), 'EXPORT_EXISTS')
  t.equal(readFileSync(file, 'utf8'), 'mine')
  t.equal(await codeOf(node.exportGood({ good, as: 'maker', to: folder })), 'EXPORT_EXISTS')
  t.equal(await codeOf(node.exportGood({ good, as: 'maker', to: file })), 'EXPORT_EXISTS')
  t.equal(await codeOf(node.exportGood({ good, as: 'pdf', to: join(folder, 'x') })), 'EXPORT_FORMAT')
  t.equal(await codeOf(node.exportCommons({ as: 'okh1', to: join(folder, 'x') })), 'EXPORT_FORMAT')
  t.equal(await codeOf(node.exportGood({ good, as: 'okh2', to: 'relative' })), 'EXPORT_PLACE')
  mkdirSync(join(folder, 'there'))
  const { path } = await node.exportGood({ good, as: 'okh2', to: join(folder, 'there') })
  t.equal(path, join(folder, 'there', 'okh.toml'), 'a folder gets a file of the usual name')
})

test('the package for a maker has all that is needed, and its checksums are right', async (t) => {
  const place = await aNode(t)
  const good = await lamp(place, {
    SHA256SUMS: 'their own',
    'LICENSES/MIT.txt': 'their own',
    'photo.png': PNG,
  })
  const to = join(place.folder, 'package')
  const done = await place.node.exportGood({ good, as: 'maker', to })
  t.deepEqual(readdirSync(to).toSorted(), [
    'LICENSES',
    'LINEAGE.txt',
    'SHA256SUMS',
    'files',
    'index.html',
    'modules',
    'okh.toml',
    'parts.csv',
  ])
  t.deepEqual(readdirSync(join(to, 'LICENSES')), ['CERN-OHL-S-2.0.txt'])
  t.ok(readFileSync(join(to, 'files/photo.png')).equals(PNG))
  const said = execFileSync('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: to, encoding: 'utf8' })
  t.equal(said.match(/: OK$/gm)?.length, done.files - 1, 'every file but the sums themselves')
  const page = readFileSync(join(to, 'index.html'), 'utf8')
  t.match(page, /src="\.\/files\/photo\.png"/)
  t.match(page, /href="\.\/files\/cad\/lamp\.scad"/)
  t.deepEqual(done.notes, [])
  t.equal(done.goods, 2)
  t.equal(
    readFileSync(join(to, 'modules/Arm/files/arm.scad'), 'utf8'),
    LAMP['arm/arm.scad'],
    'its modules are in it',
  )
  t.match(page, /href="modules\/Arm\/index\.html"/)
  t.match(readFileSync(join(to, 'modules/Arm/index.html'), 'utf8'), /href="\.\.\/\.\.\/index\.html"/)
})

test('an old version goes out as it was', async (t) => {
  const place = await aNode(t)
  const good = await lamp(place)
  writeFileSync(join(place.folder, 'lamp/make.md'), 'Better.\n')
  await place.node.importGoods({ path: join(place.folder, 'lamp') })
  const to = join(place.folder, 'old')
  await place.node.exportGood({ good, as: 'maker', to, version: '1' })
  t.equal(readFileSync(join(to, 'files/make.md'), 'utf8'), LAMP['make.md'])
})

test('the site of a commons is plain pages with relative links that lead somewhere, and a feed', async (t) => {
  const place = await aNode(t)
  await lamp(place, { 'photo.png': PNG })
  const to = join(place.folder, 'site')
  const done = await place.node.exportCommons({ as: 'site', to })
  t.equal(done.goods, 2)
  let links = 0
  for (const file of done.written.filter((name) => /\.(?:html|xml)$/.test(name))) {
    const text = readFileSync(join(to, file), 'utf8')
    for (const [, address = ''] of text.matchAll(/(?:href|src)="([^"]*)"/g)) {
      links++
      if (/^https?:/.test(address)) continue
      const target = join(to, file, '..', decodeURIComponent(address.replace(/#.*/, '')))
      if (!existsSync(target)) t.fail(`${file}: ${address} leads nowhere`)
    }
    if (/<script|javascript:|\son[a-z]+=/i.test(text)) t.fail(`${file} has something that runs`)
  }
  t.ok(links > 15, `${links} links`)
  t.ok(readdirSync(join(to, 'pictures')).length === 1, 'the picture is beside the pages')
  t.match(
    readFileSync(join(to, 'feed.xml'), 'utf8'),
    /<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom">[\s\S]*<title>Lamp<\/title>/,
  )
  t.match(readFileSync(join(to, 'index.html'), 'utf8'), /Lamp/)
})

test('nothing that people wrote becomes markup, in any page', async (t) => {
  const place = await aNode(t, `Work${NASTY}`.slice(0, 60))
  const path = filesIn(join(place.folder, 'nasty'), { 'a.scad': 'cube(1);' })
  const shared = await place.node.share({
    path,
    licence: 'CERN-OHL-S-2.0',
    type: 'design',
    title: NASTY,
    description: `${NASTY}\u202e\u0000 javascript:alert(1)`,
    tags: [NASTY.slice(0, 40)],
  })
  const site = join(place.folder, 'site')
  await place.node.exportCommons({ as: 'site', to: site })
  const maker = join(place.folder, 'maker')
  await place.node.exportGood({ good: shared.id, as: 'maker', to: maker })
  const pages = [
    join(maker, 'index.html'),
    ...readdirSync(site, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:html|xml)$/.test(name))
      .map((name) => join(site, name)),
  ]
  t.ok(pages.length >= 4)
  for (const page of pages) {
    const text = readFileSync(page, 'utf8')
    if (/<script|<img src=x|<\/title><img/i.test(text)) t.fail(`${page} has markup of a peer`)
    if (text.includes('\u0000') || text.includes('\u202e'))
      t.fail(`${page} has a character that turns or ends text`)
  }
})

test('the site of a private commons has no link that would open it', async (t) => {
  const { node, folder } = await aNode(t, null)
  await node.createCommons({ name: 'Board', public: false })
  const path = filesIn(join(folder, 'x'), { 'a.scad': 'cube(1);' })
  const { link } = await node.share({ path, licence: 'CERN-OHL-S-2.0', type: 'design' })
  const key = link.slice('allmende:'.length, 40)
  const to = join(folder, 'site')
  const done = await node.exportCommons({ as: 'site', to })
  t.ok(done.notes.some((note) => note.includes('private')))
  for (const file of done.written) t.notOk(readFileSync(join(to, file), 'utf8').includes(key), file)
})

test('REUSE: the files stay as they are, and what says their licences lies beside them', async (t) => {
  const place = await aNode(t)
  const good = await lamp(place)
  const to = join(place.folder, 'reuse')
  await place.node.exportGood({ good, as: 'reuse', to })
  t.equal(readFileSync(join(to, 'cad/lamp.scad'), 'utf8'), LAMP['cad/lamp.scad'])
  t.match(readFileSync(join(to, 'REUSE.toml'), 'utf8'), /CERN-OHL-S-2\.0/)
  t.match(readFileSync(join(to, 'LICENSES/CERN-OHL-S-2.0.txt'), 'utf8'), /CERN Open Hardware Licence/)
})

test('a good and a commons go out as a graph of Valueflows, with the parts list as a recipe', async (t) => {
  const place = await aNode(t)
  const good = await lamp(place)
  const one = join(place.folder, 'one.jsonld')
  await place.node.exportGood({ good, as: 'valueflows', to: one })
  const all = join(place.folder, 'all.jsonld')
  await place.node.exportCommons({ as: 'valueflows', to: all })
  const types = (file: string) =>
    (JSON.parse(readFileSync(file, 'utf8')) as { '@graph': { '@type': string }[] })['@graph'].map(
      (node) => node['@type'],
    )
  t.ok(types(one).includes('vf:Recipe') && types(one).includes('vf:ResourceSpecification'))
  t.equal(types(all).filter((type) => type === 'vf:ResourceSpecification').length >= 2, true)
})

test('a parts list goes out as a table, and a good without one says so', async (t) => {
  const place = await aNode(t)
  await lamp(place)
  const to = join(place.folder, 'parts.csv')
  await place.node.exportGood({ good: 'Lamp', as: 'csv', to })
  t.match(readFileSync(to, 'utf8'), /Screw M3/)
  t.equal(
    await codeOf(place.node.exportGood({ good: 'Arm', as: 'csv', to: join(place.folder, 'x.csv') })),
    'EXPORT_NOTHING',
  )
})

test('records go out as they were written, of a good and of a commons', async (t) => {
  const place = await aNode(t)
  const good = await lamp(place)
  const one = join(place.folder, 'one.ndjson')
  await place.node.exportGood({ good, as: 'records', to: one })
  const lines = (file: string) =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; kind: string })
  t.ok(lines(one).some(({ id, kind }) => id === good && kind === 'good'))
  const all = join(place.folder, 'all.ndjson')
  await place.node.exportCommons({ as: 'records', to: all })
  t.ok(lines(all).length > lines(one).length)
})
