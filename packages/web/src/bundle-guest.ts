import { fileURLToPath } from 'node:url'

const sources = fileURLToPath(new URL('./', import.meta.url))

/** The scripts of the page for guests: the first is loaded with it, the others when a good, or a model of it, is looked at. */
const SCRIPTS = {
  guest: 'guest/guest.ts',
  'guest-good': 'guest/good.ts',
  'guest-model': 'guest/model.ts',
  'guest-model-worker': 'model/model-worker.ts',
} as const

/** Bundles the scripts of the page for guests: by their names, and the files that went into them as the bundler names them. */
export async function bundleGuest(): Promise<{ scripts: Map<string, Uint8Array>; inputs: string[] }> {
  const { build } = await import('esbuild')
  const { outputFiles, metafile } = await build({
    entryPoints: Object.fromEntries(Object.entries(SCRIPTS).map(([name, file]) => [name, sources + file])),
    outdir: sources,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: ['es2022'],
    minify: true,
    legalComments: 'none', // THIRD-PARTY.md has them all
    logLevel: 'silent',
  })
  const named = outputFiles.map(({ path, contents }): [string, Uint8Array] => [
    path.replace(/^.*[/\\]/, ''),
    contents,
  ])
  return { scripts: new Map(named), inputs: Object.keys(metafile.inputs) }
}

/** Their names, in the order in which a folder of them is filled: whoever sees the first has them all. */
export const GUEST_SCRIPTS = Object.keys(SCRIPTS)
  .map((name) => `${name}.js`)
  .toReversed()
