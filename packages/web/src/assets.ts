import { existsSync, globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { basename, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of the page as it is answered. */
export type Asset = { readonly type: string; readonly body: Uint8Array }

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

/** Beside the program when packed: everything is JavaScript there already. */
const packed = fileURLToPath(new URL('./web/', import.meta.url))
const shown = fileURLToPath(new URL('../public/', import.meta.url))
const written = fileURLToPath(new URL('./page/', import.meta.url))

/**
 * The files of the page by their path. In a checkout the modules are TypeScript and their types are stripped here, as
 * Node does for the rest of the program.
 */
export async function webAssets(): Promise<Map<string, Asset>> {
  if (existsSync(packed)) return new Map(await Promise.all(globSync(`${packed}*`).map(asIs)))
  const modules = globSync(join(written, '*.ts')).map(stripped)
  return new Map(await Promise.all([...globSync(`${shown}*`).map(asIs), ...modules]))
}

async function asIs(file: string): Promise<[string, Asset]> {
  const type = TYPES[extname(file)] ?? 'application/octet-stream'
  return [`/${basename(file)}`, { type, body: new Uint8Array(await readFile(file)) }]
}

async function stripped(file: string): Promise<[string, Asset]> {
  const source = stripTypeScriptTypes(await readFile(file, 'utf8'))
  // Modules name each other with `.ts`, since Node runs them so in the tests; a browser asks for what it is told.
  const body = new TextEncoder().encode(source.replaceAll(/(from '\.\/[a-z-]+)\.ts'/g, "$1.js'"))
  return [`/${basename(file, '.ts')}.js`, { type: TYPES['.js'] ?? '', body }]
}
