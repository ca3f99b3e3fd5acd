import test from 'tape'
import { connect, errorOf, eventually, scene } from './nodes.ts'

const DESIGN = { licence: 'CERN-OHL-S-2.0', type: 'design' }

test('N60 two versions are compared: fields, parts, files, texts line by line; a fork with what it came from', async (t) => {
  const { open, files } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Workshop', public: true })
  const first = {
    'README.md': 'One\nTwo\nThree\n',
    'bom.csv': 'Part,Quantity\nLeg,3\nGlue,1\n',
    'photo.png': new Uint8Array([0, 1, 2]),
    'old/name.txt': 'moves\n',
    'gone.txt': 'goes\n',
  }
  const path = files('stool', first)
  const { id } = await anna.share({ path, title: 'Stool', tags: ['wood'], ...DESIGN })
  const alone = await anna.compare({ good: id })
  t.equal(alone.from, null, 'before the first version there is none')
  t.ok(alone.files.every(({ what }) => what === 'added') && alone.files.length === 5, 'so all of it is new')
  const { rmSync } = await import('node:fs')
  rmSync(`${path}/old`, { recursive: true })
  rmSync(`${path}/gone.txt`)
  files('stool', {
    'README.md': 'One\n2\nThree\nFour\n',
    'bom.csv': 'Part,Quantity\nLeg,4\nScrew,8\n',
    'photo.png': new Uint8Array([0, 1, 3, 4]),
    'new/name.txt': 'moves\n',
    'table.txt': 'x'.repeat(300_000),
  })
  await anna.share({ path, title: 'Stool', tags: ['wood', 'oak'], version: '2.0', ...DESIGN })
  const found = await anna.compare({ good: id })
  t.deepEqual([found.from?.number, found.to.label, found.alike], [1, '2.0', false])
  t.deepEqual(found.fields, [{ name: 'tags', before: 'wood', after: 'wood, oak', passages: null }])
  t.deepEqual(
    found.parts.map(({ what, name, fields }) => [
      what,
      name,
      fields.find((one) => one.name === 'quantity')?.after,
    ]),
    [
      ['changed', 'Leg', '4'],
      ['added', 'Screw', '8'],
      ['removed', 'Glue', null],
    ],
  )
  t.deepEqual(
    found.files.map(({ path: at, what, from, why }) => [at, what, from, why]),
    [
      ['README.md', 'changed', null, null],
      ['bom.csv', 'changed', null, null],
      ['gone.txt', 'removed', null, null],
      ['new/name.txt', 'moved', 'old/name.txt', null],
      ['photo.png', 'changed', null, 'no-text'],
      ['table.txt', 'added', null, null],
    ],
  )
  const readme = found.files[0]?.passages?.flatMap(({ lines }) => lines) ?? []
  t.equal(
    readme.map(({ what, text }) => `${{ same: ' ', added: '+', removed: '-' }[what]}${text}`).join('\n'),
    ' One\n-Two\n+2\n Three\n+Four',
  )
  t.deepEqual(
    (await anna.compare({ good: id, from: '2.0', to: '1' })).files.find(({ path: at }) => at === 'gone.txt')
      ?.what,
    'added',
    'the other way round, too',
  )
  const fork = await anna.fork({ good: id, title: 'High stool' })
  const same = await anna.compare({ good: fork.id, with: id })
  t.deepEqual(
    same.fields.map(({ name }) => name).toSorted(),
    ['title'],
    'a new fork differs in its name only',
  )
  t.equal(same.files.length + same.parts.length, 0)
  t.equal((await anna.compare({ good: id, from: '2', to: '2' })).alike, true)
  t.equal((await errorOf(anna.compare({ good: id, from: '9' }))).code, 'VERSION_UNKNOWN')
})

test('N60 where nobody has the files any more, the rest is compared all the same, and it is told', async (t) => {
  const { open, files } = scene(t)
  const [anna, bert] = [await open('anna'), await open('bert', { waits: { look: 500, gap: 500 } })]
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  const path = files('lamp', { 'a.txt': 'one\n', 'b.txt': 'one\n' })
  const { id } = await anna.share({ path, title: 'Lamp', ...DESIGN })
  files('lamp', { 'a.txt': 'two\n', 'b.txt': 'two\n' })
  await anna.share({ path, title: 'Lamp', tags: ['light'], ...DESIGN })
  await bert.joinCommons({ link })
  await connect(bert, anna)
  await eventually('both versions at Bert', async () => (await bert.show(id)).versions.length === 2)
  await anna.close()
  await eventually('Anna to be gone', async () => (await bert.status()).peers.length === 0)
  const found = await bert.compare({ good: id })
  t.deepEqual(
    found.fields.map(({ name }) => name),
    ['tags'],
  )
  t.deepEqual(
    found.files.map(({ path: at, what, why }) => [at, what, why]),
    [
      ['a.txt', 'changed', 'not-here'],
      ['b.txt', 'changed', 'not-here'],
    ],
  )
})
