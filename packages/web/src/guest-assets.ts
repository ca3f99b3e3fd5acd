import { existsSync, globSync, statSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Asset } from './assets.ts'

/** Beside the program when packed: bundled already. */
const packed = fileURLToPath(new URL('./guest-page/', import.meta.url))
const sources = fileURLToPath(new URL('./', import.meta.url))
const cache = fileURLToPath(new URL('../dist/', import.meta.url))

/** The page for guests by path, all of it: what the listener on the local network has, and nothing else. */
export async function guestAssets(): Promise<Map<string, Asset>> {
  const from = existsSync(packed) ? packed : join(sources, 'guest/')
  const script = existsSync(packed) ? join(packed, 'guest.js') : await bundled()
  const asset = async (type: string, file: string): Promise<Asset> => ({
    type,
    body: new Uint8Array(await readFile(file)),
  })
  return new Map([
    ['/', await asset('text/html; charset=utf-8', join(from, 'guest.html'))],
    ['/guest.css', await asset('text/css; charset=utf-8', join(from, 'guest.css'))],
    ['/guest.js', await asset('text/javascript; charset=utf-8', script)],
  ])
}

/** In a checkout: made at first use, and again when a source is younger. */
async function bundled(): Promise<string> {
  const file = join(cache, 'guest.js')
  const youngest = Math.max(
    ...globSync(join(sources, '{guest,editor}/*.ts')).map((source) => statSync(source).mtimeMs),
  )
  if (existsSync(file) && statSync(file).mtimeMs > youngest) return file
  await mkdir(cache, { recursive: true })
  // Two nodes may start at once: each writes a file of its own, and the last one stands.
  const own = `${file}.${process.pid}`
  await writeFile(own, await bundle())
  await rename(own, file)
  return file
}

async function bundle(): Promise<Uint8Array> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [join(sources, 'guest/guest.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: ['es2022'],
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  })
  return outputFiles[0]?.contents ?? new Uint8Array()
}
