import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packSource } from './pack.ts'

/** Packed: `source/` beside `dist/`. In a checkout: its root. */
const inCheckout = import.meta.url.endsWith('.ts')
const place = fileURLToPath(new URL(inCheckout ? '../../../../' : '../source/', import.meta.url))

/**
 * Puts the source of the running program, as one archive, into a folder of its own within `folder`. Null when the program
 * came without it.
 */
export async function putOwnSource(folder: string): Promise<string | null> {
  const target = join(folder, 'source')
  if (inCheckout) {
    if (!existsSync(join(place, 'lerna.json'))) return null
    await mkdir(target)
    return (await packSource(place, target, await sourceName(place))) ? target : null
  }
  const [file] = await readdir(place).catch(() => [])
  if (file === undefined) return null
  await mkdir(target)
  await copyFile(join(place, file), join(target, file))
  return target
}

/** How the archive of a checkout is called, without its ending. */
export async function sourceName(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  return `allmende-${version}-source`
}
