import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { seeded } from '@allmende/testkit'
import type { AllmendeNode } from '../src/index.ts'
import { errorOf, scene } from './nodes.ts'

type Contents = Readonly<Record<string, string | Uint8Array>>

async function brought(node: AllmendeNode, name: string, contents: Contents): Promise<string> {
  const files = Object.entries(contents).map(([path, content]) => ({
    path,
    bytes: Buffer.from(content).length,
  }))
  const { id } = await node.beginUpload({ name, files })
  await node.putUpload(
    { upload: id, at: 0 },
    (async function* () {
      for (const content of Object.values(contents)) yield Buffer.from(content)
    })(),
  )
  return id
}

async function bytesOf(node: AllmendeNode, download: string): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of (await node.openDownload({ download })).read()) pieces.push(piece)
  return Buffer.concat(pieces)
}

test('UP10 a backup is made to be saved, and one that was brought makes an empty node a further device; given up half way, the same goes on', async (t) => {
  const { open, files, folder } = scene(t)
  const laptop = await open('laptop')
  t.equal((await errorOf(laptop.makeDownload({ backup: {} }))).code, 'BACKUP_NOBODY')
  const { words = '' } = await laptop.createCommons({ name: 'Garden', public: false })
  await laptop.profile({ name: 'Anna/B' })
  const path = files('bench', { 'README.md': 'Two boards.', 'plan.bin': seeded('plan').bytes(200_000) })
  const { id } = await laptop.share({ path, licence: 'CC-BY-SA-4.0', type: 'design' })
  const made = await laptop.makeDownload({ backup: {} })
  t.match(made.name, /^Anna B \d{4}-\d\d-\d\d\.backup$/, 'called after its person and day')
  t.deepEqual([made.backup?.commons, made.backup?.file], [['Garden'], made.name])
  t.notOk(JSON.stringify(made).includes(folder), 'no path of this computer is told')
  const sealed = await bytesOf(laptop, made.id)
  const whole = await laptop.verifyUpload({
    upload: await brought(laptop, 'my.backup', { 'my.backup': sealed }),
  })
  t.deepEqual([whole.file, whole.content], ['my.backup', made.backup?.content])
  const small = await laptop.makeDownload({ backup: { withoutFiles: true } })
  t.ok(small.bytes < 50_000, `${small.bytes} bytes without files`)
  await laptop.close()

  const desktop = await open('desktop')
  const aside = () => readdirSync(join(folder, 'desktop', 'uploads'))
  const two = await brought(desktop, 'two', { 'a.backup': 'a', 'b.backup': 'b' })
  t.equal((await errorOf(desktop.restoreUpload({ upload: two, words }))).code, 'UPLOAD_ONE')
  t.equal((await errorOf(desktop.openUpload({ upload: two }))).code, 'UPLOAD_ONE')
  await desktop.cancelUpload({ upload: two })
  const upload = await brought(desktop, 'my.backup', { 'my.backup': sealed })
  const wrong = await errorOf(desktop.restoreUpload({ upload, words: `${'abandon '.repeat(23)}art` }))
  t.equal(wrong.code, 'BACKUP_DAMAGED')
  t.notOk(wrong.message.includes(folder), 'no path of this computer is told')
  t.equal(aside().length, 1, 'with other words it stays: they may have been mistyped')
  const stop = new AbortController()
  const onProgress = ({ phase }: { phase: string }) => {
    if (phase !== 'reading the backup') stop.abort(new Error('given up'))
  }
  await errorOf(desktop.restoreUpload({ upload, words, waitMs: 50 }, { signal: stop.signal, onProgress }))
  t.ok(stop.signal.aborted, 'given up while its content was taken in')
  t.notEqual((await desktop.status()).person, null, 'when the person was made already')
  const back = await desktop.restoreUpload({ upload, words, waitMs: 50 })
  t.deepEqual([back.found, back.name, back.person], [true, 'Anna/B', made.backup?.person])
  t.deepEqual([back.missing, back.files], [[], []], 'nothing is missing')
  t.equal((await desktop.show(id)).author, back.person)
  t.deepEqual(aside(), [], 'it is gone afterwards')
  const again = await brought(desktop, 'my.backup', { 'my.backup': sealed })
  t.equal((await errorOf(desktop.restoreUpload({ upload: again, words }))).code, 'RESTORE_USED')
})

test('UP10 what a killed process left of a backup is cleared away at the next start', async (t) => {
  const { open, folder } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Garden', public: false })
  await anna.close()
  const accounts = join(folder, 'anna', 'accounts')
  for (const name of ['backup.1.bundle', 'restore.1.bundle', 'backup.1.bundle.partial'])
    writeFileSync(join(accounts, name), 'left')
  await open('anna')
  t.deepEqual(
    readdirSync(accounts).filter((name) => name.includes('bundle')),
    [],
  )
})

const okh = (name: string, more = '') =>
  `okhv = "2.4"\nname = "${name}"\nrepo = "https://lamps.example/${name}"\nversion = "1.2"\nlicense = "CERN-OHL-S-2.0"\nlicensor = "Ada"\nfunction = "Light."\n${more}`

test('UP11 what a page brought is looked through and brought in as an import of this computer is; brought again it is known by its manifest', async (t) => {
  const { open, folder, read } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Workshop', public: true })
  const lamp = (text: string): Contents => ({
    'okh.toml': okh('Reading lamp', 'bom = "parts.csv"\n'),
    'parts.csv': 'Benennung;Stk;Preis\nBoard of beech;1;2,50 EUR\nScrew;4;0,08 EUR\n',
    'make.md': text,
    'arm/okh.toml': okh('Arm'),
    'arm/arm.scad': 'cylinder(300, 6, 6);\n',
  })
  const upload = await brought(anna, 'lamp', lamp('Saw, drill.\n'))
  const seen = await anna.importUpload({ upload, dryRun: true })
  t.deepEqual(
    seen.goods.map(({ title, outcome }) => [title, outcome]),
    [
      ['Reading lamp', 'new'],
      ['Arm', 'new'],
    ],
  )
  t.deepEqual(seen.goods[0]?.table?.unused, ['Stk'])
  t.notOk(JSON.stringify(seen).includes(folder), 'no path of this computer is told')
  t.equal((await errorOf(anna.importUpload({ upload, type: 'nothing' }))).code, 'TYPE_UNKNOWN')
  const came = await anna.importUpload({ upload, bomMap: { name: 'Benennung', quantity: 'Stk' } })
  t.equal(came.goods[0]?.outcome, 'new')
  t.deepEqual(
    readdirSync(join(folder, 'anna', 'uploads')),
    [],
    'it is gone afterwards, and stayed until then',
  )
  t.equal((await anna.find({ words: 'lamp' })).results[0]?.title, 'Reading lamp')
  t.notOk(read('anna', 'shares.json').includes('uploads'), 'no folder is noted')

  const better = await brought(anna, 'lamp', lamp('Saw, drill, screw.\n'))
  const again = await anna.importUpload({ upload: better, dryRun: true })
  t.deepEqual(
    again.goods.map(({ outcome }) => outcome),
    ['version', 'version'],
  )
  const anew = await anna.importUpload({ upload: better, dryRun: true, asNew: true })
  t.equal(anew.goods[0]?.outcome, 'new')
  await anna.cancelUpload({ upload: better })
  const other = await brought(anna, 'okh.toml', { 'okh.toml': okh('Desk') })
  const another = await brought(anna, 'okh.toml', { 'okh.toml': okh('Shelf') })
  await anna.importUpload({ upload: other })
  t.equal(
    (await anna.importUpload({ upload: another })).goods[0]?.outcome,
    'new',
    'a name of a file is none of a good',
  )
  const table: Contents = { 'bom.csv': 'Part,Quantity\nBoard,1\n' }
  for (let time = 0; time < 2; time++) {
    const alone = await brought(anna, 'bom.csv', table)
    const { goods } = await anna.importUpload({
      upload: alone,
      licence: 'CC-BY-SA-4.0',
      title: `List ${time}`,
    })
    t.equal(goods[0]?.outcome, 'new', 'nor of a parts list')
  }
  const { folders } = await anna.forget({ thing: came.id ?? '', evenIfLast: true })
  t.deepEqual(folders, [], 'no folder is said to have it')
})
