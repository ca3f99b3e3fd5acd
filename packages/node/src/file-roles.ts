import type { FileAndRole, FileRole } from '@allmende/vocabulary'

const PICTURE = /\.(?:png|jpe?g|webp|gif|svg|avif)$/i
/** Names that people give to the picture that shows a thing best. */
const SHOWS_BEST = /(?:^|[_ -])(?:cover|title|preview|photo|picture|render|overview|main|product)/i
const README = /(?:^|\/)readme(?:\.[a-z]+)*$/i
/** A table that calls itself a parts list, in some languages. */
const PARTS_TABLE =
  /(?:^|[/_. -])(?:bom|parts?(?:[_ -]?list)?|bill[_ -]of[_ -]materials|st(?:ue|ü)ckliste|nomenclature|lista[_ -]de[_ -](?:materiales|materiais|peças))(?:[_. -][^/]*)?\.(?:csv|tsv|xlsx)$/i

/** What the files of a good are for, as far as their names tell. */
export function rolesByName(paths: readonly string[]): FileAndRole[] {
  const byDepth = paths.toSorted((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))
  const pictures = byDepth.filter((path) => PICTURE.test(path))
  const found: [FileRole, string | undefined][] = [
    ['image', pictures.find((path) => SHOWS_BEST.test(nameOf(path))) ?? pictures[0]],
    ['readme', byDepth.find((path) => README.test(path))],
    ['bom', partsTableIn(byDepth)],
  ]
  return found.flatMap(([role, at]) => (at === undefined ? [] : [{ role, at }]))
}

/** The table that is the parts list: the one that lies highest; none where two lie side by side. */
export function partsTableIn(paths: readonly string[]): string | undefined {
  const tables = paths.filter((path) => PARTS_TABLE.test(path)).toSorted((a, b) => depth(a) - depth(b))
  const [first, second] = tables
  return first !== undefined && second !== undefined && depth(first) === depth(second) ? undefined : first
}

/**
 * The roles of a new version: those of before whose file is still there, and by name only what has none yet: what a
 * person or a manifest said is better than a guess. Addresses on the web stay.
 */
export function rolesAgain(before: unknown, paths: readonly string[]): FileAndRole[] {
  const there = new Set(paths)
  const kept = (Array.isArray(before) ? (before as FileAndRole[]) : []).filter(
    ({ at }) => there.has(at) || /^[a-z][a-z0-9+.-]*:/i.test(at),
  )
  const known = new Set(kept.map(({ role }) => role))
  return [...kept, ...rolesByName(paths).filter(({ role }) => !known.has(role))]
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function depth(path: string): number {
  return path.split('/').length
}
