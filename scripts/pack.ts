/**
 * Packs both programs into one file that `npx` and `npm install` take: `build/allmende-VERSION.tgz`. Everything but Node is
 * in it, so that it installs without a registry where Node is new enough. Words on the command line choose the platforms
 * whose addons are taken along (`linux-x64 …`); all of them by default. `--into FOLDER` instead of `build`. `--folder`: only the
 * folder that would be packed, without npm.
 */
import { spawnSync } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { sourceName } from '../packages/node/src/own-source/own-source.ts'
import { packSource } from '../packages/node/src/own-source/pack.ts'
import { PLATFORMS } from './packing/addons.ts'
import { packLicences } from './packing/licences.ts'
import { thirdPartyNotices } from './packing/notices.ts'
import { bundleGuestPage, bundlePages, bundlePrograms } from './packing/programs.ts'

type Manifest = { version: string; description: string; optionalDependencies?: Record<string, string> }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { into: { type: 'string' }, folder: { type: 'boolean' } },
})
const into = resolve(values.into ?? 'build')
process.chdir(fileURLToPath(new URL('..', import.meta.url)))
console.log(await pack(positionals.length > 0 ? positionals : PLATFORMS))

/** Returns the path of the packed file, or folder. */
async function pack(platforms: readonly string[]): Promise<string> {
  const target = join(into, 'allmende')
  await rm(target, { recursive: true, force: true })
  const dist = join(target, 'dist')
  await mkdir(dist, { recursive: true })
  const inputs = await bundlePrograms(dist, platforms)
  const texts = await packLicences(dist)
  const pages = await bundlePages(join(dist, 'web'))
  const guests = await bundleGuestPage(join(dist, 'guest-page'))
  await cp('packages/node/starter', join(target, 'starter'), { recursive: true })
  for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md']) await cp(file, join(target, file))
  await writeFile(
    join(target, 'THIRD-PARTY.md'),
    await thirdPartyNotices([...inputs, ...pages, ...guests, texts]),
  )
  await launchers(join(target, 'bin'))
  await writeManifest(join(target, 'package.json'))
  // The source travels with the program, as its licence asks; it is the first good of the starter commons.
  await mkdir(join(target, 'source'))
  await packSource('.', join(target, 'source'), await sourceName('.'))
  if (values.folder) return target
  const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', into], {
    cwd: target,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (packed.status !== 0) throw new Error(packed.stderr)
  return join(into, packed.stdout.trim())
}

async function launchers(folder: string): Promise<void> {
  await mkdir(folder)
  await cp('cli/bin/allmende', join(folder, 'allmende'))
  const other = await readFile('bootstrap/bin/allmende-bootstrap', 'utf8')
  const renamed = other.replace('dist/main.js', 'dist/bootstrap.js')
  await writeFile(join(folder, 'allmende-bootstrap'), renamed, { mode: 0o755 })
}

async function writeManifest(file: string): Promise<void> {
  const program = JSON.parse(await readFile('cli/package.json', 'utf8')) as Manifest
  const manifest = {
    name: 'allmende',
    version: program.version,
    description: program.description,
    license: 'AGPL-3.0-or-later',
    type: 'module',
    bin: { allmende: 'bin/allmende', 'allmende-bootstrap': 'bin/allmende-bootstrap' },
    engines: { node: '>=20' },
    // A Node that is new enough, for the machines whose own isn't.
    optionalDependencies: program.optionalDependencies,
  }
  await writeFile(file, JSON.stringify(manifest, null, 2) + '\n')
}
