import { readFile } from 'node:fs/promises'
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'

/** How the sources name a worker: TypeScript beside them in a checkout, JavaScript when packed. */
const NAMED = /import\.meta\.url\.endsWith\('\.ts'\) \? '(\.\/[^']+)\.ts' : '\.\/[^']+\.js'/g

/** The name of a worker's bundle: from its path, so that two `worker.ts` don't meet. */
function nameOf(file: string): string {
  return file
    .replace(/^.*packages[/\\]/, '')
    .replaceAll(/[/\\]/g, '-')
    .replace('-src', '')
    .replace(/\.ts$/, '')
}

/** Every worker of our packages: its bundle's name and its source. Throws where a worker is started in a way that isn't known here. */
export async function workerEntries(): Promise<Record<string, string>> {
  const workers: Record<string, string> = {}
  for (const file of globSync('packages/*/src/**/*.ts')) {
    // Threads of the pages run in browsers: whatever builds the pages knows them.
    if (/^packages[/\\]web[/\\]/.test(file)) continue
    const source = await readFile(file, 'utf8')
    const named = [...source.matchAll(NAMED)]
    if (named.length !== (source.match(/\bnew Worker\(/g) ?? []).length)
      throw new Error(`${file} starts a worker whose file scripts/packing/workers.ts doesn't recognise`)
    for (const [, path] of named) {
      const worker = join(dirname(file), `${path}.ts`)
      workers[nameOf(worker)] = worker
    }
  }
  return workers
}

/** Gives each worker in the sources the name of its bundle. */
export const workersByName: Plugin = {
  name: 'workers by name',
  setup(build) {
    build.onLoad({ filter: /packages[/\\][^/\\]+[/\\]src[/\\].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const contents = source.replaceAll(
        NAMED,
        (_, worker: string) => `'./${nameOf(join(dirname(path), `${worker}.ts`))}.js'`,
      )
      return { contents, loader: 'ts' }
    })
  },
}
