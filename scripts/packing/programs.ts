import { join } from 'node:path'
import { build } from 'esbuild'
import { ADDON_BANNER, addons, copyAddons } from './addons.ts'
import { refuseStrayFiles } from './notices.ts'
import { workerEntries, workersByName } from './workers.ts'

/** Sources that look beside themselves, and find there what this packing puts there. */
const SEEN_TO = [
  'packages/views/src/worker-link.ts', // its worker
  'packages/drafts/src/pool.ts', // its worker
  'packages/web/src/assets.ts', // web/
  'packages/node/src/starter.ts', // ../starter/
  'binding.js', // native/
  'thread-stream/index.js', // the worker of fastify's logger, which we don't use
  'pino/lib/transport.js', // the same
  'web/automerge_wasm.js', // the wasm, which is given to it
]

/** Bundles both programs and their workers into `folder`. Returns the bundled files, seen from the root. */
export async function bundlePrograms(folder: string, platforms: readonly string[]): Promise<string[]> {
  const found = new Set<string>()
  const { metafile } = await build({
    entryPoints: { main: 'cli/src/main.ts', bootstrap: 'bootstrap/src/main.ts', ...(await workerEntries()) },
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
    banner: { js: ADDON_BANNER },
    plugins: [addons(found), workersByName],
    // Of Automerge's 46 MB, one file: the form with the wasm inside needs none beside it.
    alias: {
      '@automerge/automerge': join(
        process.cwd(),
        'node_modules/@automerge/automerge/dist/mjs/entrypoints/fullfat_base64.js',
      ),
    },
  })
  await copyAddons(found, platforms, folder)
  const inputs = Object.keys(metafile.inputs)
  await refuseStrayFiles(inputs, SEEN_TO)
  return inputs
}

/** Bundles the page's modules into one file. */
export async function bundlePage(file: string): Promise<void> {
  await build({
    entryPoints: ['packages/web/src/page/page.ts'],
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    minify: true,
    logLevel: 'warning',
  })
}
