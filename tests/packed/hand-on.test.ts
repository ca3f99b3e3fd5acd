import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'tape'
import { temporaryFolder } from '@allmende/testkit'
import { begin, run, type Said } from './machine.ts'
import { megabytes } from './size.ts'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))

/** What the installer and the launcher need of a system. There is no Node among it, nor npm. */
const SYSTEM = 'sh dirname readlink uname mkdir tar gzip sha256sum mv rm ln'.split(' ')
const NAME = `allmende-${JSON.parse(readFileSync('cli/package.json', 'utf8')).version}-${process.platform}-${process.arch}`
const CLI = fileURLToPath(new URL('../../node_modules/.bin/allmende', import.meta.url))

type Bare = { readonly cwd: string; readonly env: NodeJS.ProcessEnv }

/** A computer on which nothing was ever installed: an empty home, and the system's own tools on the path. */
async function bareComputer(t: test.Test): Promise<Bare> {
  const cwd = temporaryFolder(t)
  const bin = join(cwd, 'system')
  mkdirSync(bin)
  mkdirSync(join(cwd, 'home'))
  const { out } = await run(['sh', '-c', `for name in ${SYSTEM.join(' ')}; do command -v $name; done`], {
    cwd,
    env: process.env,
  })
  for (const [at, path] of out.trim().split('\n').entries()) symlinkSync(path, join(bin, SYSTEM[at] ?? ''))
  return { cwd, env: { PATH: bin, HOME: join(cwd, 'home'), NO_COLOR: '1', LANG: 'C.UTF-8' } }
}

/** With no network but loopback, where the kernel lets us; else as it is. */
async function offline(): Promise<readonly string[]> {
  const { status } = await run(['unshare', '-rn', 'true'], { cwd: '.', env: process.env }).catch(
    (): Said => ({ status: 1, out: '', err: '' }),
  )
  return status === 0 ? ['unshare', '-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'offline'] : []
}

const sha256 = (file: string | Uint8Array): string =>
  createHash('sha256')
    .update(typeof file === 'string' ? readFileSync(file) : file)
    .digest('hex')

test('handed on from a checkout it runs where there is no Node, no npm, no internet, and hands itself on', async (t) => {
  const given = temporaryFolder(t)
  const made = await run([CLI, 'hand-on', given, '--json'], { cwd: given, env: process.env })
  t.equal(made.status, 0, made.err || 'an archive is made')
  const {
    file,
    bytes,
    sha256: said,
  } = JSON.parse(made.out) as { file: string; bytes: number; sha256: string }
  t.deepEqual(readdirSync(given), [`${NAME}.tar.gz`], 'and nothing else is left there')
  t.equal(said, sha256(file), 'its hash is the one that is said')
  t.ok(Math.abs(bytes / 1e6 - saidMegabytes('the archive')) < 8, `the archive is as large as said: ${bytes}`)
  const again = await run([CLI, 'hand-on', file, '--json'], { cwd: given, env: process.env })
  t.equal(again.status, 1, 'nothing is written over')

  const ben = await bareComputer(t)
  const unpack = await run(['tar', '-xzf', file], ben)
  t.equal(unpack.status, 0, unpack.err || 'unpacked')
  const installed = await run(['sh', `${NAME}/install.sh`], ben)
  t.equal(installed.status, 0, installed.err || 'installed')
  const program = join(ben.env['HOME'] ?? '', '.local/bin/allmende')
  t.ok(installed.out.includes(`Start it:  ${program} start`), 'it says how to start it')
  const size = megabytes(join(ben.env['HOME'] ?? '', '.local/share/allmende'))
  t.ok(Math.abs(size - saidMegabytes('installed')) < 20, `installed it is as large as said: ${size}`)

  await worksOffline(t, program, ben)
  await handsOnTheSame(t, program, ben, said)
})

async function worksOffline(t: test.Test, program: string, ben: Bare): Promise<void> {
  const version = await run([program, '--version'], ben)
  t.equal(`allmende-${version.out.trim()}-${process.platform}-${process.arch}`, NAME, 'it says its version')
  const system = { ...ben, env: { ...ben.env, PATH: `${ben.env['PATH']}:/usr/sbin:/sbin` } }
  const wrap = await offline()
  const args = [...wrap, program, 'start', '--starter', '--port', '0', '--json']
  const outer = wrap.length > 0 ? { ...system, env: { ...system.env, PATH: process.env['PATH'] } } : system
  const running = await begin(t, [...args, '--no-internet', '--no-lan', '--host', '127.0.0.1'], outer)
  t.match(running.said['url'] ?? '', /^http:\/\/127\.0\.0\.1:\d+/, 'a node runs with nothing but loopback')
  running.child.kill('SIGTERM')
  t.equal(await running.ended, 0, 'and ends')
  const found = await run([program, 'find', 'source', '--json', '--no-internet', '--no-lan'], ben)
  const { results } = JSON.parse(found.out) as { results: { title: string; licence: string }[] }
  t.equal(results[0]?.licence, 'AGPL-3.0-or-later', `its own source is a good here: ${results[0]?.title}`)
}

/** Over the network this time. Whoever has the same program makes the same archive, so hashes of several givers agree. */
async function handsOnTheSame(t: test.Test, program: string, ben: Bare, expected: string): Promise<void> {
  const serve = [program, 'hand-on', '--serve', '--address', '127.0.0.1', '--port', '0', '--json']
  const giving = await begin(t, serve, ben)
  const {
    addresses,
    file,
    sha256: said,
  } = giving.said as unknown as {
    addresses: string[]
    file: string
    sha256: string
  }
  t.equal(said, expected, 'what was handed on makes the same archive')
  const [address = ''] = addresses
  const page = await (await fetch(address)).text()
  t.ok(page.includes(file) && page.includes('install.sh'), 'the page says what to do')
  t.notOk(page.includes(said.slice(0, 20)), 'and not the hash, which has to come from the giver')
  const fetched = new Uint8Array(await (await fetch(new URL(file, address))).arrayBuffer())
  t.equal(sha256(fetched), expected, 'the archive comes over whole')
  const rest = await fetch(new URL(file, address), { headers: { range: 'bytes=1000000-' } })
  t.equal(rest.status, 206, 'a fetch that broke off goes on')
  t.equal(sha256(Buffer.concat([fetched.subarray(0, 1_000_000), await rest.bytes()])), expected)
  for (const path of ['/etc/passwd', '/%2e%2e%2fpackage.json', `/${file}%00`, `/${file}?x`, '/index.html'])
    t.equal((await fetch(new URL(path, address))).status, 404, path)
  t.equal((await fetch(address, { method: 'POST', body: 'x' })).status, 405, 'nothing is taken')
  giving.child.kill('SIGINT')
  t.equal(await giving.ended, 0, 'Ctrl-C ends it')
}

test('what was altered on its way is not installed', async (t) => {
  const ben = await bareComputer(t)
  const folder = join(ben.cwd, NAME)
  mkdirSync(folder)
  const { installScript } = await import('../../cli/src/hand-on/install-script.ts')
  writeFileSync(join(folder, 'install.sh'), installScript({ sha256: sha256(Buffer.from('the program')) }))
  writeFileSync(join(folder, 'program.tar.gz'), 'another program')
  const refused = await run(['sh', `${NAME}/install.sh`], ben)
  t.equal(refused.status, 1)
  t.match(refused.err, /damaged.*nothing was installed/)
  t.deepEqual(readdirSync(ben.env['HOME'] ?? ''), [], 'the home is as it was')
  const homeless = await run(['sh', `${NAME}/install.sh`], { ...ben, env: { PATH: ben.env['PATH'] } })
  t.match(homeless.err, /no HOME: name a folder/, 'without a home it asks for a folder')
})

/** What docs/hand-on.md says of a size. */
function saidMegabytes(row: string): number {
  const [, said] =
    new RegExp(`^\\| ${row} \\| (\\d+) MB \\|`, 'm').exec(readFileSync('docs/hand-on.md', 'utf8')) ?? []
  return Number(said)
}
