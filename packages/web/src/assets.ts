import { spawn } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Entry } from './entries.ts'
import { hashOfSources } from './sources.ts'

/** A file of the page as it is answered. */
export type Asset = { readonly type: string; readonly body: Uint8Array }

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

/** Beside the program when packed: built already. */
const packed = fileURLToPath(new URL('./web/', import.meta.url))
const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const builder = fileURLToPath(new URL('../building/build.ts', import.meta.url))

/** The files of the page by their path. In a checkout they are built first if they are missing or older than their sources. */
export function webAssets(): Promise<Map<string, Asset>> {
  return builtAssets('app')
}

/** The files of one of the pages by their path, `/index.html` among them. */
export async function builtAssets(entry: Entry): Promise<Map<string, Asset>> {
  const folder = existsSync(packed) ? join(packed, entry) : await buildOnce(entry)
  const files = globSync('**/*.*', { cwd: folder, withFileTypes: true })
    // Names with a dot in front are notes of the building.
    .filter((file) => file.isFile() && !file.name.startsWith('.'))
    .map((file) => join(file.parentPath, file.name))
  return new Map(await Promise.all(files.map((file) => asIs(folder, file))))
}

async function asIs(folder: string, file: string): Promise<[string, Asset]> {
  const type = TYPES[extname(file)] ?? 'application/octet-stream'
  const path = relative(folder, file).replaceAll('\\', '/')
  return [`/${path}`, { type, body: new Uint8Array(await readFile(file)) }]
}

/**
 * The folder of the built page; its name has the hash of the sources. Builds into a folder of its own and renames it, so
 * that two programs that begin at once don't serve each other's halves.
 */
async function buildOnce(entry: Entry): Promise<string> {
  const folder = join(dist, `${entry}-${await hashOfSources()}`)
  if (existsSync(folder)) return folder
  const before = globSync(join(dist, `${entry}-*`))
  const meanwhile = join(dist, `.${entry}-${process.pid}`)
  const began = performance.now()
  process.stderr.write('Building the page, since its sources are new …\n')
  await run([builder, entry, meanwhile])
  process.stderr.write(`The page is built (${((performance.now() - began) / 1000).toFixed(1)} s).\n`)
  await rename(meanwhile, folder).catch(async (error: unknown) => {
    // Another one was there first with the same.
    await rm(meanwhile, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  })
  for (const old of before) await rm(old, { recursive: true, force: true })
  return folder
}

/** In a process of its own: what builds the page is large, and a node runs for weeks. */
function run(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 2, 2] })
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error('the page could not be built: see the lines above'))
    })
  })
}
