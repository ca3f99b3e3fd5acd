import { type Table, isTable } from '../plain.ts'
import type { Manifest, Path } from './manifest.ts'
import { isNothing } from './section.ts'

/** Keys of OKH 2 under the names they had before, or have in other dialects. Several of one row are read one after another. */
const FORMER: readonly [string, readonly string[]][] = [
  ['license', ['spdx-license']],
  ['licensor', ['owner']],
  ['organization', ['organisation']],
  ['documentation-language', ['language']],
  ['contribution-guide', ['contributing']],
  ['standard-compliance', ['standard']],
  ['attestation', ['certificate']],
  ['tsdc', ['tsdc-id', 'TsDC']],
  ['technology-readiness-level', ['open-technology-readiness-level']],
  ['documentation-readiness-level', ['open-documentation-readiness-level']],
  ['development-stage', ['status']],
  ['keywords', ['function-category']],
  ['bom', ['sBoM']],
  ['source', ['source-3d', 'source-2d', 'source+', 'source+#2']],
  ['export', ['export-3d', 'export-2d', 'export+', 'export+#2']],
]

/** A manifest in any dialect of OKH 2, in the names of the current template. Places lead to what is written. */
export function inCurrentNames(manifest: Manifest): Manifest {
  const flat = isTable(manifest.root['MOSH']) ? flattened(manifest, manifest.root['MOSH']) : manifest
  const root = { ...flat.root }
  const written = new Map<string, string>()
  for (const [name, former] of FORMER) {
    const there = former.filter((key) => Object.hasOwn(root, key))
    if (there.length === 0 || (Object.hasOwn(root, name) && !isNothing(root[name]))) continue
    const values = there.flatMap((key) => root[key]).filter((value) => !isNothing(value))
    const from = there.find((key) => !isNothing(root[key])) ?? there[0]
    for (const key of there) delete root[key]
    root[name] = values.length === 1 ? values[0] : values
    if (from !== undefined) written.set(name, from)
  }
  return translated({ ...flat, root }, ([first, ...more]) => {
    const former = written.get(String(first))
    return former === undefined ? undefined : [former, ...more]
  })
}

/** The draft of 2020 has one table for the whole and one for each part, `[MOSH]`, `[POSH1]`, … */
function flattened(manifest: Manifest, mosh: Table): Manifest {
  const names = Object.keys(manifest.root).filter(
    (key) => key.startsWith('POSH') && isTable(manifest.root[key]),
  )
  const others = Object.entries(manifest.root).filter(([key]) => key !== 'MOSH' && !names.includes(key))
  const part = names.map((name) => ({ name, ...(manifest.root[name] as Table) }))
  const root: Table = { ...Object.fromEntries(others), ...mosh, ...(part.length > 0 ? { part } : {}) }
  return translated({ ...manifest, root }, ([first, second, ...more]) => {
    if (first === 'part' && typeof second === 'number') return [names[second] ?? 'MOSH', ...more]
    return first !== undefined && Object.hasOwn(mosh, first)
      ? ['MOSH', first, ...(second === undefined ? [] : [second]), ...more]
      : undefined
  })
}

function translated(manifest: Manifest, translate: (path: Path) => Path | undefined): Manifest {
  return {
    root: manifest.root,
    at: (path) => manifest.at(translate(path) ?? path),
    written: (path) => manifest.written(translate(path) ?? path),
  }
}
