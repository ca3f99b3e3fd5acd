import { existsSync, globSync, statSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Asset } from './assets.ts'
import { bundleGuest, GUEST_SCRIPTS } from './bundle-guest.ts'

/** Beside the program when packed: bundled already. */
const packed = fileURLToPath(new URL('./guest-page/', import.meta.url))
const sources = fileURLToPath(new URL('./', import.meta.url))
const cache = fileURLToPath(new URL('../dist/', import.meta.url))

/** The page for guests by path, all of it: what the listener on the local network has, and nothing else. */
export async function guestAssets(): Promise<Map<string, Asset>> {
  const from = existsSync(packed) ? packed : join(sources, 'guest/')
  const scripts = existsSync(packed) ? packed : await bundled()
  const asset = async (type: string, file: string): Promise<Asset> => ({
    type,
    body: new Uint8Array(await readFile(file)),
  })
  const assets = new Map([
    ['/', await asset('text/html; charset=utf-8', join(from, 'guest.html'))],
    ['/guest.css', await asset('text/css; charset=utf-8', join(from, 'guest.css'))],
  ])
  for (const name of GUEST_SCRIPTS)
    assets.set(`/${name}`, await asset('text/javascript; charset=utf-8', join(scripts, name)))
  return assets
}

/** In a checkout: made at first use, and again when a source is younger. Returns the folder of the scripts. */
async function bundled(): Promise<string> {
  const last = join(cache, GUEST_SCRIPTS.at(-1) ?? '')
  const youngest = Math.max(
    ...globSync(join(sources, '{guest,editor,markdown,model}/*.ts')).map(
      (source) => statSync(source).mtimeMs,
    ),
  )
  const whole = GUEST_SCRIPTS.every((name) => existsSync(join(cache, name)))
  if (whole && statSync(last).mtimeMs > youngest) return cache
  await mkdir(cache, { recursive: true })
  const { scripts } = await bundleGuest()
  for (const name of GUEST_SCRIPTS) {
    // Two nodes may start at once: each writes files of its own, and the last ones stand.
    const own = join(cache, `${name}.${process.pid}`)
    await writeFile(own, scripts.get(name) ?? '')
    await rename(own, join(cache, name))
  }
  return cache
}
