import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ownNode, PLATFORM } from './program-folder.ts'

export type Content = {
  readonly path: string
  readonly file: string
  readonly bytes: number
  readonly executable: boolean
}

/** What the packed program consists of. Nothing else of its folder goes along: who knows what lies there by now. */
const PARTS = [
  'bin',
  'dist',
  'starter',
  'source',
  'package.json',
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'THIRD-PARTY.md',
]

/** Where the launcher looks for a Node that came along with it. */
const NODE = `node_modules/node-${PLATFORM}`

/** Everything a computer of this platform needs: the program, its native parts for this platform alone, and Node. */
export async function contentsOf(folder: string): Promise<Content[]> {
  const contents: Content[] = []
  for (const part of PARTS) contents.push(...(await within(folder, part)))
  const { file, name, licence } = ownNode()
  contents.push(await one(file, `${NODE}/bin/${name}`, true))
  if (licence !== null) contents.push(await one(licence, `${NODE}/LICENSE`, false))
  return contents
}

async function within(folder: string, part: string): Promise<Content[]> {
  const found = await lstat(join(folder, part)).catch(() => null)
  if (!found || isOtherPlatform(part)) return []
  if (found.isFile()) return [await one(join(folder, part), part, (found.mode & 0o100) !== 0)]
  if (!found.isDirectory()) return []
  const names = (await readdir(join(folder, part))).toSorted()
  return (await Promise.all(names.map((name) => within(folder, `${part}/${name}`)))).flat()
}

function isOtherPlatform(part: string): boolean {
  const [, platform] = /^dist\/native\/([^/]+)$/.exec(part) ?? []
  return platform !== undefined && platform !== PLATFORM
}

async function one(file: string, path: string, executable: boolean): Promise<Content> {
  return { path, file, bytes: (await lstat(file)).size, executable }
}
