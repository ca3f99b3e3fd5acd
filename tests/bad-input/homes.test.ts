import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type Test } from 'tape'
import { begin as beginProgram } from '../../cli/test/fake/program.ts'
import { scene } from '../scene.ts'
import { asked, LOCAL, refused, told } from './program.ts'

const START = ['start', '--port', '0', '--no-starter', ...LOCAL]

/** A node that runs, with a commons and a draft in it. */
async function running(t: Test) {
  const place = scene(t)
  const home = place.home('ada')
  const daemon = beginProgram(t, [...START, '--json'], { home, real: true })
  await daemon.saying('"url"')
  await told(t, home, 'commons', 'create', 'Workshop')
  const { id: draft } = await told<{ id: string }>(t, home, 'draft', 'new', 'Notes')
  await asked(home, ['draft', 'edit', draft, '-'], 'kept\n')
  return { ...place, home, daemon, draft, pid: String(daemon.child.pid) }
}

test('a second daemon on the same home is refused, with who has it and what to do; the first goes on', async (t) => {
  const { home, daemon, pid, draft } = await running(t)
  const { url } = JSON.parse(readFileSync(join(home, 'daemon.json'), 'utf8')) as { url: string }
  const words = [`pid ${pid}`, url, 'allmende stop']
  await refused(t, START, { home, code: 'STORE_IN_USE', words, processes: true })
  rmSync(join(home, 'daemon.json'))
  await refused(t, START, { home, code: 'STORE_IN_USE', words: ['another allmende is using'] })
  daemon.child.kill('SIGTERM')
  t.equal((await daemon.ended).status, 0, 'the first was well all the time')
  const { text } = await told<{ text: string }>(t, home, 'draft', 'text', draft, ...LOCAL)
  t.equal(text, 'kept\n', 'and all that was said is there')
})

test('a lost token is told with what to do, and after starting again everything is there', async (t) => {
  const { home, daemon, pid, draft } = await running(t)
  rmSync(join(home, 'token'))
  for (const args of [['status'], ['draft', 'text', draft], ['stop']])
    await refused(t, args, { home, code: 'TOKEN_MISSING', words: ['token', `kill ${pid}`], processes: true })
  writeFileSync(join(home, 'token'), `${'x'.repeat(43)}\n`, { mode: 0o600 })
  await refused(t, ['status'], { home, code: 'TOKEN_WRONG', words: ['token', `kill ${pid}`] })
  rmSync(join(home, 'token'))
  daemon.child.kill('SIGTERM')
  t.equal((await daemon.ended).status, 0)
  const again = beginProgram(t, [...START, '--json'], { home, real: true })
  await again.saying('"url"')
  t.equal((await told<{ text: string }>(t, home, 'draft', 'text', draft)).text, 'kept\n')
  t.ok(existsSync(join(home, 'token')), 'there is a token again')
})

test('a copied home is refused and opens with --adopt-copy, saying that it is one', async (t) => {
  const { home, daemon, draft, home: _, ...place } = await running(t)
  daemon.child.kill('SIGTERM')
  await daemon.ended
  const twin = join(place.folder, 'twin')
  cpSync(home, twin, { recursive: true })
  const words = ['a copy of another folder', '--adopt-copy']
  await refused(t, ['draft', 'text', draft, ...LOCAL], { home: twin, code: 'STORE_COPIED', words })
  const adopted = ['draft', 'text', draft, '--adopt-copy', ...LOCAL]
  t.equal((await told<{ text: string }>(t, twin, ...adopted)).text, 'kept\n')
})

test('a home that cannot be used is told: a file in its place, a damaged list of commons, a damaged identity', async (t) => {
  const { home, daemon, draft, folder } = await running(t)
  daemon.child.kill('SIGTERM')
  await daemon.ended
  const file = join(folder, 'file')
  writeFileSync(file, 'not a folder')
  await refused(t, ['find', ...LOCAL], { home: file, code: 'HOME_UNUSABLE', words: [file] })
  for (const [name, code] of [
    ['commons.json', 'HOME_DAMAGED'],
    ['identity/device.json', 'IDENTITY_DAMAGED'],
  ] as const) {
    const path = join(home, name)
    const before = readFileSync(path)
    writeFileSync(path, before.subarray(0, before.length / 2))
    await refused(t, ['draft', 'text', draft, ...LOCAL], {
      home,
      code,
      words: [name.split('/').at(-1) as string],
    })
    t.ok(readFileSync(path).equals(before.subarray(0, before.length / 2)), 'nothing was written over it')
    writeFileSync(path, before)
  }
  for (const name of ['holdings.json', 'shares.json', 'profile.json', 'index.sqlite', 'node.key'])
    writeFileSync(join(home, name), 'damaged')
  const { findings } = await told<{ findings: { code: string }[] }>(t, home, 'status')
  t.equal(
    findings.filter(({ code }) => code === 'notes-damaged').length,
    3,
    'it is said that notes were damaged',
  )
  const { text } = await told<{ text: string }>(t, home, 'draft', 'text', draft, ...LOCAL)
  t.equal(text, 'kept\n', 'what can be found out again does not stand in the way')
})

test('a home of somebody else is refused in words', (t) => {
  if (process.getuid?.() !== 0) {
    t.skip('only root can act as another user')
    t.end()
    return
  }
  const { folder } = scene(t)
  const main = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url))
  const args = ['--disable-warning=ExperimentalWarning', main, 'status', '--home', join(folder, 'home')]
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent' }
  for (const more of [[], ['--json']]) {
    const nobody = { uid: 65_534, gid: 65_534, cwd: '/', env, encoding: 'utf8' as const }
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args, ...more], nobody)
    t.equal(status, 1, stderr)
    t.ok(
      `${stdout}${stderr}`.includes(more.length ? 'HOME_UNUSABLE' : 'give another with --home'),
      `${stdout}${stderr}`,
    )
  }
  t.end()
})
