import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@allmende/testkit'
import test from 'tape'
import { tarGzOf, zipOf } from '../../files/test/archives.ts'
import { aNode, codeOf, filesIn, LAMP } from './carrying.ts'

test('a folder with a manifest comes in with its files, and a module in it as a good of its own that a line names', async (t) => {
  const { node, folder } = await aNode(t)
  const path = filesIn(join(folder, 'lamp'), LAMP)
  const done = await node.importGoods({ path })
  t.deepEqual(
    done.goods.map(({ title, outcome, files, from }) => [title, outcome, files, from]),
    [
      ['Lamp', 'new', 5, 'okh.toml'],
      ['Arm', 'new', 2, 'arm/okh.toml'],
    ],
  )
  t.equal(done.id, done.goods[0]?.id)
  t.equal(done.files, 7)
  const shown = await node.show(done.id ?? '')
  t.equal(shown.licence, 'CERN-OHL-S-2.0')
  t.equal(shown.versions[0]?.label, '1.0')
  const arm = shown.parts?.lines.find(({ name }) => name === 'Arm')
  t.equal(arm?.['good'], done.goods[1]?.version, 'the exact version')
  await node.copy({ from: done.id ?? '', to: join(folder, 'copy'), licenceTexts: false })
  t.equal(readFileSync(join(folder, 'copy/cad/lamp.scad'), 'utf8'), LAMP['cad/lamp.scad'])
  t.notOk(existsSync(join(folder, 'copy/arm')), 'what is of the module is not of the lamp')
})

test('the same again writes nothing, and what changed makes a new version of the same good', async (t) => {
  const { node, folder } = await aNode(t)
  const path = filesIn(join(folder, 'lamp'), LAMP)
  const first = await node.importGoods({ path })
  const again = await node.importGoods({ path })
  t.deepEqual(
    again.goods.map(({ outcome, id }) => [outcome, id]),
    first.goods.map(({ id }) => ['same', id]),
  )
  t.equal((await node.show(first.id ?? '')).versions.length, 1)
  writeFileSync(join(path, 'arm/arm.scad'), 'cube(3);\n')
  const third = await node.importGoods({ path })
  t.deepEqual(
    third.goods.map(({ outcome }) => outcome),
    ['version', 'version'],
    'the lamp names the new arm',
  )
  t.equal(third.id, first.id)
  const own = await node.importGoods({ path, asNew: true })
  t.notEqual(own.id, first.id, 'unless asked for goods of their own')
})

test('a shared folder in which a manifest appears goes on as the good that it is', async (t) => {
  const { node, folder } = await aNode(t)
  const path = filesIn(join(folder, 'lamp'), { 'a.scad': 'cube(1);' })
  const shared = await node.share({ path, licence: 'CERN-OHL-S-2.0', type: 'design' })
  filesIn(path, LAMP)
  const done = await node.importGoods({ path })
  t.equal(done.id, shared.id)
  t.equal(done.goods[0]?.outcome, 'version')
})

test('an archive comes in like the folder that it holds, and nothing of it stays behind', async (t) => {
  for (const [name, pack] of [
    ['lamp.zip', zipOf],
    ['lamp.tar.gz', tarGzOf],
  ] as const) {
    const { node, folder, home } = await aNode(t)
    const path = join(folder, name)
    const inside = Object.entries(LAMP).map(([file, content]) => ({ name: `lamp-main/${file}`, content }))
    writeFileSync(path, pack(inside))
    const before = readdirSync(home).toSorted()
    const done = await node.importGoods({ path })
    t.deepEqual(
      done.goods.map(({ title, files }) => [title, files]),
      [
        ['Lamp', 5],
        ['Arm', 2],
      ],
    )
    t.equal(done.goods[0]?.subAssemblies, 1)
    t.deepEqual(done.goods[0]?.missing, [])
    t.equal((await node.importGoods({ path })).goods[0]?.outcome, 'same')
    const added = readdirSync(home).filter((entry) => !before.includes(entry))
    t.deepEqual(
      added.filter((entry) => entry.startsWith('allmende-work')),
      [],
    )
  }
})

test('a dry run tells what would come in and writes nothing, not even with no commons and no identity', async (t) => {
  const { node, folder } = await aNode(t, null)
  const path = filesIn(join(folder, 'lamp'), { ...LAMP, 'make.md': 'x' })
  const manifest = LAMP['okh.toml'].replace('make.md', 'lost.md')
  writeFileSync(join(path, 'okh.toml'), manifest)
  const seen = await node.importGoods({ path, dryRun: true })
  t.deepEqual([seen.dryRun, seen.id, seen.commons], [true, null, null])
  t.deepEqual(
    seen.goods.map(({ outcome, title }) => [outcome, title]),
    [
      ['new', 'Lamp'],
      ['new', 'Arm'],
    ],
  )
  t.deepEqual(seen.goods[0]?.missing, ['lost.md'])
  t.ok(seen.goods[0]?.paths.includes('cad/lamp.scad'))
  t.equal((await node.status()).person, null)
  t.equal((await node.find({})).total, 0)
  t.equal(await codeOf(node.importGoods({ path })), 'COMMONS_NONE')
})

test('what is not free is refused with the reason, and nothing of it is written', async (t) => {
  const { node, folder } = await aNode(t)
  for (const [licence, reason] of [
    ['CC-BY-NC-4.0', /commercial/],
    ['All rights reserved', /SPDX/],
    ['', /states no licence/],
  ] as const) {
    const line = licence === '' ? '' : `license = "${licence}"`
    const manifest = LAMP['okh.toml'].replace('license = "CERN-OHL-S-2.0"', line)
    const path = filesIn(join(folder, `lamp ${licence}`), { 'okh.toml': manifest, 'a.scad': 'cube(1);' })
    const seen = await node.importGoods({ path, dryRun: true })
    t.equal(seen.goods[0]?.outcome, 'refused', licence)
    t.match(seen.goods[0]?.reason ?? '', reason)
    t.equal(await codeOf(node.importGoods({ path })), 'IMPORT_REFUSED')
  }
  t.equal((await node.find({})).total, 0)
})

test('a module that is not free stays out, and the line of the whole stays without it', async (t) => {
  const { node, folder } = await aNode(t)
  const arm = LAMP['arm/okh.toml'].replace('CERN-OHL-S-2.0', 'CC-BY-ND-4.0')
  const done = await node.importGoods({
    path: filesIn(join(folder, 'lamp'), { ...LAMP, 'arm/okh.toml': arm }),
  })
  t.deepEqual(
    done.goods.map(({ outcome }) => outcome),
    ['new', 'refused'],
  )
  const { parts, files } = await node.show(done.id ?? '')
  t.equal(parts?.lines.find(({ name }) => name === 'Arm')?.['good'], undefined)
  t.notOk(files?.some(({ path }) => path.startsWith('arm/')))
  t.equal((await node.find({})).total, 1)
})

test('a module that states no licence is under that of the whole, and that is said', async (t) => {
  const { node, folder } = await aNode(t)
  const arm = LAMP['arm/okh.toml'].replace('license = "CERN-OHL-S-2.0"', '')
  const path = filesIn(join(folder, 'lamp'), { ...LAMP, 'arm/okh.toml': arm })
  const done = await node.importGoods({ path })
  t.equal(done.goods[1]?.licence, 'CERN-OHL-S-2.0')
  t.ok(done.findings.some(({ code, file }) => code === 'IMPORT_LICENCE_OF_WHOLE' && file === 'arm/okh.toml'))
})

test('a licence that is stated counts; the person may only say what is not stated', async (t) => {
  const { node, folder } = await aNode(t)
  const stated = filesIn(join(folder, 'a'), LAMP)
  t.equal(await codeOf(node.importGoods({ path: stated, licence: 'MIT' })), 'IMPORT_REFUSED')
  const none = LAMP['okh.toml'].replace('license = "CERN-OHL-S-2.0"', '')
  const silent = filesIn(join(folder, 'b'), { 'okh.toml': none })
  const done = await node.importGoods({
    path: silent,
    licence: 'CERN-OHL-P-2.0',
    title: 'Light',
    version: '7',
  })
  t.deepEqual([done.licence, done.title], ['CERN-OHL-P-2.0', 'Light'])
  t.equal((await node.show(done.id ?? '')).versions[0]?.label, '7')
})

test('of the folder of a single manifest comes in what it names, and nothing else', async (t) => {
  const { node, folder } = await aNode(t)
  const path = filesIn(join(folder, 'downloads'), { ...LAMP, 'taxes.pdf': 'private' })
  const done = await node.importGoods({ path: join(path, 'okh.toml') })
  const { files } = await node.show(done.id ?? '')
  t.deepEqual(files?.map((file) => file.path).toSorted(), [
    'README.md',
    'bom.csv',
    'cad/lamp.scad',
    'make.md',
    'okh.toml',
  ])
  t.equal(done.goods.length, 1)
})

test('a pointer of git-LFS is told and left out: it is not the file', async (t) => {
  const { node, folder } = await aNode(t)
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345678\n`
  const path = filesIn(join(folder, 'lamp'), { ...LAMP, 'cad/lamp.step': pointer })
  const done = await node.importGoods({ path })
  t.deepEqual(done.goods[0]?.pointers, ['cad/lamp.step'])
  t.notOk((await node.show(done.id ?? '')).files?.some((file) => file.path === 'cad/lamp.step'))
})

test('a manifest that is broken or hostile is told with its line, and what can be read of it is', async (t) => {
  const { node, folder } = await aNode(t)
  const laughs = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'
      .split('')
      .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(', ')}]`),
  ]
  const head = 'title: Lamp\ndescription: Gives light\nlicense:\n  hardware: CERN-OHL-S-2.0\n'
  for (const [name, text] of Object.entries({
    'laughs.okh.yml': `${head}${laughs.join('\n')}\n`,
    'long.okh.yml': `title: ${'x'.repeat(10_000_000)}\n`,
    'broken.okh.yml': `${head}keywords: [a, b\nmade: {true\n`,
    'proto.okh.yml': `${head}__proto__:\n  polluted: true\nconstructor:\n  prototype: 1\n`,
    'deep.okh.yml': `${head}x: ${'['.repeat(50_000)}\n`,
  })) {
    const path = filesIn(join(folder, name), { [name]: text })
    const seen = await node.importGoods({ path: join(path, name), dryRun: true })
    t.ok(seen.findings.length > 0 || name === 'proto.okh.yml', name)
    if (seen.findings.some(({ file }) => file !== name)) t.fail(`${name}: a finding names another file`)
    t.equal(({} as Record<string, unknown>)['polluted'], undefined)
  }
})

test('hostile archives are refused by name, and nothing is written', async (t) => {
  const { node, folder } = await aNode(t)
  const manifest = { name: 'okh.toml', content: LAMP['okh.toml'] }
  for (const [entry, code] of [
    [{ name: '../outside', content: 'x' }, 'PATH_OUTSIDE'],
    [{ name: 'link', content: '/etc/passwd', mode: 0o120777 }, 'ARCHIVE_LINK'],
    [{ name: 'zeros', content: Buffer.alloc(20_000_000) }, 'ARCHIVE_BOMB'],
    [{ name: 'OKH.toml', content: 'x' }, 'PATH_COLLISION'],
  ] as const) {
    const place = join(folder, code)
    mkdirSync(place)
    writeFileSync(join(place, 'lamp.zip'), zipOf([manifest, entry]))
    t.equal(await codeOf(node.importGoods({ path: join(place, 'lamp.zip'), dryRun: true })), code)
    t.equal(await codeOf(node.importGoods({ path: join(place, 'lamp.zip') })), code)
    t.deepEqual(readdirSync(place), ['lamp.zip'])
  }
  t.equal((await node.find({})).total, 0)
})

test('a folder without anything to bring in says so, and how to share it', async (t) => {
  const { node, folder } = await aNode(t)
  const path = filesIn(join(folder, 'x'), { 'a.txt': 'a', 'bookhouse.yml': 'rooms: 3\n' })
  t.equal(await codeOf(node.importGoods({ path })), 'IMPORT_NOTHING')
  t.equal(await codeOf(node.importGoods({ path: join(folder, 'nowhere') })), 'IMPORT_NOT_FOUND')
  t.deepEqual((await node.importGoods({ path, dryRun: true })).goods, [])
})

test('modules that name each other in a circle come in, one of their lines without its good', async (t) => {
  const { node } = await aNode(t)
  const part = (name: string, other: string) =>
    `${LAMP['arm/okh.toml'].replace('"Arm"', `"${name}"`)}\n[[hasComponent]]\ncomponent = "../${other}/okh.toml"\n`
  const path = filesIn(temporaryFolder(t), { 'a/okh.toml': part('A', 'b'), 'b/okh.toml': part('B', 'a') })
  const done = await node.importGoods({ path })
  t.deepEqual(
    done.goods.map(({ outcome }) => outcome),
    ['new', 'new'],
  )
})

test('of several manifests in one folder each brings what it names; what belongs to none is told', async (t) => {
  const { node, folder } = await aNode(t)
  const part = (name: string, source: string) =>
    LAMP['arm/okh.toml'].replace('"Arm"', `"${name}"`).replace('arm.scad', source)
  const path = filesIn(join(folder, 'parts'), {
    'parts/okh-a.toml': part('A', 'a.scad'),
    'parts/okh-b.toml': part('B', 'b.scad'),
    'parts/a.scad': 'cube(1);',
    'parts/b.scad': 'cube(2);',
    'parts/notes.txt': 'x',
    'elsewhere.txt': 'y',
  })
  const seen = await node.importGoods({ path, dryRun: true })
  t.deepEqual(
    seen.goods.map(({ title, paths }) => [title, paths]),
    [
      ['A', ['a.scad', 'okh-a.toml']],
      ['B', ['b.scad', 'okh-b.toml']],
    ],
  )
  t.deepEqual(
    seen.leftOut.map((left) => left.path),
    ['elsewhere.txt', 'parts/notes.txt'],
  )
})

test('an archive full of manifests is bounded, and is no way to keep a computer busy', async (t) => {
  const { node, folder } = await aNode(t, null)
  const path = join(folder, 'many.zip')
  const files = Array.from({ length: 3000 }, (_, at) => ({
    name: `${at}/okh.toml`,
    content: LAMP['arm/okh.toml'],
  }))
  writeFileSync(path, zipOf(files))
  const began = performance.now()
  const { goods, findings } = await node.importGoods({ path, dryRun: true })
  t.equal(goods.length, 1000)
  t.ok(findings.some(({ code }) => code === 'IMPORT_MANY'))
  t.ok(performance.now() - began < 180_000, `${Math.round(performance.now() - began)} ms`)
})
