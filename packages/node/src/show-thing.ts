import { readFileList } from '@allmende/files'
import { checkLicence } from '@allmende/rules'
import type { Thing, Version } from '@allmende/views'
import type { GoodType } from '@allmende/vocabulary'
import type { OpenCommons } from './commons-book.ts'
import type { ActionContext, FileInfo, ThingInfo, VersionInfo } from './contract.ts'
import { locateThing } from './locate-thing.ts'
import type { Parts } from './parts.ts'

/** Fields that `ThingInfo` has a place of its own for. */
const NAMED = new Set(['title', 'licence', 'type', 'description', 'tags', 'files', 'version', 'derivedFrom'])

/** Everything known of a good or a draft. A link to a commons that isn't here is looked up from whoever has it. */
export async function showThing(parts: Parts, reference: string, context: ActionContext): Promise<ThingInfo> {
  const { commons, thing } = await locateThing(parts, reference, context)
  const names = await peopleNames(parts, thing)
  const { fields } = thing
  return {
    id: thing.id,
    kind: thing.kind,
    title: thing.title,
    licence: thing.licence ?? null,
    licenceName: nameOfLicence(thing),
    type: text(fields['type']),
    description: text(fields['description']),
    tags: Array.isArray(fields['tags']) ? fields['tags'].map(String) : [],
    author: thing.author,
    authorName: thing.authorName ?? null,
    commons: commons.id,
    commonsName: commons.entry.name,
    link: parts.book.thingLink(commons, thing.id, thing.kind === 'draft' ? 'draft' : 'good'),
    versions:
      thing.kind === 'good'
        ? thing.versions.map((version) => versionInfo(parts, commons, version, names))
        : [],
    heads: thing.heads,
    diverged: thing.diverged,
    files: await newestFiles(commons, thing),
    derivedFrom: thing.derivedFrom ?? null,
    comments: thing.comments.map(({ id, text: said, author, authorName, at }) => ({
      id,
      text: said,
      author,
      authorName: authorName ?? null,
      at,
    })),
    other: Object.fromEntries(Object.entries(fields).filter(([name]) => !NAMED.has(name))),
  }
}

function versionInfo(
  parts: Parts,
  commons: OpenCommons,
  version: Version,
  names: Map<string, string>,
): VersionInfo {
  return {
    id: version.id,
    label: version.label ?? null,
    at: version.at,
    author: version.author,
    authorName: names.get(version.author) ?? null,
    files: version.files?.count ?? 0,
    bytes: version.files?.bytes ?? 0,
    holders: parts.holdings.count(commons.id, version.id),
    heldHere: parts.holdings.here(commons.id, version.id),
  }
}

/** Only what is here: looking at a good must not begin to fetch from peers. */
async function newestFiles(commons: OpenCommons, thing: Thing): Promise<FileInfo[] | null> {
  const list = thing.versions.findLast(({ files }) => files !== undefined)?.files
  if (!list) return thing.kind === 'good' ? [] : null
  if (!list.entries) return null
  const entries = await readFileList(list, (core) => commons.logs.core(core))
  return entries.map(({ path, bytes, hash }) => ({ path, bytes, hash: Buffer.from(hash).toString('hex') }))
}

async function peopleNames(parts: Parts, thing: Thing): Promise<Map<string, string>> {
  const people = await parts.views.people(thing.commons)
  return new Map(people.flatMap(({ person, name }) => (name === undefined ? [] : [[person, name] as const])))
}

/** Null for a licence that isn't free or isn't known: then its id alone is shown. */
function nameOfLicence({ licence, fields }: Thing): string | null {
  if (licence === undefined) return null
  const verdict = checkLicence(licence, fields['type'] as GoodType)
  return verdict.ok ? verdict.name : null
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
