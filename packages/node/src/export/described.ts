import type { ListedFile } from '@allmende/files'
import type { ExportBuild, ExportFile, ExportGood } from '@allmende/interop'
import type { Fields, GoodFields, Outcome, RecordId } from '@allmende/vocabulary'
import type { ActionContext, ThingInfo } from '../contract.ts'
import { chooseVersion } from '../choose-version.ts'
import { fail } from '../errors.ts'
import { filesOf, type GoodState, linesOf, stateAt } from '../good-state.ts'
import { locateThing } from '../locate-thing.ts'
import type { Parts } from '../parts.ts'
import { showThing } from '../show-thing.ts'
import { listHere } from './list-here.ts'

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

/**
 * Gathers a version of a good. `withFiles`: its list of files is fetched where that lies with others; else it is told that it isn't
 * here. Throws THING_…, VERSION_UNKNOWN, NO_HOLDER.
 */
export async function describe(
  parts: Parts,
  reference: string,
  wanted: string | undefined,
  context: ActionContext,
  { withFiles }: { withFiles: boolean },
): Promise<Described> {
  await parts.network.start()
  const located = await locateThing(parts, reference, context)
  const { thing, commons } = located
  if (thing.kind !== 'good') throw fail('THING_KIND', { expected: 'good', found: thing.kind })
  const version = chooseVersion(thing, wanted)
  const state = await stateAt(parts, located, version.id)
  const notes: string[] = []
  const entries = withFiles ? await filesOf(parts, state, context) : await filesHere(state, notes)
  const info = asItStood(await showThing(parts, thing.id, context), state.fields)
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
  const author = info.authorName ?? thing.author
  const good: ExportGood = {
    id: version.id,
    link: commons.entry.public ? link : `urn:allmende:${thing.id}`,
    fields: { ...fields, version: fields.version ?? String(version.number), ...madeBy(fields, author) },
    parts: lines,
    authors: [author],
    at: version.at,
    files,
    builds: buildsOf(info, version.id),
    ...lineageOf(info),
  }
  return { good, files, state, info, label: version.label ?? String(version.number), entries, notes }
}

/** Outside the commons nobody sees who published a good: where no maker is named, whoever published it is that. */
function madeBy({ credits = [] }: GoodFields, author: string): Pick<GoodFields, 'credits'> {
  const named = credits.some(({ roles }) => roles.includes('author') || roles.includes('licensor'))
  if (named) return credits.length > 0 ? { credits } : {}
  return { credits: [{ name: author, roles: ['author', 'licensor'] }, ...credits] }
}

async function filesHere({ commons, files }: GoodState, notes: string[]): Promise<ListedFile[]> {
  const list = files ? await listHere(commons, files) : []
  if (list === null) notes.push('The list of its files is not here, so the files are not named.')
  return list ?? []
}

/** What is shown of a good is as it is now; an old version had perhaps another title, or licence. */
function asItStood(info: ThingInfo, fields: Fields): ThingInfo {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : null)
  const licence = text('licence')
  return {
    ...info,
    title: text('title') ?? info.title,
    description: text('description'),
    licence,
    licenceMeaning: licence === info.licence ? info.licenceMeaning : null,
    licenceTerms: licence === info.licence ? info.licenceTerms : null,
    tags: Array.isArray(fields['tags']) ? fields['tags'].map(String) : [],
  }
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
