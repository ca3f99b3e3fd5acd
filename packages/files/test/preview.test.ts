import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@allmende/testkit'
import test from 'tape'
import { previewShare } from '../src/index.ts'
import { codeOf, errorOf, folderWith } from './stores.ts'

const paths = (found: { path: string }[]) => found.map(({ path }) => path)

test('F1 a preview lists files with sizes, sorted, and what is left out with a reason for each', async (t) => {
  const folder = folderWith(t, {
    'b/z.txt': '12',
    'a.txt': '1',
    '.git/HEAD': 'ref',
    'node_modules/x/index.js': 'x',
    '.env': 'SECRET=1',
    'keys/id_ed25519': 'x',
    'keys/id_ed25519.pub': 'x',
    'Thumbs.db': 'x',
    'draft.md.swp': 'x',
    'film.mkv.part': 'x',
  })
  const preview = await previewShare(folder)
  t.deepEqual(paths(preview.files), ['a.txt', 'b/z.txt', 'keys/id_ed25519.pub'])
  t.equal(preview.bytes, 4)
  t.deepEqual(paths(preview.leftOut), [
    '.env',
    '.git/',
    'Thumbs.db',
    'draft.md.swp',
    'film.mkv.part',
    'keys/id_ed25519',
    'node_modules/',
  ])
  t.ok(
    preview.leftOut.every(({ reason }) => reason.length > 5),
    'each has a reason',
  )
  t.deepEqual(
    preview.leftOut.map(({ code }) => code),
    ['secret', 'git', 'system', 'editor', 'unfinished', 'secret', 'rebuildable'],
    'and its code',
  )
  t.deepEqual(preview.problems, [])
})

test('F2 .allmendeignore has the syntax of .gitignore, nested, the nearer one wins, and ! takes in again', async (t) => {
  const folder = folderWith(t, {
    '.allmendeignore': '# notes\n*.log\n/private/\ndocs/*.tmp\n!.env\n!node_modules/\n!.git\n!.git/\n',
    'a.log': '',
    'deep/b.log': '',
    'deep/.allmendeignore': '!b.log\n/c.txt\n',
    'deep/c.txt': '',
    'deep/er/c.txt': '',
    'deep/er/b.log': '',
    'private/x': '',
    'deep/private/x': '',
    'docs/x.tmp': '',
    'docs/more/x.tmp': '',
    '.env': 'kept on purpose',
    'node_modules/mine/index.js': 'kept on purpose',
    '.git/HEAD': 'never',
    'sub/.git/HEAD': 'never',
    'odd [name]/.allmendeignore': 'x.txt',
    'odd [name]/x.txt': '',
    'odd n/x.txt': '',
  })
  const preview = await previewShare(folder)
  t.deepEqual(paths(preview.files), [
    '.env',
    'deep/b.log',
    'deep/er/b.log',
    'deep/er/c.txt',
    'deep/private/x',
    'docs/more/x.tmp',
    'node_modules/mine/index.js',
    'odd n/x.txt',
  ])
  const reasons = Object.fromEntries(preview.leftOut.map(({ path, reason }) => [path, reason]))
  t.equal(reasons['a.log'], 'named in .allmendeignore')
  t.equal(preview.leftOut.find(({ path }) => path === 'deep/c.txt')?.from, 'deep/.allmendeignore')
  t.equal(reasons['deep/c.txt'], 'named in deep/.allmendeignore')
  t.match(reasons['.git/'] ?? '', /no rule can take it in/)
  t.match(reasons['sub/.git/'] ?? '', /no rule can take it in/)
})

test('F3 our own home is never shared, and nothing inside of it', async (t) => {
  const folder = folderWith(t, { 'a.txt': 'a', 'home/store/CORESTORE': 'secret' })
  const preview = await previewShare(folder, { homes: [join(folder, 'home')] })
  t.deepEqual(paths(preview.files), ['a.txt'])
  t.deepEqual(paths(preview.leftOut), ['home/'])
  const inside = previewShare(join(folder, 'home/store'), { homes: [join(folder, 'home')] })
  t.equal(await codeOf(inside), 'SHARE_OWN_HOME')
})

test('F4 a link that stays inside is left out, one that leads out is an error that names it', async (t) => {
  const outside = folderWith(t, { 'secret.txt': 's' })
  const folder = folderWith(t, { 'a.txt': 'a', 'd/b.txt': 'b' })
  symlinkSync('../a.txt', join(folder, 'd/inside'))
  symlinkSync('..', join(folder, 'd/loop'))
  symlinkSync('nowhere', join(folder, 'dangling'))
  t.deepEqual((await previewShare(folder)).problems, [])
  const { leftOut } = await previewShare(folder)
  t.deepEqual(paths(leftOut), ['d/inside', 'd/loop', 'dangling'])
  t.deepEqual(
    leftOut.map(({ code }) => code),
    ['inside', 'inside', 'dangling'],
  )
  symlinkSync(join(outside, 'secret.txt'), join(folder, 'd/out'))
  symlinkSync('../../gone', join(folder, 'd/out-to-nothing'))
  const preview = await previewShare(folder)
  t.deepEqual(
    preview.problems.map(({ code, path, severity }) => [severity, code, path]),
    [
      ['error', 'SHARE_LINK_OUTSIDE', 'd/out'],
      ['error', 'SHARE_LINK_OUTSIDE', 'd/out-to-nothing'],
    ],
  )
  t.notOk(
    preview.files.some(({ source }) => source.includes('secret')),
    'nothing of it is listed',
  )
  writeFileSync(join(folder, '.allmendeignore'), 'out*\n')
  t.deepEqual((await previewShare(folder)).problems, [], 'a rule can leave it out')
})

test('F5 names that some system refuses are shared under a safe one, with a warning; the rest are errors', async (t) => {
  const folder = folderWith(t, {
    'Report: final?.pdf': '1',
    'aux.txt': '2',
    'trailing. ': '3',
    'a\\b.txt': '4',
    'ok.txt': '5',
  })
  const preview = await previewShare(folder)
  t.deepEqual(paths(preview.files).toSorted(), [
    'Report_ final_.pdf',
    '_aux.txt',
    'a_b.txt',
    'ok.txt',
    'trailing__',
  ])
  t.deepEqual(
    [...new Set(preview.problems.map(({ severity, code }) => `${severity} ${code}`))],
    ['warning SHARE_RENAMED'],
  )
  for (const [name, code] of [
    ['..\\evil.txt', 'PATH_OUTSIDE'],
    ['bell\u0007.txt', 'PATH_CONTROL'],
    ['line\nbreak', 'PATH_CONTROL'],
    ['invoice\u202efdp.exe', 'PATH_CONTROL'],
    ['git~1', 'PATH_RESERVED'],
    ['.allmende-0123456789abcdef01234567.partial', 'PATH_RESERVED'],
  ] as const) {
    // The defaults would leave an unfinished download out before its name is judged.
    const bad = folderWith(t, { [name]: 'x', 'fine.txt': 'y', '.allmendeignore': '!*.partial' })
    const [problem] = (await previewShare(bad)).problems
    t.equal(problem?.code, code, JSON.stringify(name))
    t.equal(problem?.severity, 'error')
  }
})

test('F6 two names that are one file elsewhere (case, Unicode form) are an error that names both', async (t) => {
  for (const pair of [
    ['a.txt', 'A.txt'],
    ['sub/\u00e9.txt', 'sub/e\u0301.txt'],
    ['x?.txt', 'x_.txt'],
  ]) {
    const preview = await previewShare(folderWith(t, Object.fromEntries(pair.map((name) => [name, 'x']))))
    const problem = preview.problems.find(({ severity }) => severity === 'error')
    t.equal(problem?.code, 'PATH_COLLISION', pair.join(' '))
  }
})

test('F7 too long a path, too many files and names that are not Unicode are errors', async (t) => {
  const folder = temporaryFolder(t)
  const deep = join(folder, ...Array.from({ length: 5 }, () => 'd'.repeat(220)))
  mkdirSync(deep, { recursive: true })
  writeFileSync(join(deep, 'x'), '')
  t.equal((await previewShare(folder)).problems[0]?.code, 'PATH_TOO_LONG')

  const many = temporaryFolder(t)
  for (let at = 0; at < 10_001; at++) writeFileSync(join(many, String(at)), '')
  t.equal((await previewShare(many)).problems[0]?.code, 'SHARE_TOO_MANY')

  const bytes = folderWith(t, { 'fine.txt': '' })
  writeFileSync(Buffer.concat([Buffer.from(`${bytes}/caf`), Buffer.from([0xe9])]), 'latin-1')
  t.equal((await previewShare(bytes)).problems[0]?.code, 'PATH_NOT_UNICODE')
})

test('F8 an empty folder, nothing and a pipe are clear errors; one file alone is fine', async (t) => {
  const folder = folderWith(t, { '.git/HEAD': 'x' })
  const error = await errorOf(previewShare(folder))
  t.equal(error.code, 'SHARE_EMPTY')
  t.match(error.hint ?? '', /^1 were left out/)
  t.equal(await codeOf(previewShare(join(folder, 'nothing'))), 'SHARE_NOT_FOUND')
  spawnSync('mkfifo', [join(folder, 'pipe')])
  t.equal(await codeOf(previewShare(join(folder, 'pipe'))), 'SHARE_NOT_A_FILE')
  writeFileSync(join(folder, 'one.key'), 'named by the person, so shared')
  const preview = await previewShare(join(folder, 'one.key'))
  t.ok(preview.single)
  t.deepEqual(paths(preview.files), ['one.key'])
})

test('F9 a file or folder that can not be read is an error that names it', async (t) => {
  const folder = folderWith(t, { 'a.txt': 'a', 'secret.txt': 's', 'closed/x': 'x' })
  chmodSync(join(folder, 'secret.txt'), 0o000)
  chmodSync(join(folder, 'closed'), 0o000)
  t.teardown(() => chmodSync(join(folder, 'closed'), 0o700))
  chmodSync(folder, 0o755)
  // The superuser reads everything: asked as somebody else where the tests run as root.
  const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const script = `import { previewShare } from ${JSON.stringify(fileURLToPath(new URL('../src/index.ts', import.meta.url)))}
    console.log(JSON.stringify((await previewShare(${JSON.stringify(folder)})).problems.map(({ code, path }) => [code, path])))`
  const run = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    ...asNobody,
  })
  t.deepEqual(
    JSON.parse(run.stdout || JSON.stringify(run.stderr)),
    [
      ['SHARE_UNREADABLE', 'closed'],
      ['SHARE_UNREADABLE', 'secret.txt'],
    ],
    'both are named',
  )
})

test('F10 hints come from names, licence texts and manifests', async (t) => {
  const folder = folderWith(t, {
    'LICENSES/CC-BY-SA-4.0.txt': 'text',
    'LICENSE.md': 'SPDX-License-Identifier: CERN-OHL-S-2.0\n',
    'okh.toml': 'license = "MIT"\n',
    'part.STL': '123',
    'x.__proto__': '',
  })
  const { hints } = await previewShare(folder)
  t.deepEqual(hints.licences.toSorted(), ['CC-BY-SA-4.0', 'CERN-OHL-S-2.0', 'MIT'])
  t.deepEqual(hints.licenceFiles, ['LICENSE.md', 'LICENSES/CC-BY-SA-4.0.txt'])
  t.deepEqual(hints.extensions['stl'], { files: 1, bytes: 3 })
  t.equal(Object.getPrototypeOf(hints.extensions), Object.prototype)
})
