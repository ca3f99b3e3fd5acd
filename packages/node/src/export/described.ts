import type { ListedFile } from '@allmende/files'
import type { ExportBuild, ExportFile, ExportGood } from '@allmende/interop'
import type { GoodFields, Outcome, RecordId } from '@allmende/vocabulary'
import type { ActionContext, ThingInfo } from '../contract.ts'
import { chooseVersion } from '../choose-version.ts'
import { fail } from '../errors.ts'
import { filesOf, type GoodState, linesOf, stateAt } from '../good-state.ts'
import { locateThing } from '../locate-thing.ts'
import type { Parts } from '../parts.ts'
import { showThing } from '../show-thing.ts'

/** A version of a good with all that an export may say of it. */
export type Described = {
  readonly good: ExportGood
  readonly files: readonly ExportFile[]
  readonly state: GoodState
  readonly info: ThingInfo
  readonly label: string
  readonly entries: readonly ListedFile[]
  /** What couldn't be told, in words. */
  readonly notes: readonly string[]
}

/** Gathers a version of a good; its list of files is fetched where it lies with others. Throws THING_…, VERSION_UNKNOWN, NO_HOLDER. */
export async function describe(
  parts: Parts,
  reference: string,
  wanted: string | undefined,
  context: ActionContext,
): Promise<Described> {
  await parts.network.start()
  const located = await locateThing(parts, reference, context)
  const { thing, commons } = located
  if (thing.kind !== 'good') throw fail('THING_KIND', { expected: 'good', found: thing.kind })
  const version = chooseVersion(thing, wanted)
  const state = await stateAt(parts, located, version.id)
  const entries = await filesOf(parts, state, context)
  const info = await showThing(parts, thing.id, context)
  const notes: string[] = []
  const lines = await linesOf(parts, state.fields).catch(() => {
    notes.push('Some lines of the parts list are not here yet, so it was left out.')
    return []
  })
  const { files: _files, parts: _parts, ...fields } = state.fields as GoodFields
  const link = parts.book.thingLink(commons, thing.id, 'good')
  const files = entries.map(({ path, bytes, hash }) => ({
    path,
    bytes,
    sha256: Buffer.from(hash).toString('hex'),
  }))
  const good: ExportGood = {
    id: thing.id,
    link: commons.entry.public ? link : `urn:allmende:${thing.id}`,
    fields,
    parts: lines,
    authors: [info.authorName ?? thing.author],
    at: version.at,
    files,
    builds: buildsOf(info, version.id),
    ...lineageOf(info),
  }
  return { good, files, state, info, label: version.label ?? String(version.number), entries, notes }
}

function lineageOf({ lineage: { from } }: ThingInfo): Pick<ExportGood, 'lineage'> {
  if (!from) return {}
  const derivation = from.derivation as 'same' | 'changed' | 'derived'
  return {
    lineage: {
      at: from.origin ?? `urn:allmende:${from.version}`,
      derivation,
      ...(from.title === null ? {} : { title: from.title }),
    },
  }
}

function buildsOf({ builds }: ThingInfo, version: RecordId): ExportBuild[] {
  return builds
    .filter((build) => build.version === version)
    .map(({ id, at, author, authorName, outcome, amount, text }) => ({
      id: id as RecordId,
      at,
      by: authorName ?? author,
      outcome: outcome as Outcome,
      ...(amount === null ? {} : { amount }),
      ...(text === null ? {} : { text }),
    }))
}
