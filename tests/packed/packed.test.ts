import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test, { type Test } from 'tape'
import { freePort, temporaryFolder } from '@allmende/testkit'
import { begin, ownMachine, run, thisNode } from './machine.ts'
import { megabytes, saidInReadme } from './size.ts'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))

const LOCAL = ['--no-internet', '--no-lan', '--host', '127.0.0.1']
/** How far the README's figures may be from what is measured. */
const OFF = 0.15

type Installed = { readonly folder: string; readonly env: NodeJS.ProcessEnv; readonly packed: string }
const places: { teardown(callback: () => void | Promise<void>): void; end: (() => void | Promise<void>)[] } =
  {
    end: [],
    teardown: (callback) => void places.end.push(callback),
  }
let packing: Promise<string> | undefined

/** The packed file, made once for all tests of this file. */
function packedFile(): Promise<string> {
  packing ??= (async () => {
    const into = temporaryFolder(places)
    const { status, out, err } = await run(['sh', 'scripts/node24', 'scripts/pack.ts', '--into', into], {
      cwd: process.cwd(),
      env: process.env,
    })
    if (status !== 0) throw new Error(`could not pack: ${out}${err}`)
    return out.trim()
  })()
  return packing
}

async function install(env: (folder: string) => NodeJS.ProcessEnv, ...more: string[]): Promise<Installed> {
  const packed = await packedFile()
  const folder = temporaryFolder(places)
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--prefer-offline', ...more, packed]
  const { status, out, err } = await run(['npm', ...args], { cwd: folder, env: env(folder) })
  if (status !== 0) throw new Error(`npm install: ${out}${err}`)
  return { folder, env: env(folder), packed }
}

let without: Promise<Installed> | undefined
/** Installed without any registry, on a machine whose own Node is new enough. */
function withoutRegistry(): Promise<Installed> {
  return (without ??= install((home) => ownMachine(home, thisNode), '--offline', '--omit=optional'))
}

let old: Promise<Installed> | undefined
/** Installed as npm does it, on this machine with the Node it has. */
function onOwnNode(): Promise<Installed> {
  return (old ??= install((home) => ownMachine(home)))
}

/** The Node that npm brings along: there, or a reason why it can't be on this machine just now. */
async function broughtNode(
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<{ folder?: string; reason?: string }> {
  const brought = globSync(`${folder}/node_modules/node-*`)[0]
  if (brought !== undefined) return { folder: brought }
  const { optionalDependencies } = JSON.parse(
    readFileSync(`${folder}/node_modules/allmende/package.json`, 'utf8'),
  ) as { optionalDependencies: Record<string, string> }
  const name = Object.keys(optionalDependencies).find((one) =>
    one.endsWith(`${process.platform}-${process.arch}`),
  )
  if (name === undefined) return { reason: `npm has no Node for ${process.platform}-${process.arch}` }
  const asked = await run(['npm', 'view', name, 'version'], { cwd: folder, env })
  return asked.status === 0 ? {} : { reason: 'npm reaches no registry that Node could come from' }
}

function near(t: Test, found: number, row: string): void {
  const said = saidInReadme(row)
  const right = Math.abs(found - said) <= said * OFF
  t.ok(right, `README says ${said} MB for "${row}", found ${found.toFixed(1)} MB`)
}

test('the packed file installs with no registry where Node is new enough', async (t) => {
  const { folder, env, packed } = await withoutRegistry()
  t.deepEqual(
    globSync(`${folder}/node_modules/*`).map((path) => path.split('/').at(-1)),
    ['allmende'],
    'nothing but the package itself is installed',
  )
  const program = `${folder}/node_modules/.bin/allmende`
  const made = await run([program, 'commons', 'create', 'Garden', '--json'], { cwd: folder, env })
  t.equal(made.status, 0, made.err || 'a commons is made')
  near(t, statSync(packed).size / 1e6, 'the packed file')
  near(t, megabytes(`${folder}/node_modules/allmende`), 'installed, without Node')
})

test('the packed file says whose work is in it', async (t) => {
  const { folder } = await withoutRegistry()
  const inside = `${folder}/node_modules/allmende`
  const notices = readFileSync(`${inside}/THIRD-PARTY.md`, 'utf8')
  for (const name of ['hypercore', 'rocksdb-native', '@automerge/automerge', 'fastify', 'cborg'])
    t.match(notices, new RegExp(`^## ${name} \\d`, 'm'), `${name} is named`)
  for (const name of ['RocksDB', 'libsodium', 'the crate zlib-rs'])
    t.match(notices, new RegExp(`^- ${name} \\(`, 'm'), `${name} is named, which is compiled into an addon`)
  const [, texts = ''] = notices.split('\n# Texts of licences\n')
  const referred = [...notices.matchAll(/The text of (.+) stands at the end/g)].flatMap(([, ids = '']) =>
    ids.split(' and of '),
  )
  t.ok(referred.length > 50, `${referred.length} texts are referred to, of what brings none along`)
  for (const id of new Set(referred))
    t.ok(texts.includes(`\n## ${id}\n\n\`\`\`\n`), `the text of ${id} stands there`)
})

test('with nothing but an old Node the packed programs make, share, copy, write and serve', async (t) => {
  const { folder, env } = await onOwnNode()
  const node = await broughtNode(folder, env)
  if (node.reason !== undefined) return t.skip(node.reason)
  if (node.folder === undefined) return t.fail('npm reaches a registry and brought no Node')
  near(t, megabytes(`${folder}/node_modules`), 'installed, with Node')

  const homes = { anna: temporaryFolder(t), ben: temporaryFolder(t) }
  const program = `${folder}/node_modules/.bin/allmende`
  const as = (who: keyof typeof homes) => ({ cwd: folder, env: { ...env, ALLMENDE_HOME: homes[who] } })
  const tell = async <T>(who: keyof typeof homes, words: string[], input?: string): Promise<T> => {
    const { status, out, err } = await run([program, ...words, '--json'], {
      ...as(who),
      ...(input !== undefined && { input }),
    })
    if (status !== 0) throw new Error(`${words.join(' ')}: ${status} ${out}${err}`)
    return JSON.parse(out) as T
  }

  const help = await run(['npx', '--no-install', 'allmende', '--help'], as('anna'))
  t.equal(help.status, 0, help.err || 'npx allmende --help')
  t.match(help.out, /^allmende: share goods/)

  await tell('anna', ['commons', 'create', 'Garden', ...LOCAL])
  mkdirSync(`${folder}/bench`)
  writeFileSync(`${folder}/bench/plan.txt`, 'two boards\n')
  writeFileSync(`${folder}/bench/big.bin`, Buffer.alloc(300_000, 7))
  const share = ['share', 'bench', '--licence', 'CERN-OHL-S-2.0', ...LOCAL]
  const shared = await tell<{ link: string; files: number }>('anna', share)
  t.equal(shared.files, 2, 'shared')
  const found = await tell<{ total: number }>('anna', ['find', 'bench', ...LOCAL])
  t.equal(found.total, 1, 'found by the worker of the index')

  const port = await freePort()
  const start = ['start', '--starter', '--json', '--port', '0', '--peer-port', String(port), ...LOCAL]
  const running = await begin(t, [program, ...start], as('anna'))
  const copy = ['copy', shared.link, 'out', '--connect', `127.0.0.1:${port}`, ...LOCAL]
  await tell('ben', copy)
  t.equal(readFileSync(`${folder}/out/plan.txt`, 'utf8'), 'two boards\n', 'copied with a node of its own')
  t.equal(
    (await tell<{ total: number }>('anna', ['find', 'sourdough'])).total > 0,
    true,
    'the starter is there',
  )
  await servesPage(t, running.said['url'] ?? '')

  const stopped = await run([program, 'stop'], as('anna'))
  t.equal(stopped.status, 0, stopped.err || 'stop')
  t.equal(await running.ended, 0, 'the node ends with status 0')

  const where = ['--commons', 'Garden', ...LOCAL]
  const draft = await tell<{ id: string }>('anna', ['draft', 'new', 'Notes', ...where])
  await tell('anna', ['draft', 'edit', draft.id, '--stdin', ...LOCAL], 'Water the beds\n')
  const read = await tell<{ text: string }>('anna', ['draft', 'text', draft.id, ...LOCAL])
  t.equal(read.text, 'Water the beds\n', 'a draft is written by the worker of the drafts')
})

test('the packed bootstrap node starts and stops', async (t) => {
  const { folder, env } = await onOwnNode()
  const node = await broughtNode(folder, env)
  if (node.reason !== undefined) return t.skip(node.reason)
  const args = ['--host', '127.0.0.1', '--port', '0', '--json']
  const running = await begin(t, [`${folder}/node_modules/.bin/allmende-bootstrap`, ...args], {
    cwd: folder,
    env,
  })
  t.match(running.said['address'] ?? '', /^127\.0\.0\.1:\d+$/, 'says its address')
  running.child.kill('SIGTERM')
  t.equal(await running.ended, 0, 'ends with status 0')
})

test('what was packed is removed', async (t) => {
  for (let next = places.end.shift(); next !== undefined; next = places.end.shift()) await next()
  t.equal(existsSync((await packing) ?? ''), false)
})

/** The page's address answers, and so does everything the page asks for by name. */
async function servesPage(t: Test, page: string): Promise<void> {
  const answer = await fetch(page)
  const html = await answer.text()
  t.equal(answer.status, 200, `the page answers: ${page.replace(/[?#].*/, '')}`)
  const assets = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path ?? '')
  t.ok(assets.length >= 2, `the page names ${assets.join(', ')}`)
  for (const asset of assets) {
    const { status, headers } = await fetch(new URL(asset, page))
    t.equal(status, 200, asset)
    t.match(headers.get('content-type') ?? '', /^text\/(?:css|javascript)/, `${asset} has its type`)
  }
}
