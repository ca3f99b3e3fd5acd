import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import {
  encodeRecord,
  type LogKey,
  MAX_LINES,
  MAX_TITLE,
  type PartLine,
  recordId,
  type RecordId,
} from '@allmende/vocabulary'

/** A package as a good: what it depends on is its parts list. */
type Package = { name: string; title: string; description: string; tags: string[]; depends: string[][] }

export type Catalogue = {
  blocks: { block: number; records: Uint8Array[] }[]
  /** In the order of the blocks. */
  ids: RecordId[]
  titles: string[]
  lines: number
}

/** Bytes of a block that are filled: what `packRecords` would come to. */
const FULL_BLOCK = 60 * 1024

/** Generates goods with their parts lists from a list of packages, one JSON document a line, packed with gzip. */
export async function generateCatalogue(file: string, log: LogKey): Promise<Catalogue> {
  const packages = await read(file)
  const sizes = sizesOf(packages, recordId(log, 99_999, 9_999))
  const ids = placed(sizes, log)
  const byName = new Map(packages.map(({ name }, at) => [name, ids[at]!]))
  const blocks: Catalogue['blocks'] = []
  let lines = 0
  for (const [at, each] of packages.entries()) {
    const [, block] = ids[at]!.split('.').map(Number)
    const list = linesOf(each, (name) => byName.get(name))
    lines += list.length
    if (blocks.length === block) blocks.push({ block, records: [] })
    blocks[block!]!.records.push(encode(each, at, list))
  }
  return { blocks, ids, titles: packages.map(({ title }) => title), lines }
}

/** Ids name blocks, and the lines have ids in them: so the sizes are taken with the longest id there is. */
function sizesOf(packages: readonly Package[], longest: RecordId): number[] {
  return packages.map(
    (each, at) =>
      encode(
        each,
        at,
        linesOf(each, () => longest),
      ).length,
  )
}

function placed(sizes: readonly number[], log: LogKey): RecordId[] {
  let [block, index, filled] = [0, 0, 0]
  return sizes.map((size) => {
    if (filled + size > FULL_BLOCK && index > 0) [block, index, filled] = [block + 1, 0, 0]
    filled += size + 4
    return recordId(log, block, index++)
  })
}

function linesOf({ depends }: Package, idOf: (name: string) => RecordId | undefined): PartLine[] {
  const lines = new Map<string, PartLine>()
  for (const [name, ...others] of depends) {
    if (name === undefined || lines.has(name)) continue
    const good = idOf(name)
    const substitutes = others.slice(0, 20).map((other) => ({ name: other }))
    lines.set(name, {
      name,
      ...(good === undefined ? { missing: true as const } : { good }),
      ...(substitutes.length > 0 ? { substitutes } : {}),
    })
  }
  return [...lines.values()].slice(0, MAX_LINES)
}

function encode({ title, tags, description }: Package, at: number, lines: PartLine[]): Uint8Array {
  const parts = lines.length > 0 ? { parts: { lines } } : {}
  return encodeRecord({
    kind: 'good',
    v: 1,
    clock: [Date.UTC(2026, 0, 1) + at, 0],
    body: { title, tags, description, licence: 'GPL-3.0-or-later', type: 'software', ...parts },
  })
}

async function read(file: string): Promise<Package[]> {
  const packages: Package[] = []
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    if (line === '') continue
    const { name, summary, tags, section, depends } = JSON.parse(line) as Record<string, never>
    const all = [section, ...((tags ?? []) as string[])]
      .filter(Boolean)
      .map((tag) => String(tag).slice(0, 50))
    packages.push({
      name: String(name),
      title: `${String(name)}: ${String(summary ?? '')}`.slice(0, MAX_TITLE).toWellFormed(),
      description: String(summary ?? ''),
      tags: [...new Set(all)].slice(0, 32),
      depends: (depends ?? []) as string[][],
    })
  }
  return packages
}
