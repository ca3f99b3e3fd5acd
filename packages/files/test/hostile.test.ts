import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { link, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@allmende/testkit'
import test from 'tape'
import { type ListedFile, copyOut, pathIssue } from '../src/index.ts'
import { partialName } from '../src/partial-name.ts'
import { always, codeOf, folderWith, listed, openWriter, treeOf } from './stores.ts'

const BLNS = fileURLToPath(new URL('../../../../shared/data/hostile/blns/blns.json', import.meta.url))

const HOSTILE: [path: string, code: string][] = [
  ['../x', 'PATH_OUTSIDE'],
  ['../../x', 'PATH_OUTSIDE'],
  ['a/../../x', 'PATH_OUTSIDE'],
  ['a/..', 'PATH_OUTSIDE'],
  ['..', 'PATH_OUTSIDE'],
  ['..\\x', 'PATH_OUTSIDE'],
  ['a\\..\\..\\x', 'PATH_OUTSIDE'],
  ['/etc/passwd', 'PATH_ABSOLUTE'],
  ['//server/share', 'PATH_ABSOLUTE'],
  ['\\\\server\\share', 'PATH_ABSOLUTE'],
  ['C:\\x', 'PATH_ABSOLUTE'],
  ['c:x', 'PATH_ABSOLUTE'],
  ['', 'PATH_EMPTY'],
  ['.', 'PATH_EMPTY'],
  ['a//b', 'PATH_EMPTY'],
  ['a/./b', 'PATH_EMPTY'],
  ['a/', 'PATH_EMPTY'],
  ['nul\u0000.txt', 'PATH_CONTROL'],
  ['a\nb', 'PATH_CONTROL'],
  ['\u001b[2Jx', 'PATH_CONTROL'],
  ['x\u202etxt.exe', 'PATH_CONTROL'],
  ['x\u0085y', 'PATH_CONTROL'],
  ['half\ud800', 'PATH_NOT_UNICODE'],
  ['a<b', 'PATH_CHARACTER'],
  ['file.txt:stream', 'PATH_CHARACTER'],
  ['a|b', 'PATH_CHARACTER'],
  ['what?', 'PATH_CHARACTER'],
  ['a\\b', 'PATH_CHARACTER'],
  ['CON', 'PATH_DEVICE'],
  ['aux.txt', 'PATH_DEVICE'],
  ['d/NUL.tar.gz', 'PATH_DEVICE'],
  ['com1/x', 'PATH_DEVICE'],
  ['LPT\u00b9', 'PATH_DEVICE'],
  ['con .txt', 'PATH_DEVICE'],
  ['conin$', 'PATH_DEVICE'],
  ['dot.', 'PATH_ENDING'],
  ['space ', 'PATH_ENDING'],
  ['d /x', 'PATH_ENDING'],
  ['...', 'PATH_ENDING'],
  ['.git/hooks/post-checkout', 'PATH_RESERVED'],
  ['sub/.GIT/config', 'PATH_RESERVED'],
  ['.g\u200bit/config', 'PATH_RESERVED'],
  ['GIT~1/config', 'PATH_RESERVED'],
  ['.allmende-0123456789abcdef01234567.partial', 'PATH_RESERVED'],
  ['x'.repeat(256), 'PATH_TOO_LONG'],
  ['ä'.repeat(128), 'PATH_TOO_LONG'],
  [`${'d/'.repeat(520)}x`, 'PATH_TOO_LONG'],
]

test('F30 a list with one unsafe name is refused as a whole, before anything is written', async (t) => {
  const writer = await openWriter(t)
  const fine = await listed(writer, 'fine.txt', 'fine')
  const above = temporaryFolder(t)
  const target = join(above, 'target')
  for (const [path, code] of HOSTILE) {
    const entries = [fine, { ...fine, path }]
    t.equal(
      await codeOf(copyOut({ entries, openCore: always(writer.core), target })),
      code,
      JSON.stringify(path),
    )
  }
  t.deepEqual(readdirSync(above), [], 'nothing was written')
})

test('F31 two entries that are one file on some system, or a file and a folder at once, are refused', async (t) => {
  const writer = await openWriter(t)
  const fine = await listed(writer, 'fine.txt', 'fine')
  for (const [paths, code] of [
    [['a.txt', 'A.txt'], 'PATH_COLLISION'],
    [['a.txt', 'a.txt'], 'PATH_COLLISION'],
    [['\u00e9', 'e\u0301'], 'PATH_COLLISION'],
    [['\u212a', 'k'], 'PATH_COLLISION'],
    [['a', 'a/b'], 'PATH_FILE_AS_FOLDER'],
    [['a/b/c', 'A/B'], 'PATH_FILE_AS_FOLDER'],
  ] as const) {
    const entries = paths.map((path) => ({ ...fine, path }))
    const work = copyOut({ entries, openCore: always(writer.core), target: temporaryFolder(t) })
    t.equal(await codeOf(work), code, paths.join(' '))
  }
})

test('F32 numbers that do not fit each other are refused before anything is fetched or allocated', async (t) => {
  const writer = await openWriter(t)
  const fine = await listed(writer, 'fine.txt', 'fine')
  const lies: Partial<ListedFile>[] = [
    { blockLength: 2 ** 52 },
    { blockLength: 0 },
    { blockLength: 5 },
    { blockOffset: -1 },
    { blockOffset: 1.5 },
    { blockOffset: 2 ** 53 },
    { bytes: 2 ** 53 },
    { bytes: NaN },
    { bytes: 2 ** 40 },
    { bytes: 0 },
    { byteOffset: -4 },
    { hash: new Uint8Array(31) },
  ]
  for (const lie of lies) {
    const entries = [{ ...fine, ...lie }]
    const work = copyOut({ entries, openCore: always(writer.core), target: temporaryFolder(t) })
    t.equal(await codeOf(work), 'LIST_MALFORMED', JSON.stringify(lie))
  }
})

test('F33 links in the target are never gone through', async (t) => {
  const writer = await openWriter(t)
  const outside = folderWith(t, { 'precious.txt': 'precious' })
  const before = treeOf(outside)
  const inside = await listed(writer, 'd/e/x.txt', 'new')
  const top = await listed(writer, 'x.txt', 'new')
  const copy = (entry: ListedFile, target: string, force = false) =>
    codeOf(copyOut({ entries: [entry], openCore: always(writer.core), target, force }))

  const one = temporaryFolder(t)
  symlinkSync(outside, join(one, 'd'))
  t.equal(await copy(inside, one), 'COPY_LINK_IN_TARGET', 'a folder on the way')
  t.equal(await copy(inside, one, true), 'COPY_LINK_IN_TARGET', 'not with force either')

  const two = temporaryFolder(t)
  mkdirSync(join(two, 'd'))
  symlinkSync(outside, join(two, 'd/e'))
  t.equal(await copy(inside, two), 'COPY_LINK_IN_TARGET', 'one further down')

  const three = temporaryFolder(t)
  symlinkSync(join(outside, 'precious.txt'), join(three, 'x.txt'))
  t.equal(await copy(top, three), 'COPY_LINK_IN_TARGET', 'the file itself')
  t.equal(await copy(top, three, true), 'no error', 'with force the link is replaced')
  t.ok(lstatSync(join(three, 'x.txt')).isFile())

  const four = temporaryFolder(t)
  symlinkSync(join(outside, 'new.txt'), join(four, 'x.txt'))
  t.equal(await copy(top, four), 'COPY_LINK_IN_TARGET', 'a link to nothing')

  const five = temporaryFolder(t)
  symlinkSync(join(outside, 'precious.txt'), join(five, partialName(top.path, top.hash)))
  t.equal(await copy(top, five), 'no error', 'the unfinished file')

  const six = temporaryFolder(t)
  await link(join(outside, 'precious.txt'), join(six, partialName(top.path, top.hash)))
  t.equal(await copy(top, six), 'no error', 'a second name of a file elsewhere as the unfinished file')

  t.deepEqual(treeOf(outside), before, 'what they led to is as it was')
})

test('F33 a link that comes into the target while copying is not gone through', async (t) => {
  const writer = await openWriter(t)
  const outside = temporaryFolder(t)
  const entry = await listed(writer, 'd/x.txt', 'new')
  const target = temporaryFolder(t)
  const openCore = async () => {
    await rename(join(target, 'd'), join(target, 'moved'))
    symlinkSync(outside, join(target, 'd'))
    return writer.core
  }
  t.equal(await codeOf(copyOut({ entries: [entry], openCore, target })), 'COPY_LINK_IN_TARGET')
  t.deepEqual(readdirSync(outside), [])
})

test('F34 what is in the way is named: a folder, a file where a folder should be, a target that is a file', async (t) => {
  const writer = await openWriter(t)
  const entry = await listed(writer, 'd/x.txt', 'new')
  const copy = (target: string, force = false) =>
    codeOf(copyOut({ entries: [entry], openCore: always(writer.core), target, force }))
  t.equal(await copy(folderWith(t, { 'd/x.txt/y': '' })), 'COPY_IN_THE_WAY')
  t.equal(await copy(folderWith(t, { 'd/x.txt/y': '' }), true), 'COPY_IN_THE_WAY')
  t.equal(await copy(folderWith(t, { d: 'a file' })), 'COPY_IN_THE_WAY')
  t.equal(await copy(join(folderWith(t, { d: 'a file' }), 'd')), 'COPY_TARGET')
})

test('F35 no name of the big list of naughty strings gets out of the target, or is written other than it reads', async (t) => {
  const skip = !existsSync(BLNS)
  if (skip) return t.skip(`no ${BLNS} on this computer`)
  const names = JSON.parse(readFileSync(BLNS, 'utf8')) as string[]
  const writer = await openWriter(t)
  const content = await listed(writer, 'x', 'content')
  const [above, fine, refused] = [temporaryFolder(t), [] as string[], [] as string[]]
  for (const [at, name] of names.entries()) {
    const target = join(above, String(at))
    const work = copyOut({ entries: [{ ...content, path: name }], openCore: always(writer.core), target })
    const code = await codeOf(work)
    if (code === 'no error') {
      fine.push(name)
      const place = join(target, name)
      if (!statSync(place).isFile() || !place.startsWith(`${target}/`))
        t.fail(`${JSON.stringify(name)} at ${place}`)
    } else {
      refused.push(name)
      if (!code.startsWith('PATH_')) t.fail(`${JSON.stringify(name)}: ${code}`)
      if (existsSync(target)) t.fail(`${JSON.stringify(name)} left something`)
    }
  }
  const stray = readdirSync(above).filter((name) => !/^\d+$/.test(name))
  t.deepEqual(stray, [], 'nothing beside the targets')
  t.ok(fine.length > 100 && refused.length > 100, `${fine.length} written, ${refused.length} refused`)
  t.equal(fine.filter((name) => pathIssue(name)).length, 0)
})

test("F36 a target that is reached by a link is the person's own choice", async (t) => {
  const writer = await openWriter(t)
  const entry = await listed(writer, 'x.txt', 'new')
  const real = temporaryFolder(t)
  const way = join(temporaryFolder(t), 'way')
  symlinkSync(real, way)
  await copyOut({ entries: [entry], openCore: always(writer.core), target: way })
  t.equal(readFileSync(join(real, 'x.txt'), 'utf8'), 'new')
})
