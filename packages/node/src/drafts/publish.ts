import type { DraftParts } from '@allmende/drafts'
import type { ListedFile } from '@allmende/files'
import { sameValue } from '@allmende/rules'
import {
  type Credit,
  type Fields,
  type GoodType,
  isRecordId,
  type PartLine,
  type RecordId,
} from '@allmende/vocabulary'
import { nameOfVersion } from '../choose-version.ts'
import type { ActionContext, AllmendeNode, ShareResult } from '../contract.ts'
import { namesIn } from '../credits.ts'
import { fail } from '../errors.ts'
import { licencesAgain } from '../file-licences.ts'
import { rolesAgain } from '../file-roles.ts'
import { linesOf } from '../good-state.ts'
import { mustFit } from '../licence-fit.ts'
import { type Located, locateKind } from '../locate-thing.ts'
import type { Parts } from '../parts.ts'
import { mustTend } from '../rights.ts'
import { chosenLicence, nextVersion } from '../share-folder.ts'
import { noteIfHeld } from '../write-merge.ts'
import { writeGood } from '../write-good.ts'
import { draftToWrite, type OpenDraft, withDraft } from './actions.ts'
import { BASE, BEGUN, GOOD, TAKEN } from './content.ts'
import { creditsFor, type Written, writersOf } from './credits.ts'
import { goodFields, partLine } from './forms.ts'
import { Hands, standing } from './hands.ts'
import { filesOfVersion, statedIn, type VersionFiles } from './publish-files.ts'
import { conflictsOf } from './show.ts'

type Request = Parameters<AllmendeNode['publishDraft']>[0]

/** A draft as it is published. */
type Manuscript = Written & { readonly text: string; readonly beside: DraftParts }

/**
 * Makes a draft a version of a good: of the one named, of the one it was begun for or published as before, or of a new one.
 * Its fields, lines and files become the version's, and whoever wrote in it is credited.
 * Throws LICENCE_…, DRAFT_CONFLICTS, DRAFT_VALUE, DRAFT_BEHIND, DRAFT_ELSEWHERE, SHARE_FOREIGN, NO_HOLDER.
 */
export async function publishDraft(
  parts: Parts,
  request: Request,
  context: ActionContext,
): Promise<ShareResult> {
  const draft = await draftToWrite(parts, request.draft)
  const manuscript = await manuscriptOf(parts, draft)
  const target = await goodOf(parts, draft, request.good, manuscript.beside)
  refuseUnsettled(manuscript.beside)
  if (target) refuseUndoing(parts, draft, { target, beside: manuscript.beside, request })
  const { title, type, licence, ...said } = saidOf(draft, manuscript, target, request)
  if (target) refuseMisfit(target, licence, type, request)
  const files = await filesOfVersion(
    parts,
    { draft, text: manuscript.text, beside: manuscript.beside, target, filename: request.filename },
    context,
  )
  const licences = await licencesOf(parts, draft, files, { licence, type }, { target, request })
  const body = {
    ...said,
    ...(await linesFor(parts, manuscript.beside, target)),
    ...(await creditsIn(parts, draft, manuscript, target)),
    ...rolesOf(files.entries, target),
    ...licences,
    files: files.list,
  }
  const before = target?.thing.versions.at(-1)?.id
  if (before !== undefined) await parts.publishing.set(draft.id, { after: before })
  const done = target
    ? await nextVersion(
        parts,
        draft.commons,
        target.thing,
        changed(target, { title, type, licence, ...body }),
      )
    : await firstVersion(parts, draft, { title, type, licence, ...body })
  await noteBase(parts, draft, done, manuscript.beside)
  await noteIfHeld(parts, draft.commons, done.version, files.list, context)
  return {
    ...done,
    link: parts.book.thingLink(draft.commons, done.id, 'good'),
    title,
    licence,
    files: files.list.count,
    bytes: files.list.bytes,
    commons: draft.commons.id,
    commonsName: draft.commons.entry.name,
    public: draft.commons.entry.public,
    ...(files.marks && { marks: files.marks }),
  }
}

/** The good a draft is published as: said now, said when it began, or made when it was published before. */
export async function goodOf(
  parts: Parts,
  draft: OpenDraft,
  named: string | undefined,
  { fields }: DraftParts,
): Promise<Located | null> {
  const begun = [draft.thing.fields['good'], fields[GOOD]].find(
    (id) => typeof id === 'string' && isRecordId(id),
  )
  const reference = named ?? (begun as string | undefined)
  if (reference === undefined) return null
  const located = await locateKind(parts, reference, 'good')
  if (located.commons.id !== draft.commons.id) throw fail('DRAFT_ELSEWHERE', { title: located.thing.title })
  // Before anything is brought in: whoever may not write the version needs no files for it.
  mustTend(parts, located.thing)
  return located
}

export function manuscriptOf(parts: Parts, draft: OpenDraft): Promise<Manuscript> {
  return withDraft(parts, draft, async (handle) => {
    const beside = await handle.parts()
    const passages = await handle.blame()
    const places = await handle.partsBlame()
    const hands = new Hands(places)
    // Said by who began the draft, or it would take others their credit.
    const changeIn = (field: string) => {
      const hash = beside.fields[field]
      const begun = hands.in({ field })?.author === draft.thing.author
      return typeof hash === 'string' && begun ? hash : null
    }
    return {
      text: passages.map(({ text }) => text).join(''),
      passages,
      beside,
      places: standing(places),
      history: await handle.history(),
      begun: changeIn(BEGUN),
      taken: changeIn(TAKEN),
    }
  })
}

/** What two set apart would be published by chance. */
function refuseUnsettled(beside: DraftParts): void {
  const open = conflictsOf(beside)
  if (open.length === 0) return
  const found = open.map(({ name, line }) => (line === undefined ? name : `${name} of line ${line}`))
  throw fail('DRAFT_CONFLICTS', { found: found.slice(0, 5).join(', ') })
}

/** A draft that holds all of an older version would take back what came since, unseen. */
function refuseUndoing(
  parts: Parts,
  draft: OpenDraft,
  { target: { thing }, beside: { fields }, request: { over } }: Publication,
): void {
  const base = fields[BASE]
  const newest = thing.versions.at(-1)
  const known = thing.versions.some(({ id }) => id === base)
  if (over || typeof base !== 'string' || !known || !newest || newest.id === base) return
  // Published from here, and stopped before the draft could be told so.
  const cutOff = parts.publishing.get(draft.id)?.after
  const own = newest.author === parts.logs.identity?.person
  if (cutOff !== undefined && own && thing.versions.at(-2)?.id === cutOff) return
  const [found, expected] = [nameOfVersion(thing, base), nameOfVersion(thing, newest.id)]
  throw fail('DRAFT_BEHIND', { title: thing.title, id: thing.id, found, expected })
}

type Publication = { readonly target: Located; readonly beside: DraftParts; readonly request: Request }

type Said = Fields & { title: string; type: GoodType; licence: string }

/** What the draft says of the good; what it doesn't say stays as it is there. */
function saidOf(draft: OpenDraft, { beside }: Manuscript, target: Located | null, request: Request): Said {
  const fields = goodFields(beside.fields)
  const before = target?.thing.fields ?? {}
  const type = (fields['type'] ?? before['type'] ?? (beside.lines.length > 0 ? 'design' : 'text')) as GoodType
  const stated = request.licence ?? (fields['licence'] as string | undefined) ?? target?.thing.licence
  const { version: label, design, ...rest } = fields
  const version = request.version ?? label
  return {
    ...rest,
    title: typeof fields['title'] === 'string' ? fields['title'] : (target?.thing.title ?? draft.title),
    type,
    licence: chosenLicence(stated, type),
    // What a draft has no field for stays in the map.
    ...(design === undefined ? {} : { design: { ...designBeside(before['design']), ...(design as Fields) } }),
    ...(version === undefined ? {} : { version }),
  }
}

function designBeside(design: unknown): Fields {
  const { standards } = (design ?? {}) as Fields
  return standards === undefined ? {} : { standards }
}

/** Another licence than before: only where what was there may become part of what is under it. */
function refuseMisfit({ thing }: Located, licence: string, type: GoodType, request: Request): void {
  const checked = request.licenceChecked ?? false
  if (thing.licence) mustFit({ from: thing.licence, into: licence, type, checked })
}

/** What single files say of their licence, and whether that lets them lie beside the others. */
async function licencesOf(
  parts: Parts,
  { commons }: OpenDraft,
  { entries }: VersionFiles,
  whole: { licence: string; type: GoodType },
  { target, request }: { target: Located | null; request: Request },
): Promise<Fields> {
  const before = target?.thing.fields['licences']
  const stated = await statedIn(parts, commons, entries, whole)
  const paths = entries.map(({ path }) => path)
  const licences = licencesAgain(before, stated, paths)
  const checked = request.licenceChecked ?? false
  for (const { licence } of licences)
    mustFit({ from: licence, into: whole.licence, type: whole.type, how: 'bundle', checked })
  return licences.length > 0 || before !== undefined ? { licences } : {}
}

/** The parts list, where the draft has one or holds all of a version, and it is another than before. */
async function linesFor(
  parts: Parts,
  { lines, fields }: DraftParts,
  target: Located | null,
): Promise<Fields> {
  if (lines.length === 0 && typeof fields[BASE] !== 'string') return {}
  const now: PartLine[] = lines.map((line) => partLine(line.fields))
  const before = target ? await linesOf(parts, target.thing.fields) : []
  return sameValue(now, before) ? {} : { parts: { lines: now } }
}

async function creditsIn(
  parts: Parts,
  draft: OpenDraft,
  manuscript: Manuscript,
  target: Located | null,
): Promise<Fields> {
  const { listed, credits } = await creditsOf(parts, draft, manuscript, target)
  return sameValue(credits, listed) ? {} : { credits }
}

/** All who wrote, but for the author of the good, who stands there anyhow; and who is `listed` there already. */
export async function creditsOf(
  parts: Parts,
  { commons }: OpenDraft,
  manuscript: Manuscript,
  target: Located | null,
): Promise<{ listed: readonly Credit[]; credits: readonly Credit[] }> {
  const author = target?.thing.author ?? parts.logs.identity?.person
  const writers = writersOf(manuscript).filter(
    ({ person, guest }) => guest !== undefined || person !== author,
  )
  const before = target?.thing.fields['credits']
  const listed = Array.isArray(before) ? (before as Credit[]) : []
  return { listed, credits: creditsFor(listed, writers, await namesIn(parts, commons.id)) }
}

function rolesOf(entries: readonly ListedFile[], target: Located | null): Fields {
  const before = target?.thing.fields['roles']
  const roles = rolesAgain(
    before,
    entries.map(({ path }) => path),
  )
  return roles.length > 0 || before !== undefined ? { roles } : {}
}

/** What is said anew; the files always, since they make it a version. */
function changed({ thing }: Located, fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => name === 'files' || !sameValue(thing.fields[name], value),
    ),
  )
}

/** Publishes for the first time, and notes in the draft which good it became. */
async function firstVersion(
  parts: Parts,
  draft: OpenDraft,
  body: Fields,
): Promise<{ id: RecordId; version: RecordId }> {
  const id = await writeGood(parts, draft.commons, { body })
  if (draft.thing.author === parts.logs.identity?.person) {
    await parts.writer.write(draft.commons, {
      kind: 'draft',
      of: draft.id,
      after: draft.thing.heads,
      body: { good: id },
    })
  }
  return { id, version: id }
}

/**
 * From here on the draft goes on from this version: the next publishing is none that would undo it. One that never held all of the
 * good's files goes on leaving them as they are.
 */
async function noteBase(
  parts: Parts,
  draft: OpenDraft,
  { id, version }: { id: RecordId; version: RecordId },
  { fields }: DraftParts,
): Promise<void> {
  const whole = typeof fields[BASE] === 'string' || id === version
  const edits = [
    ...(whole ? [{ set: BASE, value: version }] : []),
    ...(draft.thing.fields['good'] === undefined ? [{ set: GOOD, value: id }] : []),
  ]
  if (edits.length === 0) return parts.publishing.delete(draft.id)
  await withDraft(parts, draft, async (handle) => {
    await handle.editParts(edits)
    await handle.flush()
    await parts.publishing.delete(draft.id)
  }).catch((error: unknown) =>
    // It is published; who may tend the good need not be one who may edit the draft.
    parts.logger.info('a draft was published and could not be told so', { error: String(error) }),
  )
}
