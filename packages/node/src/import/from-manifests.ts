import type { PreviewFile } from '@allmende/files'
import type { FileAndRole, PartLicence, PartLine } from '@allmende/vocabulary'
import type { Candidate } from './candidate.ts'
import { FolderPaths, isLocal, within } from './folder-paths.ts'
import type { Manifest } from './manifests.ts'
import { type Pointer, pointersAmong } from './pointers.ts'
import type { Source } from './source.ts'

/**
 * Makes goods of manifests: which files belong to which, and which are parts of which. A file belongs to the manifest in the
 * nearest folder above it; of several in one folder, to the one that is named like the folder's, and to each the files
 * that it names. A manifest within the folder of another is a module of that one.
 */
export async function fromManifests(source: Source, manifests: readonly Manifest[]): Promise<Candidate[]> {
  const paths = new FolderPaths(source.files)
  const pointers = await pointersAmong(source.files)
  const candidates = new Map<Manifest, Candidate>()
  for (const manifest of manifests)
    candidates.set(manifest, candidateOf(source, manifest, manifests, paths, pointers))
  for (const [manifest, candidate] of candidates) linkModules(manifest, candidate, candidates, paths)
  return [...candidates.values()]
}

function candidateOf(
  source: Source,
  manifest: Manifest,
  all: readonly Manifest[],
  paths: FolderPaths,
  pointers: readonly Pointer[],
): Candidate {
  const alone = all.length === 1 && source.named === null
  const base = alone ? topOf(source.files, manifest) : manifest.folder
  const { good } = manifest
  const roles = good.fields.roles ?? []
  const named = new Set([...good.files].flatMap(({ at }) => paths.meant(at, manifest.folder, roles) ?? []))
  const owned = source.files.flatMap((file) => {
    const path = within(base, file.path)
    const isOwn = alone || owner(source, file, manifest, all, named)
    return path !== null && isOwn ? [{ ...file, path }] : []
  })
  const own = new Set(owned.map(({ source: place }) => place))
  const left = pointers.filter(({ file }) => own.has(file.source))
  return {
    from: manifest.path,
    format: good.format,
    base,
    key: keyOf(source, manifest, base),
    fields: inPlace(good.fields, manifest.folder, base, paths, roles),
    lines: [...good.parts],
    subs: [],
    files: owned.filter((file) => !left.some((pointer) => pointer.file.source === file.source)),
    table: null,
    missing: good.files
      .filter(({ at }) => isLocal(at) && paths.meant(at, manifest.folder, roles) === null)
      .map(({ at }) => at),
    pointers: left,
  }
}

/** With one manifest there is one good: everything is its, wherever in the folder the manifest lies. */
function topOf(files: readonly PreviewFile[], { folder }: Manifest): string {
  let top = folder
  while (top !== '' && files.some(({ path }) => within(top, path) === null))
    top = top.includes('/') ? top.slice(0, top.lastIndexOf('/')) : ''
  return top
}

function owner(
  source: Source,
  file: PreviewFile,
  manifest: Manifest,
  all: readonly Manifest[],
  named: ReadonlySet<string>,
): boolean {
  if (file.path === manifest.path) return true
  // Of the folder of a single manifest only files that it names come in: nobody said that the rest belongs to it.
  if (source.named !== null) return named.has(file.path)
  const isNamed = [...named].some((path) => path === file.path || within(path, file.path) !== null)
  if (isNamed) return nearest(file, all) === manifest.folder
  if (!manifest.primary) return false
  if (all.some((other) => other.path === file.path)) return false
  return nearest(file, all) === manifest.folder
}

/** The folder of the nearest manifest above a file. */
function nearest({ path }: PreviewFile, all: readonly Manifest[]): string | null {
  const above = all.map(({ folder }) => folder).filter((folder) => within(folder, path) !== null)
  return above.toSorted((a, b) => b.length - a.length)[0] ?? null
}

/** A folder is known by its own path, so that `share` and `import` of it mean the same good. */
function keyOf(source: Source, manifest: Manifest, base: string): string {
  const place = manifest.primary && source.named === null ? base : manifest.path
  const within = source.named === null ? place : ''
  return within === '' ? source.key : `${source.key}/${within}`
}

/** Addresses that mean a file of this good become its path: a copy has it, wherever the web is. */
function inPlace(
  fields: Candidate['fields'],
  folder: string,
  base: string,
  paths: FolderPaths,
  roles: readonly FileAndRole[],
): Candidate['fields'] {
  const placed = (at: string) => {
    const meant = paths.meant(at, folder, roles)
    return (meant === null ? null : within(base, meant)) ?? at
  }
  return {
    ...fields,
    ...(fields.roles ? { roles: fields.roles.map((role) => ({ ...role, at: placed(role.at) })) } : {}),
    ...(fields.licences
      ? { licences: fields.licences.map((one: PartLicence) => ({ ...one, under: placed(one.under) })) }
      : {}),
  }
}

/** Ties the lines of a manifest to the goods of the manifests that they name; what it holds and doesn't name becomes a line. */
function linkModules(
  manifest: Manifest,
  candidate: Candidate,
  all: ReadonlyMap<Manifest, Candidate>,
  paths: FolderPaths,
): void {
  const roles = manifest.good.fields.roles ?? []
  const others = [...all].filter(([other]) => other !== manifest)
  const named = new Set<Manifest>()
  for (const { at, line } of manifest.good.subs) {
    const meant = at === undefined ? null : paths.meant(at, manifest.folder, roles)
    const found = others.find(([other]) => other.path === meant || (other.primary && other.folder === meant))
    if (!found) continue
    named.add(found[0])
    candidate.subs.push({ line, good: found[1] })
  }
  if (!manifest.primary) return
  for (const [other, good] of others) {
    if (!named.has(other) && other.primary && parentOf(other, [...all.keys()]) === manifest) {
      const line: PartLine = { name: good.fields.title ?? other.folder }
      candidate.subs.push({ line: candidate.lines.push(line) - 1, good })
    }
  }
}

/** The primary manifest in the nearest folder above. */
function parentOf({ folder }: Manifest, all: readonly Manifest[]): Manifest | undefined {
  return all
    .filter(
      (other) =>
        other.primary &&
        other.folder !== folder &&
        (other.folder === '' || within(other.folder, folder) !== null),
    )
    .toSorted((a, b) => b.folder.length - a.folder.length)[0]
}
