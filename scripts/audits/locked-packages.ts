import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Locked = {
  version?: string
  license?: string
  link?: boolean
  /** Of a link: the folder it leads to. */
  resolved?: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}
type Packages = Record<string, Locked>

/** A package that `npm ci` may install here or on another platform. */
export type Package = {
  name: string
  version: string
  /** As its own package.json says it, the lock file where it isn't installed; null where neither does. */
  licence: string | null
  /** The packages that bring it along. */
  askedBy: string[]
  /** Whether it goes into the programs or the pages, or only into the work on them. */
  shipped: boolean
}

/** Of packages/web what only builds and tests the page; all else of its `devDependencies` is bundled into it. */
const TOOLS_OF_PAGE = /^(?:@types\/|axe-core$|vite$)/

/** All packages of the lock file but our own, each version of a package once. */
export function lockedPackages(root: string): Package[] {
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const { packages } = JSON.parse(text) as { packages: Packages }
  const shipped = shippedPaths(packages)
  const askers = askedBy(packages)
  const found = new Map<string, Package>()
  for (const [path, locked] of Object.entries(packages)) {
    if (!path.includes('node_modules/') || locked.link === true) continue
    const name = nameOf(path)
    const { version = '' } = locked
    const known = found.get(`${name}@${version}`)
    if (known) known.shipped ||= shipped.has(path)
    else {
      const licence = saidInside(join(root, path)) ?? locked.license ?? null
      const asked = [...new Set([...(askers.get(path) ?? [])].map(nameOf))]
      found.set(`${name}@${version}`, { name, version, licence, askedBy: asked, shipped: shipped.has(path) })
    }
  }
  return [...found.values()]
}

function nameOf(path: string): string {
  return path.replace(/^.*node_modules\//, '')
}

/** Packages of long ago say it in other forms: `{ type }`, or a list of these. */
function saidInside(folder: string): string | null {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return null
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  const said = [license ?? licenses].flat().map((one) => (isTyped(one) ? one.type : one))
  const words = said.filter((one) => typeof one === 'string')
  return words.length > 0 ? words.join(' OR ') : null
}

function isTyped(value: unknown): value is { type: unknown } {
  return typeof value === 'object' && value !== null && 'type' in value
}

/** Where Node finds a package that one of these folders asks for: within it, and then in every folder above it. */
function find(packages: Packages, from: string, name: string): string | null {
  for (let folder = from; ; folder = folder.replace(/(?:^|\/)(?:node_modules\/)?[^/]*$/, '')) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    const there = packages[path]
    // A package of ours is a link in node_modules.
    if (there) return there.link === true ? (there.resolved ?? null) : path
    if (folder === '') return null
  }
}

function needs(packages: Packages, path: string, names: readonly string[]): string[] {
  return names.flatMap((name) => find(packages, path, name) ?? [])
}

function runtimeNames({
  dependencies,
  optionalDependencies,
  peerDependencies = {},
  peerDependenciesMeta: meta = {},
}: Locked): string[] {
  const peers = Object.keys(peerDependencies).filter((name) => meta[name]?.optional !== true)
  return [...new Set([...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers])]
}

function askedBy(packages: Packages): Map<string, Set<string>> {
  const askers = new Map<string, Set<string>>()
  for (const [path, locked] of Object.entries(packages))
    for (const needed of needs(packages, path, runtimeNames(locked)))
      askers.set(needed, (askers.get(needed) ?? new Set()).add(path))
  return askers
}

/** What the two programs need to run, and what is bundled into the pages. */
function shippedPaths(packages: Packages): Set<string> {
  const page = Object.keys(packages['packages/web']?.devDependencies ?? {})
  const bundled = page.filter((name) => !TOOLS_OF_PAGE.test(name))
  const queue = ['cli', 'bootstrap', ...needs(packages, 'packages/web', bundled)]
  const found = new Set(queue)
  for (let path = queue.pop(); path !== undefined; path = queue.pop())
    for (const needed of needs(packages, path, runtimeNames(packages[path] ?? {}))) {
      if (found.has(needed)) continue
      found.add(needed)
      queue.push(needed)
    }
  return found
}
