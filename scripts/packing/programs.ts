import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { buildPage, modulesOf } from '../../packages/web/building/build-page.ts'
import { bundleGuest } from '../../packages/web/src/bundle-guest.ts'
import { ENTRIES } from '../../packages/web/src/index.ts'
import { BANNER, addons, copyAddons } from './addons.ts'
import { refuseStrayFiles } from './notices.ts'
import { workerEntries, workersByName } from './workers.ts'

/** Sources that look beside themselves, and find there what this packing puts there. */
const SEEN_TO = [
  'packages/views/src/worker-link.ts', // its worker
  'packages/drafts/src/pool.ts', // its worker
  'packages/web/src/assets.ts', // web/
  'packages/web/src/guest-assets.ts', // guest-page/
  'packages/web/src/bundle-guest.ts', // only in a checkout
  'packages/web/src/sources.ts', // only in a checkout
  'packages/node/src/starter.ts', // ../starter/
  'packages/node/src/licence-texts.ts', // licences.json.br
  'packages/node/src/own-source/own-source.ts', // ../source/
  'cli/src/hand-on/program-folder.ts', // the folder of the package
  'binding.js', // native/
  'thread-stream/index.js', // the worker of fastify's logger, which we don't use
  'pino/lib/transport.js', // the same
  'nodejs/automerge_wasm.cjs', // automerge.wasm
  'web/automerge_wasm.js', // the same for browsers, of which only what needs no file is taken
]

/** Of Automerge's 46 MB, which are the same wasm in a dozen forms, the one that Node reads in a checkout as well. */
const WASM = 'node_modules/@automerge/automerge/dist/automerge.wasm'
const WASM_BESIDE = '`${__dirname}/automerge_wasm_bg.wasm`'

const wasmBeside: Plugin = {
  name: 'wasm beside',
  setup(build) {
    build.onLoad({ filter: /nodejs[/\\]automerge_wasm\.cjs$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      if (!source.includes(WASM_BESIDE)) throw new Error(`${path} loads its wasm in a way that isn't known`)
      return { contents: source.replace(WASM_BESIDE, "__beside('automerge.wasm')") }
    })
  },
}

const PROGRAMS = { main: 'cli/src/main.ts', bootstrap: 'bootstrap/src/main.ts' }

/** Bundles programs, by default both of ours, and their workers into `folder`. Returns the bundled files, seen from the root. */
export async function bundlePrograms(
  folder: string,
  platforms: readonly string[],
  programs: Readonly<Record<string, string>> = PROGRAMS,
): Promise<string[]> {
  const found = new Set<string>()
  const { metafile } = await build({
    entryPoints: { ...programs, ...(await workerEntries()) },
    outdir: folder,
    bundle: true,
    splitting: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none', // THIRD-PARTY.md has them all
    logLevel: 'warning',
    // Makes the pages in a checkout; packed they are made already.
    external: ['esbuild'],
    banner: { js: BANNER },
    plugins: [addons(found), wasmBeside, workersByName],
  })
  await copyAddons(found, platforms, folder)
  await cp(WASM, join(folder, 'automerge.wasm'))
  // What was read and then left out, since nothing of it is used, isn't in the outputs.
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs))
  await refuseStrayFiles(inputs, SEEN_TO)
  return [...new Set(inputs)]
}

/** Builds the pages into `folder`, each into one of its name. Returns the bundled files, seen from the root. */
export async function bundlePages(folder: string): Promise<string[]> {
  const inputs: string[] = []
  for (const entry of ENTRIES) {
    await buildPage(entry, join(folder, entry))
    inputs.push(...(await modulesOf(join(folder, entry))))
  }
  return inputs
}

/** Bundles the page for guests with its editor, and puts what belongs to it beside. Returns the bundled files, seen from the root. */
export async function bundleGuestPage(folder: string): Promise<string[]> {
  const { scripts, inputs } = await bundleGuest()
  await mkdir(folder, { recursive: true })
  for (const [name, script] of scripts) await writeFile(join(folder, name), script)
  for (const file of ['guest.html', 'guest.css'])
    await cp(join('packages/web/src/guest', file), join(folder, file))
  return inputs
}
