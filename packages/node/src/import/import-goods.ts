import type { OpenCommons } from '../commons-book.ts'
import type { ActionContext, LeftOut } from '../contract.ts'
import type { ImportRequest, ImportResult } from '../contract-carry.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import type { Candidate } from './candidate.ts'
import type { Found } from './found.ts'
import { gather } from './gather.ts'
import { judgeAll, type Judged } from './judged.ts'
import { type Source, withSource } from './source.ts'
import { findingOf, goodOf } from './told.ts'
import { knownByWords } from './known-by-words.ts'
import { writeAll } from './write-all.ts'

/**
 * Brings in goods from elsewhere: manifests of Open Know-How with their files and modules, lists of references, parts lists.
 * What isn't free is refused with the reason, and nothing of it is written. Throws IMPORT_NOTHING and IMPORT_REFUSED when
 * not one good is left, SHARE_PROBLEM, COMMONS_…, LICENCE_…, and the errors of `files`; a dry run tells instead.
 * `broughtAs`: it came from a page, under this name.
 */
export async function importGoods(
  parts: Parts,
  request: ImportRequest,
  context: ActionContext,
  { broughtAs }: { readonly broughtAs?: string } = {},
): Promise<ImportResult> {
  const commons = request.dryRun ? commonsIfAny(parts, request) : parts.book.forWriting(request.commons)
  const homes = broughtAs === undefined ? [parts.home.dir] : []
  return withSource(parts, request.path, { ...context, homes }, async (source) => {
    const { candidates, findings, leftOut = [] } = await gather(source, request)
    if (broughtAs !== undefined) knownByWords(candidates, broughtAs)
    const goods = await judgeAll(parts, commons, candidates, request)
    if (request.dryRun || !commons)
      return result(parts, commons, source, { goods, findings, leftOut, dryRun: true })
    refuseNothing(source, goods, findings)
    refuseProblems(source)
    const words = await parts.writer.ensureIdentity()
    const written = await writeAll(parts, commons, goods, context)
    return result(parts, commons, source, { goods: written, findings, leftOut, dryRun: false, words })
  })
}

type Outcome = {
  readonly goods: readonly Judged[]
  readonly findings: readonly Found[]
  readonly leftOut: readonly LeftOut[]
  readonly dryRun: boolean
  readonly words?: string | undefined
}

function result(
  parts: Parts,
  commons: OpenCommons | null,
  source: Source,
  { goods, findings, leftOut, dryRun, words }: Outcome,
): ImportResult {
  const told = goods.map((good) => goodOf(parts, commons, good))
  const come = told.filter(({ outcome }) => outcome !== 'refused')
  const [first] = come
  return {
    dryRun,
    id: first?.id ?? null,
    link: first?.link ?? null,
    version: first?.version ?? null,
    title: first?.title ?? null,
    licence: first?.licence ?? null,
    files: come.reduce((sum, { files }) => sum + files, 0),
    bytes: come.reduce((sum, { bytes }) => sum + bytes, 0),
    goods: told,
    findings: [
      ...[...findings, ...goods.flatMap(({ note }) => note ?? [])].map(findingOf),
      ...source.problems.map((one) => findingOf({ ...one, file: one.path })),
    ],
    leftOut: [...source.leftOut, ...leftOut],
    commons: commons?.id ?? null,
    commonsName: commons?.entry.name ?? null,
    public: commons?.entry.public ?? null,
    ...(words === undefined ? {} : { words }),
  }
}

/** A dry run asks for nothing: neither for a commons nor for an identity. */
function commonsIfAny(parts: Parts, { commons }: ImportRequest): OpenCommons | null {
  if (commons === undefined && parts.book.members().length !== 1) {
    try {
      return parts.book.forWriting()
    } catch {
      return null
    }
  }
  return parts.book.forWriting(commons)
}

function refuseNothing(source: Source, goods: readonly Judged[], findings: readonly Found[]): void {
  const refused = goods.filter(({ verdict }) => !verdict.free)
  if (goods.length > refused.length) return
  const [first] = refused
  if (first && !first.verdict.free) {
    const { reason, hint } = first.verdict
    const more = refused.length > 1 ? ` (and ${refused.length - 1} more were refused)` : ''
    throw fail('IMPORT_REFUSED', { title: titleOf(first.candidate), reason: `${reason}${more}`, hint })
  }
  const worst = findings.find(({ severity }) => severity === 'error') ?? findings[0]
  const reason = worst
    ? `${worst.file}:${worst.line ?? 1}: ${worst.message}`
    : 'no manifest, list of references or parts list is in it'
  throw fail('IMPORT_NOTHING', { path: source.name, reason })
}

function titleOf({ fields, from }: Candidate): string {
  return fields.title ?? from
}

function refuseProblems({ problems }: Source): void {
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  if (errors.length === 0) return
  const more = errors.length > 5 ? `; and ${errors.length - 5} more` : ''
  throw fail('SHARE_PROBLEM', { problems: errors.slice(0, 5).join('; ') + more })
}
