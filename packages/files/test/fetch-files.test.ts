import test from 'tape'
import { seeded } from '@allmende/testkit'
import { fetchFiles, importFiles, listFiles, readFileList, readListed } from '../src/index.ts'
import { always, codeOf, folderWith, listed, openReader, openWriter, sha256, shared } from './stores.ts'

const KIB = 1024

test('F41 files are fetched into the own store and held against their hashes; an unsafe name refuses the list', async (t) => {
  const random = seeded('F41')
  const writer = await openWriter(t)
  const large = random.bytes(1200 * KIB)
  const files = await shared(writer, folderWith(t, { 'a.bin': large, 'b.txt': 'hello', empty: '' }))
  const reader = await openReader(t, writer.core.key, writer.core)
  const openCore = always(reader)
  t.ok((await fetchFiles({ entries: files, openCore })) >= large.length, 'came over the network')
  t.equal(await fetchFiles({ entries: files, openCore }), 0, 'is here now')
  t.deepEqual(sha256(await readListed(files[0]!, openCore)), sha256(large))
  t.equal((await readListed(files[2]!, openCore)).length, 0)
  const lied = { ...files[1]!, hash: sha256('another') }
  t.equal(await codeOf(fetchFiles({ entries: [lied], openCore })), 'COPY_CORRUPT')
  const unsafe = await listed(writer, '../b.txt', 'x')
  t.equal(await codeOf(fetchFiles({ entries: [unsafe], openCore: always(writer.core) })), 'PATH_OUTSIDE')
})

test('F42 a list is made of files that lie somewhere already, without moving their content', async (t) => {
  const theirs = await openWriter(t)
  const files = await shared(theirs, folderWith(t, { 'a.txt': 'one', 'b.txt': 'two' }))
  const own = await openWriter(t)
  const before = own.core.byteLength
  const list = await listFiles([{ ...files[0]!, path: 'c.txt' }, files[1]!], own)
  t.equal(own.core.byteLength, before, 'nothing was written')
  t.deepEqual(list.cores, [theirs.key])
  const entries = await readFileList(list, always(theirs.core))
  t.deepEqual(
    entries.map(({ path }) => path),
    ['c.txt', 'b.txt'],
  )
  t.equal(Buffer.from(await readListed(entries[0]!, always(theirs.core))).toString(), 'one')
  const twins = [files[0]!, { ...files[1]!, path: 'A.TXT' }]
  t.equal(await codeOf(listFiles(twins, own)), 'PATH_COLLISION')

  const tree = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`file-${at}.txt`, `content ${at}`]))
  const many = await readFileList(
    await importFiles({ path: folderWith(t, tree), writer: theirs }),
    always(theirs.core),
  )
  const long = await listFiles(many, own)
  t.ok(long.list && own.core.byteLength > before, 'only a long list itself is written')
  t.equal((await readFileList(long, async (key) => (key === own.key ? own.core : theirs.core))).length, 400)
})
