import type { LeftOut } from '../contract.ts'
import type { ImportRequest } from '../contract-carry.ts'
import { rolesByName } from '../file-roles.ts'
import type { Candidate } from './candidate.ts'
import type { Found } from './found.ts'
import { fromManifests } from './from-manifests.ts'
import { fromReferences, isReferences, seemsReferences } from './from-references.ts'
import { readManifests } from './manifests.ts'
import type { Source } from './source.ts'
import { attachTables, fromTable, isTableFile } from './tables.ts'

export type Gathered = { candidates: Candidate[]; findings: Found[]; leftOut?: readonly LeftOut[] }

/** Reads what a source holds: manifests with their parts lists, else lists of references, else a parts list alone. */
export async function gather(source: Source, request: ImportRequest): Promise<Gathered> {
  const { named } = source
  if (named && (await isTableFile(named))) return fromTable(source, named, request)
  if (named && (await isReferences(named))) return fromReferences(source, named)
  const { manifests, findings } = await readManifests(source)
  if (manifests.length === 0 && !named) return referencesIn(source, findings)
  const { candidates, leftOut } = await fromManifests(source, manifests)
  const told = await attachTables(source, candidates, request)
  return { candidates: candidates.map(withRoles), findings: [...findings, ...told], leftOut }
}

async function referencesIn(source: Source, findings: Found[]): Promise<Gathered> {
  const gathered: Gathered = { candidates: [], findings }
  for (const file of source.files) {
    if (!(await seemsReferences(file))) continue
    const { candidates, findings: told } = await fromReferences(source, file)
    gathered.candidates.push(...candidates)
    gathered.findings.push(...told)
  }
  return gathered
}

/** What a manifest says of its files, and what their names tell where it says nothing. */
function withRoles(candidate: Candidate): Candidate {
  const said = candidate.fields.roles ?? []
  const known = new Set(said.map(({ role }) => role))
  const guessed = rolesByName(candidate.files.map(({ path }) => path)).filter(({ role }) => !known.has(role))
  if (guessed.length === 0) return candidate
  // Changed in place: others name this very candidate as a part of theirs.
  return Object.assign(candidate, { fields: { ...candidate.fields, roles: [...said, ...guessed] } })
}
