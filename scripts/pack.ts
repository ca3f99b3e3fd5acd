/**
 * Packs both programs into one file that `npx` and `npm install` take: `build/allmende-VERSION.tgz`.
 * Our own packages and Automerge are bundled (of Automerge's 46 MB one file is needed), everything else stays a dependency.
 */
import { spawnSync } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { globSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundleWith, type Plugin } from 'esbuild'

type Manifest = {
  version: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'build', 'allmende')
const BUNDLED = new Set(['@automerge/automerge'])
const WORKER = /new URL\(\s*'(\.\/[^']+)\.ts',\s*import\.meta\.url,?\s*\)/g

process.chdir(root)
await rm(target, { recursive: true, force: true })
await mkdir(join(target, 'dist'), { recursive: true })
await bundle()
await page()
await copyRest()
await writeManifest()
const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', join(root, 'build')], {
  cwd: target,
  encoding: 'utf8',
})
if (packed.status !== 0) throw new Error(packed.stderr)
console.log(join('build', packed.stdout.trim()))

/** The name of a worker's bundle: from its path, so that two `worker.ts` don't meet. */
function workerName(file: string): string {
  return file
    .replace(/^.*packages\//, '')
    .replaceAll(/[/\\]/g, '-')
    .replace('-src', '')
    .replace(/\.ts$/, '')
}

async function bundle(): Promise<void> {
  const workers: Record<string, string> = {}
  for (const file of globSync('packages/*/src/**/*.ts')) {
    for (const [, path] of (await readFile(file, 'utf8')).matchAll(WORKER)) {
      const worker = join(dirname(file), `${path}.ts`)
      workers[workerName(worker)] = worker
    }
  }
  await bundleWith({
    entryPoints: { main: 'cli/src/main.ts', bootstrap: 'bootstrap/src/main.ts', ...workers },
    outdir: join(target, 'dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    legalComments: 'linked',
    logLevel: 'warning',
    // CommonJS dependencies that were bundled still ask for `require`.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    plugins: [ownPackagesOnly, workersByName],
    // The form with the wasm inside needs no file beside it.
    alias: {
      '@automerge/automerge': join(
        root,
        'node_modules/@automerge/automerge/dist/mjs/entrypoints/fullfat_base64.js',
      ),
    },
  })
}

/** A plugin and not `external`: dependencies are what the packages' manifests name, whatever they are. */
const ownPackagesOnly: Plugin = {
  name: 'own packages only',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, importer }) => {
      const bundled = path.startsWith('@allmende/') || BUNDLED.has(path) || importer.includes('@automerge')
      return bundled || path.startsWith('node:') ? undefined : { path, external: true }
    })
  },
}

const workersByName: Plugin = {
  name: 'workers by name',
  setup(build) {
    build.onLoad({ filter: /packages[/\\].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const contents = source.replaceAll(
        WORKER,
        (_, worker: string) =>
          `new URL('./${workerName(join(dirname(path), `${worker}.ts`))}.js', import.meta.url)`,
      )
      return { contents, loader: 'ts' }
    })
  },
}

async function page(): Promise<void> {
  const web = join(target, 'dist', 'web')
  await mkdir(web, { recursive: true })
  for (const file of globSync('packages/web/public/*')) await cp(file, join(web, basename(file)))
  await bundleWith({
    entryPoints: ['packages/web/src/page/page.ts'],
    outfile: join(web, 'page.js'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    minify: true,
    logLevel: 'warning',
  })
}

async function copyRest(): Promise<void> {
  await cp('packages/node/starter', join(target, 'starter'), { recursive: true })
  for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md']) await cp(file, join(target, file))
  await cp('node_modules/@automerge/automerge/LICENSE', join(target, 'LICENSE-automerge')).catch(
    () => undefined,
  )
  await mkdir(join(target, 'bin'))
  await cp('cli/bin/allmende', join(target, 'bin', 'allmende'))
  const other = await readFile('bootstrap/bin/allmende-bootstrap', 'utf8')
  await writeFile(
    join(target, 'bin', 'allmende-bootstrap'),
    other.replace('dist/main.js', 'dist/bootstrap.js'),
    { mode: 0o755 },
  )
}

async function writeManifest(): Promise<void> {
  const manifests = await Promise.all(
    ['cli', 'bootstrap', ...globSync('packages/*').filter((folder) => !folder.endsWith('testkit'))].map(
      async (folder) => JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest,
    ),
  )
  const all = manifests.flatMap((manifest) => Object.entries(manifest.dependencies ?? {}))
  const dependencies = all
    .filter(([name]) => !name.startsWith('@allmende/') && !BUNDLED.has(name))
    .toSorted(([a], [b]) => a.localeCompare(b))
  const manifest = {
    name: 'allmende',
    version: manifests[0]?.version,
    description: 'Run a node, share, copy and fork goods, and co-edit drafts, with no server',
    license: 'AGPL-3.0-or-later',
    type: 'module',
    bin: { allmende: 'bin/allmende', 'allmende-bootstrap': 'bin/allmende-bootstrap' },
    dependencies: Object.fromEntries(dependencies),
    optionalDependencies: manifests[0]?.optionalDependencies,
  }
  await writeFile(join(target, 'package.json'), JSON.stringify(manifest, null, 2) + '\n')
}
