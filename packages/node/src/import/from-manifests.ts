import type { FileAndRole, PartLicence, PartLine } from '@allmende/vocabulary'
import type { LeftOut } from '../contract.ts'
import type { Candidate } from './candidate.ts'
import { FolderPaths, isLocal, within } from './folder-paths.ts'
import type { Manifest } from './manifests.ts'
import { Ownership, topOf } from './ownership.ts'
import { type Pointer, pointersAmong } from './pointers.ts'
import type { Source } from './source.ts'

/** Files told of that belong to no manifest: enough to see that a manifest is missing. */
const MOST_TOLD = 1000

/** A source with several manifests in it, and what is looked up of it for each. */
type Folder = {
  readonly source: Source
  readonly paths: FolderPaths
  readonly ownership: Ownership
  readonly pointers: ReadonlyMap<string, Pointer>
  /** One manifest in a folder describes all of it. */
  readonly alone: boolean
}

/**
 * Makes goods of manifests. One within the folder of another is a module of that one, named by it or not. Told is also what
 * belongs to none of them.
 */
export async function fromManifests(
  source: Source,
  manifests: readonly Manifest[],
): Promise<{ candidates: Candidate[]; leftOut: LeftOut[] }> {
  const pointers = await pointersAmong(source.files)
  const alone = manifests.length === 1 && source.named === null
  const folder: Folder = {
    source,
    paths: new FolderPaths(source.files),
    ownership: new Ownership(source, manifests),
    pointers: new Map(pointers.map((pointer) => [pointer.file.source, pointer])),
    alone,
  }
  const candidates = new Map<Manifest, Candidate>()
  for (const manifest of manifests) candidates.set(manifest, candidateOf(folder, manifest))
  linkModules(folder, candidates)
  const owned = new Set([...candidates.values()].flatMap(({ files }) => files.map((file) => file.source)))
  const isLeft = (place: string) => !owned.has(place) && !folder.pointers.has(place)
  const without =
    source.named || manifests.length === 0 ? [] : source.files.filter((file) => isLeft(file.source))
  const leftOut = without.slice(0, MOST_TOLD).map(({ path }) => leftBy(path))
  return { candidates: [...candidates.values()], leftOut }
}

function leftBy(path: string): LeftOut {
  return { path, code: 'manifest', reason: 'belongs to no manifest' }
}

function candidateOf(folder: Folder, manifest: Manifest): Candidate {
  const { source, paths, ownership, pointers, alone } = folder
  const { good } = manifest
  const base = alone ? topOf(source.files, manifest.folder) : manifest.folder
  const roles = good.fields.roles ?? []
  const named = new Set(good.files.flatMap(({ at }) => paths.meant(at, manifest.folder, roles) ?? []))
  const owned = source.files.flatMap((file) => {
    const path = within(base, file.path)
    return path !== null && (alone || ownership.owns(manifest, file, named)) ? [{ ...file, path }] : []
  })
  return {
    from: manifest.path,
    format: good.format,
    base,
    key: keyOf(source, manifest, base),
    fields: inPlace(folder, manifest, base),
    lines: [...good.parts],
    subs: [],
    files: owned.filter((file) => !pointers.has(file.source)),
    table: null,
    missing: good.files
      .filter(({ at }) => isLocal(at) && paths.meant(at, manifest.folder, roles) === null)
      .map(({ at }) => at),
    pointers: owned.flatMap((file) => pointers.get(file.source) ?? []),
  }
}

/** A folder is known by its own path, so that `share` and `import` of it mean the same good. */
function keyOf({ key, named }: Source, manifest: Manifest, base: string): string {
  if (named !== null) return key
  const place = manifest.primary ? base : manifest.path
  return place === '' ? key : `${key}/${place}`
}

/** Addresses that mean a file of this good become its path: a copy has it, wherever the web is. */
function inPlace(
  { paths }: Folder,
  { folder, good: { fields } }: Manifest,
  base: string,
): Candidate['fields'] {
  const { roles, licences } = fields
  const placed = (at: string) => {
    const meant = paths.meant(at, folder, roles ?? [])
    return (meant === null ? null : within(base, meant)) ?? at
  }
  return {
    ...fields,
    ...(roles && { roles: roles.map((role: FileAndRole) => ({ ...role, at: placed(role.at) })) }),
    ...(licences && { licences: licences.map((one: PartLicence) => ({ ...one, under: placed(one.under) })) }),
  }
}

/** Ties the lines of manifests to the goods of those that they name; what lies within and isn't named becomes a line. */
function linkModules({ paths, ownership }: Folder, candidates: ReadonlyMap<Manifest, Candidate>): void {
  const byPlace = new Map<string, Manifest>()
  for (const manifest of candidates.keys()) {
    byPlace.set(manifest.path, manifest)
    if (manifest.primary && manifest.folder !== '') byPlace.set(manifest.folder, manifest)
  }
  const named = new Map<Manifest, Set<Manifest>>()
  for (const [manifest, candidate] of candidates) {
    const roles = manifest.good.fields.roles ?? []
    const met = new Set<Manifest>([manifest])
    for (const { at, line } of manifest.good.subs) {
      const meant = at === undefined ? null : paths.meant(at, manifest.folder, roles)
      const found = meant === null ? undefined : byPlace.get(meant)
      const good = found && found !== manifest ? candidates.get(found) : undefined
      if (!found || !good) continue
      met.add(found)
      candidate.subs.push({ line, good })
    }
    named.set(manifest, met)
  }
  for (const [manifest, good] of candidates) {
    const parent = manifest.primary ? ownership.parentOf(manifest) : undefined
    const whole = parent && candidates.get(parent)
    if (!parent || !whole || named.get(parent)?.has(manifest)) continue
    const line: PartLine = { name: good.fields.title ?? manifest.folder }
    whole.subs.push({ line: whole.lines.push(line) - 1, good })
  }
}
