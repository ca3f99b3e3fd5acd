import type { ListedFile } from '@allmende/files'
import { compareFields, compareFiles, compareParts } from '@allmende/rules'
import type { Version } from '@allmende/views'
import { isAllmendeError } from '@allmende/vocabulary'
import { chooseVersion, numberOf } from '../choose-version.ts'
import type { ActionContext } from '../contract.ts'
import type {
  ComparedFile,
  ComparedPart,
  ComparedVersion,
  CompareInfo,
  CompareRequest,
} from '../contract-compare.ts'
import { locateGood } from '../fork-good.ts'
import { coresOf, filesOf, type GoodState, linesOf, stateAt } from '../good-state.ts'
import { byPath, statesOf } from '../listed-files.ts'
import type { Located } from '../locate-thing.ts'
import type { Parts } from '../parts.ts'
import { patienceOf } from '../patience.ts'
import { reachCores } from '../reach-cores.ts'
import { fieldInWords } from './in-words.ts'
import { type Side, TextFiles } from './text-files.ts'

/**
 * What came, went and changed from one version to another: fields, parts list, and files, texts line by line. Throws
 * VERSION_UNKNOWN, NO_HOLDER where a list of files isn't here, and those of `locateGood`.
 */
export async function compareVersions(
  parts: Parts,
  request: CompareRequest,
  context: ActionContext,
): Promise<CompareInfo> {
  const good = await locateGood(parts, request.good, context)
  const to = chooseVersion(good.thing, request.to)
  const other = request.with === undefined ? good : await locateGood(parts, request.with, context)
  const from = olderOf(request, other, good, to)
  const after = await sideOf(parts, good, to, context)
  const before = from && (await sideOf(parts, other, from, context))
  const fields = compareFields(before?.state.fields ?? {}, after.state.fields).map(fieldInWords)
  const lists = await partsOf(parts, before?.state, after.state)
  const files = await comparedFiles(before, after)
  return {
    from: from && told(other, from),
    to: told(good, to),
    alike: fields.length + lists.parts.length + files.length === 0 && !lists.partsMissing,
    fields,
    ...lists,
    files,
  }
}

/** Without a word the one that stands before it in the list; of another good its newest. */
function olderOf(request: CompareRequest, other: Located, good: Located, to: Version): Version | null {
  if (request.from !== undefined || request.with !== undefined)
    return chooseVersion(other.thing, request.from)
  const at = good.thing.versions.findIndex(({ id }) => id === to.id)
  return good.thing.versions[at - 1] ?? null
}

type Compared = Side & { readonly state: GoodState; readonly files: readonly ListedFile[] }

async function sideOf(
  parts: Parts,
  located: Located,
  version: Version,
  context: ActionContext,
): Promise<Compared> {
  const state = await stateAt(parts, located, version.id)
  const commons = state.files ? await reachCores(parts, located, state.files.cores, context) : located.commons
  return {
    state,
    files: await filesOf(parts, { ...state, commons }, context),
    openCore: coresOf(parts, commons),
    patience: patienceOf(parts, commons.id, context),
  }
}

async function comparedFiles(before: Compared | null, after: Compared): Promise<ComparedFile[]> {
  const [old, now] = [byPath(before?.files ?? []), byPath(after.files)]
  const texts = new TextFiles(before ?? after, after)
  const found: ComparedFile[] = []
  for (const { path, what, from } of compareFiles(statesOf(before?.files ?? []), statesOf(after.files))) {
    const [was, is] = [old.get(from ?? path), now.get(path)]
    const shown =
      what === 'changed' && was && is ? await texts.compare(was, is) : { passages: null, why: null }
    const sizes = { before: what === 'added' ? null : (was?.bytes ?? null), after: is?.bytes ?? null }
    found.push({ path, what, from, ...sizes, ...shown })
  }
  return found
}

async function partsOf(
  parts: Parts,
  before: GoodState | undefined,
  after: GoodState,
): Promise<{ parts: ComparedPart[]; partsMissing: boolean }> {
  try {
    const old = before ? await linesOf(parts, before.fields) : []
    const found = compareParts(old, await linesOf(parts, after.fields))
    const named = found.map(({ fields, ...part }) => ({
      ...part,
      fields: fields.map(fieldInWords).map(({ passages: _passages, ...field }) => field),
    }))
    return { parts: named, partsMissing: false }
  } catch (error) {
    if (isAllmendeError(error) && error.code === 'PARTS_MISSING') return { parts: [], partsMissing: true }
    throw error
  }
}

function told({ thing }: Located, version: Version): ComparedVersion {
  return {
    good: thing.id,
    title: thing.title,
    version: version.id,
    number: numberOf(thing, version.id) ?? 1,
    label: version.label ?? null,
    at: version.at,
  }
}
