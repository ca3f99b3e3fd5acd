import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from 'esbuild'

type Manifest = { readonly version: string; readonly exports: Record<string, unknown> }

/**
 * TypeBox in a few files instead of hundreds, made once for each of its versions. Every node of a test starts threads that
 * load it: that was two fifths of what it takes to open a node. All its entries are there, so that nobody gets a second TypeBox.
 * Packed, where esbuild puts everything together anyway, it is the same.
 */
export async function oneTypebox(): Promise<string> {
  const { version, exports } = JSON.parse(
    readFileSync('node_modules/typebox/package.json', 'utf8'),
  ) as Manifest
  const folder = resolve(`node_modules/.cache/typebox-${version}`)
  if (existsSync(folder)) return folder
  const meanwhile = `${folder}.${process.pid}`
  const names = Object.keys(exports).map((path) => path.replace('.', 'typebox'))
  await build({
    entryPoints: Object.fromEntries(names.map((name) => [name, name])),
    outdir: meanwhile,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
  })
  try {
    renameSync(meanwhile, folder)
  } catch (error) {
    // Another run was there first with the same.
    rmSync(meanwhile, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}
