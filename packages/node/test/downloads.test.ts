import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import type { AllmendeNode } from '../src/index.ts'
import { errorOf, eventually, scene } from './nodes.ts'

const DESIGN = { licence: 'CERN-OHL-S-2.0', type: 'design' }

async function bytesOf(node: AllmendeNode, download: string, range?: { start: number; end: number }) {
  const pieces: Uint8Array[] = []
  for await (const piece of (await node.openDownload({ download })).read(range)) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function brought(node: AllmendeNode, name: string, content: Uint8Array): Promise<string> {
  const { id } = await node.beginUpload({ name, files: [{ path: name, bytes: content.length }] })
  await node.putUpload(
    { upload: id, at: 0 },
    (async function* () {
      yield content
    })(),
  )
  return id
}

test('N61 UP7 a bundle and exports are made for a page to be saved, one that it brought is opened, and nothing is left of them', async (t) => {
  const { open, files, folder } = scene(t)
  const [anna, ben] = [await open('anna'), await open('ben')]
  const { link } = await anna.createCommons({ name: 'Work/shop', public: true })
  const source = files('lamp', { 'README.md': 'A lamp.\n', 'bom.csv': 'Part,Quantity\nTube,2\n' })
  const lamp = await anna.share({ path: source, title: 'Lamp', ...DESIGN })
  const made = await anna.makeDownload({ bundle: {} })
  t.equal(made.name, 'Work shop.bundle', 'called after the commons, with a name for a file')
  const bundle = await bytesOf(anna, made.id)
  t.equal(bundle.length, made.bytes)
  t.ok(bundle.subarray(3, 9).equals(await bytesOf(anna, made.id, { start: 3, end: 9 })), 'or a part of it')
  await ben.joinCommons({ link })
  const foreign = await brought(ben, 'other.bundle', Buffer.from('no bundle at all'))
  t.match(String((await errorOf(ben.openUpload({ upload: foreign }))).code), /^BUNDLE_/)
  t.equal((await ben.uploadState(foreign)).have, 16, 'what is refused stays, to be looked at')
  await ben.cancelUpload({ upload: foreign })
  const opened = await ben.openUpload({ upload: await brought(ben, 'lamp.bundle', bundle) })
  t.equal(opened.commons[0]?.name, 'Work/shop')
  await eventually('the lamp at Ben', async () => (await ben.show(lamp.id)).title === 'Lamp')
  t.deepEqual(readdirSync(join(folder, 'ben', 'uploads')), [])

  const csv = await anna.makeDownload({ good: { good: lamp.id, as: 'csv' } })
  t.match(csv.name, /\.csv$/)
  t.match(String(await bytesOf(anna, csv.id)), /Tube/)
  const maker = await anna.makeDownload({ good: { good: lamp.id, as: 'maker' } })
  t.equal(maker.name, 'Lamp-maker.zip')
  t.equal(String((await bytesOf(anna, maker.id)).subarray(0, 2)), 'PK', 'several files are one ZIP')
  t.notOk(JSON.stringify([made, csv, maker]).includes(folder), 'no path of this computer is told')
  const site = await anna.makeDownload({ commons: { as: 'site' } })
  t.ok(site.export && site.export.files > 1 && site.bytes > 0)
  t.equal((await errorOf(anna.makeDownload({}))).code, 'DOWNLOAD_WHAT')
  t.equal((await errorOf(anna.makeDownload({ bundle: {}, commons: { as: 'site' } }))).code, 'DOWNLOAD_WHAT')
  t.equal((await errorOf(anna.makeDownload({ commons: { as: 'nothing' } }))).code, 'EXPORT_FORMAT')
  const lying = () => readdirSync(join(folder, 'anna', 'downloads')).length
  t.equal(lying(), 4, 'nothing lies there of those that failed')
  await anna.dropDownload({ download: csv.id })
  t.equal(lying(), 3)
  t.equal((await errorOf(anna.openDownload({ download: csv.id }))).code, 'DOWNLOAD_UNKNOWN')
  await anna.close()
  t.equal(existsSync(join(folder, 'anna', 'downloads')) ? lying() : 0, 0, 'nor after the node was closed')
})

/** A JPEG that says where it was taken. */
const exif = Buffer.concat([
  Buffer.from('Exif\0\0II*\0', 'latin1'),
  Buffer.from([8, 0, 0, 0, 1, 0, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0]),
  Buffer.from('50.94 N, home'),
])
const PHOTO = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2]),
  exif,
  Buffer.from([0xff, 0xda, 0, 4, 1, 2, 7, 7, 7, 0xff, 0xd9]),
])

test('N62 UP6 pictures of a build go without where they were taken, from a page too, unless that is said', async (t) => {
  const { open, files, folder } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Workshop', public: true })
  const lamp = await anna.share({ path: files('lamp', { 'a.txt': 'a\n' }), title: 'Lamp', ...DESIGN })
  const told = await anna.reportBuild({
    good: lamp.id,
    outcome: 'works',
    photos: [join(files('photos', { 'lamp.jpg': PHOTO }), 'lamp.jpg')],
  })
  t.deepEqual(told.traces, { removed: 1, places: 1, unchecked: [] })
  const read = async (thing: string, path: string): Promise<string> => {
    const pieces: Uint8Array[] = []
    for await (const piece of (await anna.openFile({ thing, path })).read()) pieces.push(piece)
    return Buffer.concat(pieces).toString('latin1')
  }
  t.notOk((await read(told.id, 'lamp.jpg')).includes('home'))
  t.ok(
    readFileSync(join(folder, 'photos', 'lamp.jpg')).equals(PHOTO),
    'the file of the person stays as it is',
  )
  const upload = await brought(anna, 'bench.jpg', PHOTO)
  const page = await anna.buildUpload({ upload, good: lamp.id, outcome: 'partly', text: 'It leans.' })
  t.deepEqual([page.files, page.traces.places, page.licence], [1, 1, 'CC-BY-SA-4.0'])
  t.notOk((await read(page.id, 'bench.jpg')).includes('home'))
  t.deepEqual(readdirSync(join(folder, 'anna', 'uploads')), [], 'nothing is left lying')
  writeFileSync(join(folder, 'photos', 'film.heic'), '\0\0\0\x20ftypheic')
  const heic = { good: lamp.id, outcome: 'works', photos: [join(folder, 'photos', 'film.heic')] }
  t.equal((await errorOf(anna.reportBuild(heic))).code, 'PHOTO_TELLS')
  const asked = await anna.reportBuild({ ...heic, photosAsTheyAre: true })
  t.deepEqual(asked.traces.unchecked, ['film.heic'])
})
