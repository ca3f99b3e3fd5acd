import { stringify } from 'smol-toml'
import type { ExportGood } from './contract.ts'

type Annotation = {
  path: string | string[]
  'SPDX-FileCopyrightText': string[]
  'SPDX-License-Identifier': string
}

/**
 * The files that say who holds the rights in each file of a good and under which licence it is, as the REUSE specification 3.3 has it:
 * `REUSE.toml` and `LICENSES/ID.txt`. `texts`: the licence texts by identifier, as far as they are to be had. Rule I41.
 */
export function reuseLayout(
  good: ExportGood,
  texts: ReadonlyMap<string, string>,
): { path: string; text: string }[] {
  const holders = holdersOf(good)
  const annotation = (path: Annotation['path'], licence: string): Annotation => ({
    path,
    'SPDX-FileCopyrightText': holders,
    'SPDX-License-Identifier': licence,
  })
  // Of several tables that fit a file the last counts, so the longest path has to come last.
  const narrower = (good.fields.licences ?? []).toSorted((a, b) => a.under.length - b.under.length)
  const toml = stringify({
    version: 1,
    'SPDX-PackageName': good.fields.title ?? 'untitled',
    'SPDX-PackageSupplier': holders[0] ?? 'unknown',
    'SPDX-PackageDownloadLocation': good.link,
    annotations: [
      annotation('**', good.fields.licence ?? 'NOASSERTION'),
      ...narrower.map(({ under, licence }) => annotation([literal(under), `${literal(under)}/**`], licence)),
    ],
  })
  return [
    { path: 'REUSE.toml', text: `${toml}\n` },
    ...[...texts]
      .filter(([id]) => /^[A-Za-z0-9.+-]+$/.test(id))
      .map(([id, text]) => ({ path: `LICENSES/${id}.txt`, text })),
  ]
}

/** Those who licensed it, else those who made it, else who published it here. */
function holdersOf({ fields, authors }: ExportGood): string[] {
  const named = (role: 'licensor' | 'author') =>
    (fields.credits ?? []).filter(({ roles }) => roles.includes(role)).map(({ name }) => name)
  const [licensors, makers] = [named('licensor'), named('author')]
  const holders = licensors.length > 0 ? licensors : makers.length > 0 ? makers : authors
  return [...new Set(holders.length > 0 ? holders : ['unknown'])].map(oneLine)
}

/** A name with a line break would begin another statement in whatever reads the annotation. */
function oneLine(name: string): string {
  return name.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim()
}

/** A path in which nothing is a pattern: REUSE.toml knows `*`, `**` and the backslash. */
function literal(path: string): string {
  return path.replaceAll(/[\\*]/g, '\\$&')
}
