import { readFileList } from '@allmende/files'
import { checkLicence, completeness, licenceMeaning, licenceTerms } from '@allmende/rules'
import type { Thing } from '@allmende/views'
import type { FileList, GoodType, PartLine } from '@allmende/vocabulary'
import type { OpenCommons } from './commons-book.ts'
import type {
  ActionContext,
  BuildInfo,
  DivergenceInfo,
  FileInfo,
  PartsInfo,
  ThingInfo,
  VersionInfo,
} from './contract.ts'
import { namesIn } from './credits.ts'
import { type Located, locateThing } from './locate-thing.ts'
import { retractionInfo } from './keeping/retract.ts'
import type { Parts } from './parts.ts'
import { aboutInfo, commentInfo, listsOf, NOTHING_ABOUT } from './show-about.ts'
import { contributorsOf, originInfo, versionRef } from './show-lineage.ts'

/** Fields that `ThingInfo` has a place of its own for. */
const NAMED = new Set(
  'title licence type description tags files parts version derivedFrom derivation origin merges settles maintainers credits'.split(
    ' ',
  ),
)
/** Entries that are shown of each list; `listAbout` goes on. */
const SHOWN = 100
export const SHOWABLE = ['good', 'draft', 'suggestion', 'build', 'outside-use']

/** Everything known of a good, a draft or what was said about one. A link to a commons that isn't here is looked up from whoever has it. */
export async function showThing(parts: Parts, reference: string, context: ActionContext): Promise<ThingInfo> {
  const { commons, thing } = await locateThing(parts, reference, context, { wait: false }, SHOWABLE)
  const names = await namesIn(parts, thing.commons)
  const views = await parts.views.about(thing.id, { limit: SHOWN, everywhere: true })
  const { forks, usedIn, ...about } = views ? aboutInfo(thing, views) : NOTHING_ABOUT
  const { fields } = thing
  const list = await partsOf(parts, thing)
  const files = await newestFiles(commons, thing)
  return {
    id: thing.id,
    kind: thing.kind,
    title: thing.title,
    ...licenceInfo(thing),
    type: text(fields['type']),
    description: text(fields['description']),
    tags: Array.isArray(fields['tags']) ? fields['tags'].map(String) : [],
    author: thing.author,
    authorName: thing.authorName ?? null,
    maintainers: thing.maintainers.map((person) => ({ person, name: names.get(person) ?? null })),
    contributors: thing.kind === 'good' ? contributorsOf(thing, names) : [],
    commons: commons.id,
    commonsName: commons.entry.name,
    link: parts.book.thingLink(commons, thing.id, thing.kind === 'draft' ? 'draft' : 'good'),
    versions: await versionsOf(parts, { commons, thing }, names, about.builds),
    heads: thing.heads,
    diverged: thing.diverged,
    divergences: divergencesOf(thing),
    files,
    parts: list,
    derivedFrom: thing.derivedFrom ?? null,
    lineage: { from: await originInfo(parts, thing), forks, usedIn },
    completeness: completenessOf(thing, list, files),
    built: thing.kind === 'good' ? thing.built : null,
    ...about,
    retraction: await retractionInfo(parts, { commons, thing }),
    comments: thing.comments.map(commentInfo),
    lists: listsOf(thing, views),
    other: Object.fromEntries(Object.entries(fields).filter(([name]) => !NAMED.has(name))),
  }
}

async function versionsOf(
  parts: Parts,
  { commons, thing }: Located,
  names: ReadonlyMap<string, string>,
  builds: readonly BuildInfo[],
): Promise<VersionInfo[]> {
  if (thing.kind !== 'good') return []
  // A version that brings no files of its own has those of the one before.
  let files: FileList | undefined
  const lists = thing.versions.map((version) => (files = version.files ?? files))
  return Promise.all(
    thing.versions.map(async (version, at) => ({
      id: version.id,
      number: version.number,
      label: version.label ?? null,
      at: version.at,
      author: version.author,
      authorName: names.get(version.author) ?? null,
      files: lists[at]?.count ?? 0,
      bytes: lists[at]?.bytes ?? 0,
      holders: parts.holdings.count(commons.id, version.id),
      heldHere: parts.holdings.here(commons.id, version.id),
      merges: await Promise.all(version.merges.map((merged) => versionRef(parts, merged))),
      builds: builds.filter((build) => build.version === version.id).length,
    })),
  )
}

function divergencesOf(thing: Thing): DivergenceInfo[] {
  const author = (record: string) => thing.versions.find(({ id }) => id === record)?.author ?? null
  return thing.divergences.map(({ field, choices }) => ({
    field,
    choices: choices.map(({ record }) => ({ record, author: author(record) })),
  }))
}

async function partsOf(parts: Parts, thing: Thing): Promise<PartsInfo | null> {
  if (thing.kind !== 'good' || thing.fields['parts'] === undefined) return null
  const found = await parts.views.parts(thing.heads.at(-1) ?? thing.id)
  return found && { lines: found.lines, missing: found.missing.length }
}

/** Only what is here: looking at a good must not begin to fetch from peers. */
async function newestFiles(commons: OpenCommons, thing: Thing): Promise<FileInfo[] | null> {
  const list = thing.versions.findLast(({ files }) => files !== undefined)?.files
  if (!list) return thing.kind === 'good' ? [] : null
  if (!list.entries) return null
  const entries = await readFileList(list, (core) => commons.logs.core(core))
  return entries.map(({ path, bytes, hash }) => ({ path, bytes, hash: Buffer.from(hash).toString('hex') }))
}

/** The name is null for a licence that isn't free or isn't known: then its id alone is shown. */
function licenceInfo({
  licence,
  fields,
}: Thing): Pick<ThingInfo, 'licence' | 'licenceName' | 'licenceMeaning' | 'licenceTerms'> {
  if (licence === undefined)
    return { licence: null, licenceName: null, licenceMeaning: null, licenceTerms: null }
  const type = fields['type'] as GoodType
  const verdict = checkLicence(licence, type)
  return {
    licence,
    licenceName: verdict.ok ? verdict.name : null,
    licenceMeaning: verdict.ok ? licenceMeaning(licence, type) : null,
    licenceTerms: licenceTerms(licence, type),
  }
}

function completenessOf(
  thing: Thing,
  list: PartsInfo | null,
  files: readonly FileInfo[] | null,
): ThingInfo['completeness'] {
  if (thing.kind !== 'good') return null
  const paths = (files ?? []).map(({ path }) => path)
  const { score, missing } = completeness(thing.fields, (list?.lines ?? []) as PartLine[], paths)
  return { percent: score, missing }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
