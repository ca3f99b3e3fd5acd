import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { placesTold } from '../src/photos/places-told.ts'
import { errorOf, scene } from './nodes.ts'

const bytes = (...pieces: (string | readonly number[])[]) =>
  Buffer.concat(
    pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : Buffer.from(piece))),
  )
const exif = bytes(
  'Exif\0\0II*\0',
  [8, 0, 0, 0, 1, 0, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0],
  '50.94 N, home',
)
const SCAN = [0xff, 0xda, 0, 4, 1, 2, 7, 7, 7, 0xff, 0xd9]
/** A JPEG that says where it was taken, behind a colour profile of so many bytes. */
const taken = (profile = 0) => {
  const before = Array.from({ length: profile / 60_000 }, () => [
    [0xff, 0xe2, 60_000 >> 8, 60_000 & 255],
    Array.from({ length: 59_998 }, () => 1),
  ])
  return bytes([0xff, 0xd8], ...before.flat(), [0xff, 0xe1, 0, exif.length + 2], [...exif], SCAN)
}
const PLAIN = bytes([0xff, 0xd8], SCAN)
const FILM = bytes(
  [0, 0, 0, 16],
  'ftypqt  \0\0\0\0',
  [0, 1, 0, 0],
  'mdat',
  'x'.repeat(300_000),
  '\xa9xyz+50.94+006.96/',
)

test('UP8 a preview says which pictures tell where they were taken, in a private commons and from a page too, and a share goes on', async (t) => {
  const { open, files } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Household', public: false })
  const path = files('bench', {
    'photos/bench.jpg': taken(),
    'photos/profile.JPEG': taken(180_000),
    'photos/plain.jpg': PLAIN,
    'photos/film.mov': FILM,
    'photos/empty.png': '',
    'notes.txt': taken(),
  })
  const { cautions } = await anna.previewShare({ path })
  t.deepEqual(
    cautions.map(({ code, count, example, message }) => [code, count, example, message]),
    [
      [
        'PICTURES_TELL_PLACE',
        2,
        'photos/bench.jpg',
        '2 pictures say where they were taken (for instance photos/bench.jpg)',
      ],
      [
        'PICTURES_MAY_TELL_PLACE',
        1,
        'photos/film.mov',
        '1 picture or film may say where it was taken: that can’t be read here (for instance photos/film.mov)',
      ],
    ],
  )
  t.equal((await anna.share({ path, licence: 'CC-BY-4.0' })).files, 6, 'nothing is hindered')

  const photo = taken()
  const { id: upload } = await anna.beginUpload({
    name: 'p',
    files: [{ path: 'p.jpg', bytes: photo.length }],
  })
  await anna.putUpload(
    { upload, at: 0 },
    (async function* () {
      yield photo
    })(),
  )
  const brought = await anna.previewUpload({ upload })
  t.deepEqual(
    brought.cautions.map(({ code, count }) => [code, count]),
    [['PICTURES_TELL_PLACE', 1]],
  )
  const plain = await anna.previewShare({ path: files('plain', { 'a.jpg': PLAIN, 'b.txt': 'b' }) })
  t.deepEqual(plain.cautions, [], 'of others nothing is said')
})

test('UP8 of a picture that can’t be read it is said that it isn’t clear, and beyond a thousand that they weren’t looked at', async (t) => {
  const { files } = scene(t)
  const source = join(files('one', { 'a.jpg': taken() }), 'a.jpg')
  const file = { source, bytes: taken().length, executable: false, modified: 0 }
  const gone = await placesTold([{ ...file, path: 'gone.jpg', source: `${source}.gone` }])
  t.deepEqual(
    gone.map(({ code, count }) => [code, count]),
    [['PICTURES_MAY_TELL_PLACE', 1]],
  )
  const many = Array.from({ length: 1_002 }, (_, number) => ({ ...file, path: `${number}.jpg` }))
  t.deepEqual(
    (await placesTold(many)).map(({ code, count, example }) => [code, count, example]),
    [
      ['PICTURES_TELL_PLACE', 1_000, '0.jpg'],
      ['PICTURES_NOT_LOOKED_AT', 2, '1000.jpg'],
    ],
  )
})

test('UP9 pictures are shared without where they were taken where that is asked for, in the next version too, and the folder stays as it is', async (t) => {
  const { open, files, folder, read } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Workshop', public: true })
  const path = files('bench', { 'bench.jpg': taken(), 'plain.jpg': PLAIN, 'notes.txt': 'A bench.' })
  const { id } = await anna.share({ path, licence: 'CC-BY-4.0', cleanPictures: true })
  await anna.copy({ from: id, to: join(folder, 'first') })
  t.notOk(read('first', 'bench.jpg').includes('home'), 'nothing of the place')
  t.ok(readFileSync(join(folder, 'first', 'plain.jpg')).equals(PLAIN), 'what tells nothing is as it was')
  t.ok(readFileSync(join(path, 'bench.jpg')).equals(taken()), 'the person’s own file is as it was')

  files('bench', { 'notes.txt': 'A better bench.' })
  const [caution] = (await anna.previewShare({ path })).cautions
  t.match(caution?.hint ?? '', /is taken out of what is shared/, 'the preview knows')
  t.equal((await anna.share({ path })).id, id)
  await anna.copy({ from: id, to: join(folder, 'second') })
  t.notOk(read('second', 'bench.jpg').includes('home'), 'nor in the next version')
  t.equal(read('second', 'notes.txt'), 'A better bench.')
  await anna.share({ path, cleanPictures: false })
  await anna.copy({ from: id, to: join(folder, 'third') })
  t.ok(read('third', 'bench.jpg').includes('home'), 'unless it is said that they go as they are')

  files('bench', { 'film.mov': FILM })
  const refused = await errorOf(anna.share({ path, cleanPictures: true }))
  t.equal(refused.code, 'PICTURE_TELLS', 'what can’t be cleaned is not shared unseen')
  t.equal((await anna.show(id)).versions.length, 3)
  t.deepEqual(
    readdirSync(join(folder, 'anna')).filter((name) => name.startsWith('allmende-work')),
    [],
    'no copies are left',
  )
})
