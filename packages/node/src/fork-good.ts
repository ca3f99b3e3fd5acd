import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { copyOut } from '@allmende/files'
import {
  DERIVATIONS,
  type Derivation,
  type Fields,
  type FileList,
  type GoodType,
  MAX_TITLE,
} from '@allmende/vocabulary'
import { bringAcross, partsAcross } from './bring-across.ts'
import { chooseVersion } from './choose-version.ts'
import type { OpenCommons } from './commons-book.ts'
import type { ActionContext, ForkRequest, ForkResult } from './contract.ts'
import { creditsWith, namesIn } from './credits.ts'
import { fail } from './errors.ts'
import { coresOf, filesOf, type GoodState, stateAt } from './good-state.ts'
import { mustFit } from './licence-fit.ts'
import { type Located, locateKind } from './locate-thing.ts'
import type { Parts } from './parts.ts'
import { patienceOf } from './patience.ts'
import { reachCores } from './reach-cores.ts'
import { chosenLicence } from './share-folder.ts'
import { writeGood } from './write-good.ts'

/** What a fork doesn't take over: what was said about the original's own course, and who tends that. */
const ITS_OWN = new Set([
  'merges',
  'settles',
  'maintainers',
  'version',
  'derivedFrom',
  'derivation',
  'origin',
  'files',
  'parts',
])

/**
 * Makes a good of one's own that goes on from a version of another. Within one commons no content is moved: the list of
 * files names it where it lies. Works while the author is away, as far as the records are here.
 * Throws VERSION_UNKNOWN, DERIVATION_UNKNOWN, LICENCE_…, COMMONS_…, and with `to` the errors of copying.
 */
export async function forkGood(
  parts: Parts,
  request: ForkRequest,
  context: ActionContext,
): Promise<ForkResult> {
  const located = await locateGood(parts, request.good, context)
  const original = await stateAt(parts, located, chooseVersion(located.thing, request.version).id)
  const commons = commonsFor(parts, located, request.commons)
  const derivation = derivationOf(request.as)
  const licence = licenceFor(original, request)
  const words = await parts.writer.ensureIdentity()
  const content = await contentFor(parts, original, commons, context)
  // Before anything is written: a fork whose files could not be had would be there twice at the second try.
  const path = request.to === undefined ? null : await workingCopy(parts, original, request.to, context)
  const title = request.title ?? titleOf(located.thing.title)
  const body = {
    ...(await inherited(parts, original)),
    ...content.body,
    title,
    licence,
    derivedFrom: original.version,
    derivation,
    ...originOf(parts, located, commons),
  }
  const id = await writeGood(parts, commons, { body })
  if (path !== null || content.stored > 0 || parts.holdings.here(located.commons.id, original.version))
    await parts.holdings.add(commons.id, id)
  if (path !== null) await parts.shared.remember(path, commons.id, { good: id, version: id })
  return {
    id,
    link: parts.book.thingLink(commons, id, 'good'),
    version: id,
    title,
    licence,
    files: content.files?.count ?? 0,
    bytes: content.files?.bytes ?? 0,
    commons: commons.id,
    commonsName: commons.entry.name,
    public: commons.entry.public,
    derivedFrom: original.version,
    derivation,
    stored: content.stored,
    path,
    ...(words === undefined ? {} : { words }),
  }
}

/** A good by reference; what isn't one is refused with THING_KIND. */
export function locateGood(parts: Parts, reference: string, context: ActionContext): Promise<Located> {
  return locateKind(parts, reference, 'good', context)
}

/** Where nothing is said a fork stays beside its original: there it costs nothing, and can be offered back. */
function commonsFor(parts: Parts, { commons }: Located, named: string | undefined): OpenCommons {
  if (named !== undefined) return parts.book.find(named)
  return commons.entry.role === 'member' ? commons : parts.book.forWriting()
}

function derivationOf(as: string | undefined): Derivation {
  if (as === undefined) return 'changed'
  const found = DERIVATIONS.find((one) => one === as)
  if (!found) throw fail('DERIVATION_UNKNOWN', { expected: DERIVATIONS.join(', '), found: as })
  return found
}

function licenceFor({ fields }: GoodState, { licence, licenceChecked }: ForkRequest): string {
  const from = String(fields['licence'])
  const type = fields['type'] as GoodType
  const into = chosenLicence(licence ?? from, type)
  mustFit({ from, into, type, checked: licenceChecked ?? false })
  return into
}

function titleOf(title: string): string {
  const ending = ' (fork)'
  return title.length + ending.length <= MAX_TITLE ? title + ending : title
}

type Content = { readonly body: Fields; readonly files: FileList | undefined; readonly stored: number }

async function contentFor(
  parts: Parts,
  original: GoodState,
  commons: OpenCommons,
  context: ActionContext,
): Promise<Content> {
  if (commons.id === original.commons.id) {
    const { files, fields } = original
    const list = fields['parts'] === undefined ? {} : { parts: fields['parts'] }
    return { body: { ...(files ? { files } : {}), ...list }, files, stored: 0 }
  }
  await reach(parts, original, context)
  const { files, stored } = await bringAcross(parts, original, commons, context)
  return { body: { ...(files ? { files } : {}), ...(await partsAcross(parts, original)) }, files, stored }
}

/** All other fields, and who made what it goes on from. */
async function inherited(parts: Parts, { fields, thing }: GoodState): Promise<Fields> {
  const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => !ITS_OWN.has(name)))
  if (thing.author === parts.logs.identity?.person) return kept
  const names = await namesIn(parts, thing.commons)
  return { ...kept, credits: creditsWith(kept['credits'], thing.author, names.get(thing.author), 'author') }
}

/** The way back for those of another commons, unless that is private: its link would let them in. */
function originOf(parts: Parts, { commons, thing }: Located, into: OpenCommons): Fields {
  if (commons.id === into.id || !commons.entry.public) return {}
  return { origin: parts.book.thingLink(commons, thing.id, 'good') }
}

/** Puts the files into a folder. One that is a working copy of the original already is left as it is: it may hold the change. */
async function workingCopy(
  parts: Parts,
  original: GoodState,
  to: string,
  context: ActionContext,
): Promise<string> {
  const folder = resolve(to)
  const known = await realpath(folder).catch(() => null)
  if (known !== null && parts.shared.at(known, original.commons.id)?.good === original.thing.id) return known
  await reach(parts, original, context)
  await copyOut({
    entries: await filesOf(parts, original, context),
    openCore: coresOf(parts, original.commons),
    target: folder,
    store: join(parts.home.dir, 'store'),
    ...patienceOf(parts, original.commons.id, context),
    onProgress: ({ bytesDone, bytes }) =>
      context.onProgress?.({ phase: 'copying', done: bytesDone, total: bytes, unit: 'bytes' }),
  })
  await parts.holdings.add(original.commons.id, original.version)
  return realpath(folder)
}

async function reach(
  parts: Parts,
  { files, commons, thing }: GoodState,
  context: ActionContext,
): Promise<void> {
  if (files) await reachCores(parts, { commons, thing }, files.cores, context)
}
