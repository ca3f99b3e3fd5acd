import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Teardown, temporaryFolder } from '@allmende/testkit'
import test from 'tape'
import { type Unpacked, archiveKind, isPackage, withUnpacked, writeZip } from '../src/index.ts'
import { TAR_END, paxOf, tarEntry, tarGzOf, tarOf, zipOf } from './archives.ts'
import { codeOf, errorOf, treeOf } from './stores.ts'

/** An archive in a folder of its own, and the folder beside it in which it is unpacked. */
function place(t: Teardown, content: Uint8Array, name = 'archive.bin') {
  const folder = temporaryFolder(t)
  const archive = join(folder, name)
  writeFileSync(archive, content)
  return { folder, archive }
}

const FILES = [
  { name: 'plans/', mode: 0o040755 },
  { name: 'plans/café.txt', content: 'Brett\n' },
  { name: 'run.sh', content: '#!/bin/sh\n', mode: 0o100755 },
  { name: 'empty', content: '' },
]
const AS_TAR = FILES.map(({ mode = 0o644, ...file }) => ({
  ...file,
  mode: mode & 0o777,
  type: file.name.endsWith('/') ? '5' : '0',
}))

test('A1 what an archive is says its content and not its name; all three forms give the same files', async (t) => {
  const trees: unknown[] = []
  for (const [kind, content] of [
    ['zip', zipOf(FILES)],
    ['tar', tarOf(AS_TAR)],
    ['tar.gz', tarGzOf(AS_TAR)],
  ] as const) {
    const { archive, folder } = place(t, content, 'photo.jpg')
    t.equal(await archiveKind(archive), kind)
    const unpacked = await withUnpacked(archive, { within: folder }, async (found) => {
      trees.push(treeOf(found.folder))
      t.equal(readFileSync(join(found.folder, 'plans/café.txt'), 'utf8'), 'Brett\n')
      t.ok(statSync(join(found.folder, 'run.sh')).mode & 0o100, 'executable')
      return found
    })
    t.deepEqual([unpacked.kind, unpacked.files, unpacked.bytes], [kind, 3, 16])
  }
  t.deepEqual(trees[0], trees[1])
  t.deepEqual(trees[1], trees[2])
  for (const content of ['just text', gzipSync('a single file'), '']) {
    const { archive } = place(t, Buffer.from(content), 'archive.zip')
    t.equal(await archiveKind(archive), null)
    t.equal(await codeOf(withUnpacked(archive, {}, () => Promise.resolve())), 'ARCHIVE_UNKNOWN')
  }
})

test('A1 the document of another program that is a ZIP inside is one file and no archive', async (t) => {
  const table = place(t, zipOf([{ name: '[Content_Types].xml', content: '<Types/>' }, { name: 'xl/a.xml' }]))
  t.ok(await isPackage(table.archive))
  t.notOk(await isPackage(place(t, zipOf(FILES)).archive))
  t.notOk(await isPackage(place(t, Buffer.from('PK\u0003\u0004 and nothing')).archive))
})

test('A2 the folder is gone when the work is over, failed or aborted, and when the archive was refused', async (t) => {
  const left = (folder: string) => readdirSync(folder).filter((name) => name !== 'archive.bin')
  const { archive, folder } = place(t, zipOf(FILES))
  let seen = ''
  await withUnpacked(archive, { within: folder }, async (unpacked) => {
    seen = unpacked.folder
    t.ok(existsSync(seen))
  })
  t.notOk(existsSync(seen))
  const failing = withUnpacked(archive, { within: folder }, () => Promise.reject(new Error('no')))
  t.equal((await errorOf(failing)).message, 'no')
  t.deepEqual(left(folder), [])
  const stop = new AbortController()
  const aborted = withUnpacked(
    archive,
    { within: folder, signal: stop.signal, onProgress: () => stop.abort() },
    nothing,
  )
  t.equal((await errorOf(aborted)).name, 'AbortError')
  t.deepEqual(left(folder), [])
  const refused = place(
    t,
    zipOf([
      { name: 'a', content: 'a' },
      { name: '../b', content: 'b' },
    ]),
  )
  t.equal(await codeOf(withUnpacked(refused.archive, { within: refused.folder }, nothing)), 'PATH_OUTSIDE')
  t.deepEqual(left(refused.folder), [])
})

test('A2 what a process left that was killed while it unpacked is removed by the next', async (t) => {
  const { archive, folder } = place(t, zipOf(FILES))
  const dead = join(folder, 'allmende-work-99999999-abcdef')
  const alive = join(folder, `allmende-work-${process.pid}-abcdef`)
  for (const one of [dead, alive]) await mkdir(one)
  await withUnpacked(archive, { within: folder }, nothing)
  t.notOk(existsSync(dead))
  t.ok(existsSync(alive))
})

const NAMES: [name: string, code: string][] = [
  ['../x', 'PATH_OUTSIDE'],
  ['a/../../x', 'PATH_OUTSIDE'],
  ['.git/../../x', 'PATH_OUTSIDE'],
  ['./../x', 'PATH_OUTSIDE'],
  ['..\\x', 'PATH_OUTSIDE'],
  ['/etc/x', 'PATH_ABSOLUTE'],
  ['\\\\server\\x', 'PATH_ABSOLUTE'],
  ['C:\\x', 'PATH_ABSOLUTE'],
  ['c:x', 'PATH_ABSOLUTE'],
  ['a\\b', 'PATH_CHARACTER'],
  ['plan:stream', 'PATH_CHARACTER'],
  ['what?', 'PATH_CHARACTER'],
  ['CON', 'PATH_DEVICE'],
  ['d/aux.txt', 'PATH_DEVICE'],
  ['dot.', 'PATH_ENDING'],
  ['a\nb', 'PATH_CONTROL'],
  ['x\u202etxt.exe', 'PATH_CONTROL'],
  ['a//b', 'PATH_EMPTY'],
  ['GIT~1/config', 'PATH_RESERVED'],
]

test('A3 a name that leads out, or that some system can’t bear, refuses the archive as a whole and is named', async (t) => {
  for (const [name, code] of NAMES) {
    for (const content of [
      zipOf([
        { name: 'good', content: 'g' },
        { name, content: 'x' },
      ]),
      tarOf([
        { name: 'good', content: 'g' },
        { name, content: 'x' },
      ]),
    ]) {
      const { archive, folder } = place(t, content)
      const error = await errorOf(withUnpacked(archive, { within: folder }, nothing))
      t.equal(error.code, code, JSON.stringify(name))
      t.deepEqual(readdirSync(folder), ['archive.bin'], 'nothing outside, nothing left')
    }
  }
  const long = place(t, Buffer.concat([paxOf({ path: `${'d/'.repeat(600)}x` }), tarOf([{ name: 'x' }])]))
  t.equal(await codeOf(withUnpacked(long.archive, {}, nothing)), 'PATH_TOO_LONG')
  for (const content of [
    zipOf([{ name: Buffer.from([0x61, 0xff]), content: 'x' }]),
    tarOf([{ name: Buffer.from([0x61, 0xff]), content: 'x' }]),
  ])
    t.equal(await codeOf(withUnpacked(place(t, content).archive, {}, nothing)), 'PATH_NOT_UNICODE')
})

test('A3 two names that are one on some system are refused, and a file that is a folder as well', async (t) => {
  for (const [names, code] of [
    [['Plan.txt', 'plan.TXT'], 'PATH_COLLISION'],
    [['a', 'a'], 'PATH_COLLISION'],
    [['caf\u00e9', 'cafe\u0301'], 'PATH_COLLISION'],
    [['a', 'A/b'], 'PATH_FILE_AS_FOLDER'],
    [['a/', 'A'], 'PATH_FILE_AS_FOLDER'],
  ] as const) {
    const folders = names.map((name) => ({ name, type: name.endsWith('/') ? '5' : '0' }))
    for (const content of [zipOf(names.map((name) => ({ name }))), tarOf(folders)])
      t.equal(await codeOf(withUnpacked(place(t, content).archive, {}, nothing)), code, names.join(' '))
  }
})

test('A4 links of both sorts, devices, pipes and sparse files are refused', async (t) => {
  const zips = [
    [zipOf([{ name: 'link', content: '/etc', mode: 0o120777 }]), 'ARCHIVE_LINK'],
    [zipOf([{ name: 'device', mode: 0o020666 }]), 'ARCHIVE_SPECIAL'],
  ] as const
  const tars = [
    ['1', 'ARCHIVE_LINK'],
    ['2', 'ARCHIVE_LINK'],
    ['3', 'ARCHIVE_SPECIAL'],
    ['4', 'ARCHIVE_SPECIAL'],
    ['6', 'ARCHIVE_SPECIAL'],
    ['7', 'ARCHIVE_SPECIAL'],
    ['S', 'ARCHIVE_SPECIAL'],
  ].map(([type = '', code]) => [tarOf([{ name: 'it', type, link: '/etc' }]), code] as const)
  const sparse = Buffer.concat([paxOf({ 'GNU.sparse.major': '1' }), tarOf([{ name: 'it' }])])
  for (const [content, code] of [...zips, ...tars, [sparse, 'ARCHIVE_SPECIAL'] as const]) {
    const { archive, folder } = place(t, content)
    t.equal(await codeOf(withUnpacked(archive, { within: folder }, nothing)), code)
    t.deepEqual(readdirSync(folder), ['archive.bin'])
  }
  const through = place(
    t,
    tarOf([
      { name: 'd', type: '2', link: '/tmp' },
      { name: 'd/x', content: 'x' },
    ]),
  )
  t.equal(await codeOf(withUnpacked(through.archive, {}, nothing)), 'ARCHIVE_LINK', 'a file through a link')
})

test('A5 sizes that lie are refused: in the directory, in the own header, in an extension', async (t) => {
  const content = 'x'.repeat(3000)
  for (const [bytes, why] of [
    [zipOf([{ name: 'a', content, says: { bytes: 10 } }]), 'more than said'],
    [zipOf([{ name: 'a', content, says: { bytes: 4000 } }]), 'less than said'],
    [zipOf([{ name: 'a', content, own: { bytes: 1 } }]), 'two sizes'],
    [zipOf([{ name: 'a', content, own: { name: 'b' } }]), 'two names'],
    [zipOf([{ name: 'a', content, stored: true, says: { packed: 10 } }]), 'stored and smaller'],
    [zipOf([{ name: 'a', content, says: { packed: 1e6 } }]), 'beyond the end'],
    [
      zipOf([
        { name: 'a', content },
        { name: 'b', content, says: { offset: 0 } },
      ]),
      'one content for two',
    ],
    [zipOf([{ name: 'd/', content }]), 'a folder with content'],
    [Buffer.concat([paxOf({ size: '512' }), tarOf([{ name: 'a', content: '' }])]), 'an extension'],
  ] as const) {
    const { archive, folder } = place(t, bytes)
    t.equal(await codeOf(withUnpacked(archive, { within: folder }, nothing)), 'ARCHIVE_LYING', why)
    t.deepEqual(readdirSync(folder), ['archive.bin'])
  }
})

test('A6 a bomb is refused, whether it says its size or not, and a small archive of blanks is none', async (t) => {
  const zeros = Buffer.alloc(30_000_000)
  for (const [bytes, why] of [
    [zipOf([{ name: 'a', content: zeros }]), 'zip'],
    [zipOf([{ name: 'a', content: zeros, says: { bytes: 100 } }]), 'zip that lies'],
    [tarGzOf([{ name: 'a', content: zeros }]), 'tar.gz'],
    [gzipSync(Buffer.concat([tarEntry({ name: 'a' }), Buffer.alloc(30_000_000)])), 'blanks behind the end'],
  ] as const) {
    const { archive, folder } = place(t, bytes)
    const code = await codeOf(withUnpacked(archive, { within: folder }, nothing))
    t.ok(code === 'ARCHIVE_BOMB' || (why === 'zip that lies' && code === 'ARCHIVE_LYING'), `${why}: ${code}`)
    t.deepEqual(readdirSync(folder), ['archive.bin'])
  }
  const blanks = place(t, zipOf([{ name: 'form.csv', content: Buffer.alloc(500_000, ',') }]))
  t.equal((await withUnpacked(blanks.archive, {}, given)).bytes, 500_000)
})

test('A6 an archive in an archive stays a file', async (t) => {
  const inner = zipOf([{ name: 'a', content: Buffer.alloc(5_000_000) }])
  const { archive } = place(t, zipOf([{ name: 'inner.zip', content: inner }]))
  await withUnpacked(archive, {}, async ({ folder }) => {
    t.deepEqual(readdirSync(folder), ['inner.zip'])
    t.ok(readFileSync(join(folder, 'inner.zip')).equals(inner))
  })
})

test('A7 entries, bytes and the free disk are limits, held before anything is written where the sizes are said', async (t) => {
  const many = Array.from({ length: 12 }, (_, index) => ({ name: `f${index}`, content: 'x'.repeat(200) }))
  const full = {
    free: () => Promise.resolve(300 * 1024 * 1024),
    write: () => Promise.reject(new Error('written')),
  }
  const large = [{ name: 'a', content: Buffer.from('x'.repeat(1000)) }]
  for (const content of [zipOf(many), tarOf(many), tarGzOf(many)]) {
    const { archive } = place(t, content)
    const entries = withUnpacked(archive, { limits: { entries: 10 } }, nothing)
    t.equal(await codeOf(entries), 'ARCHIVE_TOO_MANY')
    const bytes = withUnpacked(archive, { limits: { bytes: 2000 } }, nothing)
    t.equal(await codeOf(bytes), 'ARCHIVE_TOO_LARGE')
  }
  const claims = place(t, zipOf([{ name: 'a', content: 'x', says: { bytes: 90 * 1024 * 1024 } }]))
  const disk = withUnpacked(claims.archive, { disk: full, limits: { ratio: 1e9 } }, nothing)
  t.equal(await codeOf(disk), 'ARCHIVE_DISK_FULL', 'before the first write')
  const none = { ...full, write: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) }
  const meanwhile = withUnpacked(place(t, tarOf(large)).archive, { disk: none }, nothing)
  t.equal(await codeOf(meanwhile), 'ARCHIVE_DISK_FULL', 'and when it fills up meanwhile')
})

test('A8 encrypted entries and unknown methods are refused by name', async (t) => {
  for (const [content, code] of [
    [zipOf([{ name: 'secret.txt', content: 'x', flags: 1 }]), 'ARCHIVE_ENCRYPTED'],
    [zipOf([{ name: 'secret.txt', content: 'x', flags: 0x41 }]), 'ARCHIVE_ENCRYPTED'],
    [zipOf([{ name: 'secret.txt', content: 'x', method: 99 }]), 'ARCHIVE_ENCRYPTED'],
    [zipOf([{ name: 'secret.txt', content: 'x', method: 12 }]), 'ARCHIVE_METHOD'],
  ] as const)
    t.equal(await codeOf(withUnpacked(place(t, content).archive, {}, nothing)), code)
})

test('A9 what is behind the end of an archive, or hidden from its directory, refuses it', async (t) => {
  const two = [
    { name: 'a', content: 'a' },
    { name: 'b', content: 'b' },
  ]
  for (const [content, why] of [
    [zipOf(two, { behind: 'more' }), 'bytes behind a ZIP'],
    [zipOf(two, { count: 1 }), 'an entry that is not counted'],
    [Buffer.concat([tarOf(two), tarEntry({ name: 'c', content: 'c' }), TAR_END]), 'a second tar'],
    [Buffer.concat([tarOf(two), Buffer.from('x'.repeat(512))]), 'bytes behind a tar'],
    [gzipSync(Buffer.concat([tarOf(two), tarOf(two)])), 'a second tar, packed'],
    [Buffer.concat([tarGzOf(two), tarGzOf(two)]), 'a second packed tar'],
  ] as const)
    t.equal(await codeOf(withUnpacked(place(t, content).archive, {}, nothing)), 'ARCHIVE_TRAILING', why)
  const noise = Buffer.from(
    Array.from({ length: 20_000 }, (_, index) => (index * index * 31 + index * 7) >> 3),
  )
  const behind = place(t, Buffer.concat([tarGzOf([{ name: 'r', content: noise }]), Buffer.from('more')]))
  t.equal(
    await codeOf(withUnpacked(behind.archive, {}, nothing)),
    'ARCHIVE_DAMAGED',
    'bytes behind the packing',
  )
  const comment = place(t, zipOf(two, { comment: 'made by hand' }))
  t.equal((await withUnpacked(comment.archive, {}, given)).files, 2, 'a comment is no harm')
})

test('A10 a damaged or cut off archive is refused, whatever place it is damaged at', async (t) => {
  const content = 'some text that packs, '.repeat(90)
  const files = [
    { name: 'a', content },
    { name: 'b', content: 'b' },
  ]
  for (const whole of [zipOf(files), tarOf(files), tarGzOf(files)]) {
    for (let at = 5; at < whole.length - 600; at += 97) {
      const { archive, folder } = place(t, whole.subarray(0, at))
      const code = await codeOf(withUnpacked(archive, { within: folder }, nothing))
      if (!['ARCHIVE_DAMAGED', 'ARCHIVE_UNKNOWN'].includes(code)) t.fail(`cut at ${at}: ${code}`)
      if (readdirSync(folder).length > 1) t.fail(`cut at ${at}: something is left`)
    }
  }
  const wrong = place(t, zipOf([{ name: 'a', content, says: { crc: 1 } }]))
  t.equal(await codeOf(withUnpacked(wrong.archive, {}, nothing)), 'ARCHIVE_DAMAGED', 'a wrong checksum')
  const odd = place(
    t,
    Buffer.concat([tarEntry({ name: 'a', content: 'a' }), tarOf([{ name: 'b', size: '9'.repeat(11) }])]),
  )
  t.equal(await codeOf(withUnpacked(odd.archive, {}, nothing)), 'ARCHIVE_DAMAGED', 'a size that is no number')
  const talk = place(t, tarOf([{ name: 'x', type: 'x', content: Buffer.alloc(300_000) }, { name: 'a' }]))
  t.equal(await codeOf(withUnpacked(talk.archive, {}, nothing)), 'ARCHIVE_DAMAGED', 'an endless extension')
})

test('A11 the history of version control is left out and told; what a tar writes before names is dropped', async (t) => {
  const files = [
    { name: './', type: '5' },
    { name: './a.txt', content: 'a' },
    { name: './.git/config', content: 'c' },
    { name: './.git/hooks/post-checkout', content: 'rm -r /' },
  ]
  const { archive } = place(t, tarOf(files))
  await withUnpacked(archive, {}, async ({ folder, leftOut, files: count }) => {
    t.deepEqual(Object.keys(treeOf(folder)), ['a.txt'])
    t.equal(count, 1)
    t.deepEqual(
      leftOut.map(({ path }) => path),
      ['.git/'],
    )
  })
})

test('A12 names in UTF-8 are read as such also where a ZIP doesn’t say so', async (t) => {
  const content = zipOf([{ name: 'grün.txt', content: 'g' }])
  // The flag, in both headers.
  for (const at of [6, content.indexOf(Buffer.from('504b0102', 'hex')) + 8]) content.writeUInt16LE(0, at)
  await withUnpacked(place(t, content).archive, {}, async ({ folder }) => {
    t.deepEqual(
      readdirSync(folder).map((name) => name.normalize('NFC')),
      ['grün.txt'],
    )
  })
})

const nothing = () => Promise.resolve()
const given = (unpacked: Unpacked) => Promise.resolve(unpacked)

test('A13 what is written as a ZIP is read again, alike each time, and never over a file; nothing half written stays', async (t) => {
  const { folder } = place(t, tarOf(AS_TAR))
  const from = join(folder, 'from')
  await mkdir(join(from, 'plans'), { recursive: true })
  for (const { name, content, mode } of FILES.slice(1))
    writeFileSync(join(from, name), content ?? '', { mode: mode ?? 0o644 })
  const paths = FILES.slice(1).map(({ name }) => name)
  const [one, two] = [join(folder, 'one.zip'), join(folder, 'two.zip')]
  t.equal(await writeZip(one, from, paths), statSync(one).size)
  await writeZip(two, from, paths)
  t.ok(readFileSync(one).equals(readFileSync(two)), 'the same bytes')
  await withUnpacked(one, { within: folder }, async (found) => {
    t.deepEqual(treeOf(found.folder), treeOf(from))
    t.ok(statSync(join(found.folder, 'run.sh')).mode & 0o100, 'executable')
  })
  t.equal(await codeOf(writeZip(one, from, paths)), 'EEXIST')
  t.ok(existsSync(one), 'what was there stays')
  t.equal(await codeOf(writeZip(join(folder, 'three.zip'), from, [...paths, 'missing'])), 'ENOENT')
  t.notOk(existsSync(join(folder, 'three.zip')))
})
