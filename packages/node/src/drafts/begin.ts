import type { DraftHandle } from '@allmende/drafts'
import type { PersonId, RecordId } from '@allmende/vocabulary'
import { chooseVersion } from '../choose-version.ts'
import type { OpenCommons } from '../commons-book.ts'
import type { AllmendeNode, DraftInfo } from '../contract.ts'
import { namesIn } from '../credits.ts'
import { fail } from '../errors.ts'
import { locateGood } from '../fork-good.ts'
import { type GoodState, stateAt } from '../good-state.ts'
import type { Parts } from '../parts.ts'
import { personNamed } from '../person-named.ts'
import { infoOf, withDraft } from './actions.ts'
import { contentOfArchive } from './from-archive.ts'
import { BASE, BEGUN, type Content, contentOf, putBeside, TAKEN } from './content.ts'

type Request = Parameters<AllmendeNode['createDraft']>[0]

/**
 * Begins a draft: with nothing, with a text, with an archived draft, or with a version of a good, of which it takes over what is said of it, the
 * parts list, and its files where they lie. Throws ID_KEY, THING_AMBIGUOUS, VERSION_UNKNOWN, DRAFT_ELSEWHERE, NO_HOLDER, COMMONS_….
 */
export async function createDraft(parts: Parts, request: Request): Promise<DraftInfo> {
  const good = request.good === undefined ? null : await goodFor(parts, request)
  const commons = good ? good.commons : parts.book.forWriting(request.commons)
  // Before anything is written: a draft whose text could not be had would be there twice at the second try.
  const taken = good ? await contentOf(parts, good, {}) : null
  const words = await parts.writer.ensureIdentity()
  const archived =
    request.archive === undefined ? null : await contentOfArchive(parts, commons, request.archive)
  const invited = await peopleOf(parts, commons, request.invite ?? [])
  const id = await parts.writer.write(commons, {
    kind: 'draft',
    body: {
      title: request.title,
      // From the first record on: an edit may cite any record, and so get round what a later one says.
      editors: request.editors ?? 'invited',
      ...(invited.length > 0 ? { invited } : {}),
      ...(good ? { good: good.thing.id, base: good.version } : {}),
    },
  })
  const text = request.text ?? taken?.text ?? archived?.text ?? ''
  await withDraft(parts, { commons, id }, async (handle) => {
    if (text !== '') handle.splice(0, 0, text)
    if (archived) await putBeside(handle, archived)
    if (good && taken) await putTaken(handle, good.version, taken, request.text === undefined)
    await handle.flush()
  })
  return { ...(await infoOf(parts, commons, id)), ...(words === undefined ? {} : { words }) }
}

async function peopleOf(parts: Parts, commons: OpenCommons, named: readonly string[]): Promise<PersonId[]> {
  if (named.length === 0) return []
  const names = await namesIn(parts, commons.id)
  return [...new Set(named.map((who) => personNamed(who, names)))]
}

/** A draft of a good stands beside it, where those who tend it see it. */
async function goodFor(parts: Parts, request: Request): Promise<GoodState> {
  const located = await locateGood(parts, request.good ?? '', {})
  const elsewhere =
    located.commons.entry.role !== 'member' ||
    (request.commons !== undefined && parts.book.find(request.commons).id !== located.commons.id)
  if (elsewhere) throw fail('DRAFT_ELSEWHERE', { title: located.thing.title })
  return stateAt(parts, located, chooseVersion(located.thing, request.version).id)
}

async function putTaken(
  handle: DraftHandle,
  version: RecordId,
  { fields, ...content }: Content,
  textToo: boolean,
): Promise<void> {
  await handle.flush()
  // A text of one's own is one's own from the first word on.
  const [begun] = textToo && content.text !== '' ? await handle.heads() : []
  await putBeside(handle, {
    ...content,
    fields: { ...fields, [BASE]: version, ...(begun === undefined ? {} : { [BEGUN]: begun }) },
  })
  const [taken] = await handle.heads()
  if (taken !== undefined) await handle.editParts([{ set: TAKEN, value: taken }])
}

/** A draft with the content of another one, as when it is brought into another commons. */
export async function beginWith(
  parts: Parts,
  commons: OpenCommons,
  { title, good, content }: { title: string; good?: RecordId; content: Content },
): Promise<RecordId> {
  await parts.writer.ensureIdentity()
  const body = { title, editors: 'invited' as const, ...(good === undefined ? {} : { good }) }
  const id = await parts.writer.write(commons, { kind: 'draft', body })
  await withDraft(parts, { commons, id }, async (handle) => {
    if (content.text !== '') handle.splice(0, 0, content.text)
    await putBeside(handle, content)
    await handle.flush()
  })
  return id
}
