import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type Test } from 'tape'
import { virtualClock } from '@allmende/testkit'
import type { AllmendeNode, UploadFile } from '../src/index.ts'
import { planOf } from '../src/uploads/plan.ts'
import { errorOf, eventually, scene } from './nodes.ts'

const LICENCE = 'CERN-OHL-S-2.0'

type Contents = Readonly<Record<string, string>>

const filesOf = (contents: Contents): UploadFile[] =>
  Object.entries(contents).map(([path, content]) => ({ path, bytes: Buffer.byteLength(content) }))
const bytesOf = (contents: Contents) => Buffer.from(Object.values(contents).join(''))

async function* chunks(...parts: Uint8Array[]) {
  yield* parts
}

/** A connection that breaks after these. */
async function* broken(...parts: Uint8Array[]) {
  yield* parts
  throw new Error('the connection broke')
}

async function whole(node: AllmendeNode, name: string, contents: Contents): Promise<string> {
  const { id, have } = await node.beginUpload({ name, files: filesOf(contents) })
  await node.putUpload({ upload: id, at: have }, chunks(bytesOf(contents).subarray(have)))
  return id
}

/** What lies put aside in a home. */
const aside = (folder: string, name: string) => {
  const uploads = join(folder, name, 'uploads')
  return existsSync(uploads) ? readdirSync(uploads) : []
}

async function withCommons(t: Test) {
  const stage = scene(t)
  const anna = await stage.open('anna')
  await anna.createCommons({ name: 'Workshop', public: true })
  return { ...stage, anna }
}

test('UP1 UP5 a folder that came in parts is previewed and shared as one of this computer, and gone afterwards', async (t) => {
  const { anna, folder, read } = await withCommons(t)
  const contents = {
    'README.md': 'A lamp.',
    'empty.txt': '',
    'parts/bom.csv': 'name,quantity,unit\nTube,0.3,metre\nBulb,1,one\n',
    '.env': 'SECRET=1',
    'okh.toml':
      'okhv = "OKH-LOSHv1.0"\nname = "Lamp of tubes"\nlicense = "CERN-OHL-S-2.0"\nfunction = "It gives light."\nversion = "0.2"\n',
    'last.txt': '',
  }
  const bytes = bytesOf(contents)
  const began = await anna.beginUpload({ name: 'lamp', files: filesOf(contents), folders: ['.git'] })
  t.deepEqual([began.have, began.bytes, began.files], [0, bytes.length, 6])
  const upload = began.id
  t.equal((await errorOf(anna.previewUpload({ upload }))).code, 'UPLOAD_PART', 'not before all has come')
  for (let at = 0; at < bytes.length; at += 10) {
    const { have } = await anna.putUpload(
      { upload, at },
      chunks(bytes.subarray(at, at + 4), bytes.subarray(at + 4, at + 10)),
    )
    if (have !== Math.min(at + 10, bytes.length)) t.fail(`${have} after ${at}`)
  }
  const preview = await anna.previewUpload({ upload })
  t.equal(preview.path, 'lamp', 'no path of this computer')
  t.deepEqual(
    preview.files.map(({ path }) => path),
    ['README.md', 'empty.txt', 'last.txt', 'okh.toml', 'parts/bom.csv'],
  )
  t.deepEqual(preview.leftOut.map(({ path }) => path).toSorted(), ['.env', '.git/'])
  t.deepEqual(preview.parts, { from: 'parts/bom.csv', lines: 2 })
  t.equal(preview.manifest?.from, 'okh.toml')
  t.equal(preview.manifest?.title, 'Lamp of tubes')
  t.equal(preview.title, 'Lamp of tubes', 'the manifest knows better than the name of the folder')
  const missing = preview.missing.map(({ field }) => field)
  t.ok(missing.includes('roles.image') && missing.includes('roles.making-instructions'), missing.join(', '))
  t.notOk(missing.includes('parts'), 'what is there is not asked for')
  const lamp = await anna.shareUpload({ upload, title: 'Lamp', licence: LICENCE })
  t.equal(lamp.files, 5)
  await anna.copy({ from: lamp.id, to: join(folder, 'copied') })
  t.equal(read('copied', 'parts', 'bom.csv'), contents['parts/bom.csv'])
  t.equal(read('copied', 'empty.txt'), '')
  t.deepEqual(aside(folder, 'anna'), [], 'nothing is left aside')
  t.equal((await errorOf(anna.uploadState(upload))).code, 'UPLOAD_UNKNOWN')
  t.notOk(read('anna', 'shares.json').includes('uploads'), 'no folder is noted')

  const next = await whole(anna, 'anything', { 'README.md': 'A better lamp.' })
  const again = await anna.shareUpload({ upload: next, of: lamp.id })
  t.equal(again.id, lamp.id, 'a new version of what it is said to be one of')
  t.deepEqual((await anna.show(lamp.id)).versions.length, 2)
})

test('UP2 what came before a connection broke needn’t come again, also after another start', async (t) => {
  const { anna, open, folder, read } = await withCommons(t)
  const contents = { 'a.txt': 'first file', 'b.txt': 'second file', 'c.txt': 'third' }
  const bytes = bytesOf(contents)
  const begin = (node: AllmendeNode) => node.beginUpload({ name: 'notes', files: filesOf(contents) })
  const { id } = await begin(anna)
  await errorOf(anna.putUpload({ upload: id, at: 0 }, broken(bytes.subarray(0, 7), bytes.subarray(7, 13))))
  t.equal((await anna.uploadState(id)).have, 13, 'what came before it broke')
  const wrong = await errorOf(anna.putUpload({ upload: id, at: 0 }, chunks(bytes)))
  t.equal(wrong.code, 'UPLOAD_AT', 'nothing is written over')
  await anna.close()
  const anew = await open('anna')
  const found = await begin(anew)
  t.deepEqual([found.id, found.have], [id, 13], 'begun again with the same files, it goes on')
  const changed = await anew.beginUpload({
    name: 'notes',
    files: filesOf(contents).map((file) => ({ ...file, modified: 1 })),
  })
  t.notEqual(changed.id, id, 'a file that was changed since is another one')
  await anew.cancelUpload({ upload: changed.id })
  await anew.putUpload({ upload: id, at: 13 }, chunks(bytes.subarray(13)))
  const { id: shared } = await anew.shareUpload({ upload: id, title: 'Notes', licence: 'CC-BY-SA-4.0' })
  await anew.copy({ from: shared, to: join(folder, 'copied') })
  t.deepEqual(
    ['a.txt', 'b.txt', 'c.txt'].map((name) => read('copied', name)),
    Object.values(contents),
  )
})

test('UP2 a file that a power cut took from what had come is asked for again', async (t) => {
  const { anna, open, folder } = await withCommons(t)
  const contents = { 'a.txt': 'first file', 'b.txt': 'second file' }
  const id = await whole(anna, 'notes', contents)
  await anna.close()
  rmSync(join(folder, 'anna', 'uploads', id, 'content', 'notes', 'b.txt'))
  const anew = await open('anna')
  t.equal((await anew.uploadState(id)).have, 10)
  await anew.putUpload({ upload: id, at: 10 }, chunks(Buffer.from('second file')))
  t.equal((await anew.previewUpload({ upload: id })).bytes, 21)
})

test('UP3 paths that lead out of the folder, double names and too much of anything are refused, and leave nothing', async (t) => {
  const { anna, folder } = await withCommons(t)
  const begin = (name: string, ...paths: string[]) =>
    errorOf(anna.beginUpload({ name, files: paths.map((path) => ({ path, bytes: 1 })) }))
  for (const path of [
    '../x',
    'a/../../x',
    '/etc/passwd',
    'C:\\x',
    '\\\\host\\x',
    'a\0b',
    'a//b',
    '',
    '.',
    'a\u202eb',
    'x'.repeat(300),
    `${'d/'.repeat(600)}x`,
    '\ud800',
  ])
    t.equal((await begin('ok', path)).code, 'UPLOAD_PATH', JSON.stringify(path.slice(0, 20)))
  for (const name of ['..', '../x', 'a/b', '', '/'])
    t.equal((await begin(name, 'x')).code, 'UPLOAD_PATH', `a folder called ${JSON.stringify(name)}`)
  t.equal((await begin('ok', 'a', 'a')).code, 'UPLOAD_PATH', 'a name twice')
  t.equal((await begin('ok', 'a', 'a/b')).code, 'UPLOAD_PATH', 'a file that is a folder')
  t.equal((await begin('ok')).code, 'UPLOAD_EMPTY')
  const many = Array.from({ length: 20_001 }, (_, number) => ({ path: `f${number}`, bytes: 0 }))
  t.equal((await errorOf(anna.beginUpload({ name: 'ok', files: many }))).code, 'UPLOAD_MANY')
  const huge = { name: 'ok', files: [{ path: 'a', bytes: Number.MAX_SAFE_INTEGER - 1 }] }
  t.equal((await errorOf(anna.beginUpload(huge))).code, 'UPLOAD_ROOM')
  t.deepEqual(aside(folder, 'anna'), [], 'nothing is left of all these')

  const { id } = await anna.beginUpload({ name: 'ok', files: [{ path: 'a', bytes: 3 }] })
  const more = await errorOf(anna.putUpload({ upload: id, at: 0 }, chunks(Buffer.from('abcd'))))
  t.equal(more.code, 'UPLOAD_MORE')
  const content = readFileSync(join(folder, 'anna', 'uploads', id, 'content', 'ok', 'a'), 'utf8')
  t.equal(content, 'abc', 'and not written')
  t.throws(
    () => planOf({ name: 'ok', files: [{ path: 'con', bytes: 1 }] }, 'win32'),
    'a device where it is one',
  )
  t.equal(planOf({ name: 'ok', files: [{ path: 'Report: final', bytes: 1 }] }, 'linux').bytes, 1)
})

test('UP4 what is cancelled is removed, and what nobody goes on with for a day', async (t) => {
  const { open, folder } = scene(t)
  const clock = virtualClock()
  const anna = await open('anna', { clock })
  const contents = { 'a.txt': 'first file' }
  const id = await whole(anna, 'notes', contents)
  t.equal(aside(folder, 'anna').length, 1)
  await anna.cancelUpload({ upload: id })
  t.deepEqual(aside(folder, 'anna'), [])
  t.equal((await errorOf(anna.putUpload({ upload: id, at: 0 }, chunks()))).code, 'UPLOAD_UNKNOWN')

  const many: string[] = []
  for (let number = 0; number < 8; number++) {
    many.push(await whole(anna, `n${number}`, contents))
    clock.jump(60_000)
  }
  const more = { name: 'one more', files: [{ path: 'a', bytes: 1 }] }
  t.equal((await errorOf(anna.beginUpload(more))).code, 'UPLOAD_WAITING', 'eight are at work')
  clock.jump(180_000)
  await anna.beginUpload(more)
  t.equal(
    (await errorOf(anna.uploadState(many[0] ?? ''))).code,
    'UPLOAD_UNKNOWN',
    'the one that rested gave way',
  )
  for (const one of many.slice(1)) await anna.cancelUpload({ upload: one })
  const old = await whole(anna, 'old', contents)
  await anna.close()
  clock.jump(25 * 60 * 60 * 1000)
  writeFileSync(join(folder, 'anna', 'uploads', 'x'), 'nobody’s')
  const anew = await open('anna', { clock })
  await eventually('the old one to be gone', async () => aside(folder, 'anna').length === 0)
  t.equal((await errorOf(anew.uploadState(old))).code, 'UPLOAD_UNKNOWN')
})

test('UP5 a share that is refused leaves the upload as it is, to be tried again', async (t) => {
  const { anna } = await withCommons(t)
  const upload = await whole(anna, 'notes', { 'a.txt': 'first file' })
  t.equal((await errorOf(anna.shareUpload({ upload, licence: 'CC-BY-NC-4.0' }))).code, 'LICENCE_REFUSED')
  const stopped = AbortSignal.abort(new Error('cancelled'))
  await errorOf(anna.shareUpload({ upload, licence: 'CC-BY-4.0' }, { signal: stopped }))
  t.equal((await anna.shareUpload({ upload, licence: 'CC-BY-4.0', title: 'Notes' })).files, 1)
})

test('UP5 a single file is shared as it is, whatever it is called', async (t) => {
  const { anna } = await withCommons(t)
  const upload = await whole(anna, 'report.part', { 'report.part': 'text' })
  const preview = await anna.previewUpload({ upload })
  t.deepEqual([preview.count, preview.title], [1, 'report'])
})
