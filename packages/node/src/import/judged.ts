import type { Fields } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { ImportRequest } from '../contract-carry.ts'
import type { Parts } from '../parts.ts'
import type { Candidate } from './candidate.ts'
import type { Found } from './found.ts'
import { judge, typeAsked, type Verdict } from './judge.ts'
import { type Known, knownAs } from './known.ts'
import type { Written } from './write.ts'

/** A candidate, what was judged of it, and what its record will say. */
export type Judged = {
  readonly candidate: Candidate
  readonly verdict: Verdict
  readonly known: Known | null
  /** Without files and parts. */
  readonly body: Fields
  readonly written: Written | null
  /** Something to know about how it was judged. */
  readonly note: Found | null
}

/** Judges every candidate. The first one is what the person asked for: what they say of a title or version is said of it. */
export async function judgeAll(
  parts: Parts,
  commons: OpenCommons | null,
  candidates: readonly Candidate[],
  request: ImportRequest,
): Promise<Judged[]> {
  const type = typeAsked(request)
  const judged: Judged[] = []
  for (const [index, candidate] of candidates.entries()) {
    const ofWhole = licenceOfWhole(candidate, candidates)
    const verdict = judge(candidate, request, type ?? candidate.fields.type ?? 'design', ofWhole)
    const known = commons && !request.asNew ? await knownAs(parts, commons.id, candidate) : null
    const body = bodyOf(candidate, verdict, index === 0 ? request : { path: request.path })
    const note = noteOf(candidate, verdict, ofWhole)
    judged.push({ candidate, verdict, known, body, written: null, note })
  }
  return judged
}

/** Of the nearest whole that states one; each is asked once, since modules can name each other in a circle. */
function licenceOfWhole(candidate: Candidate, all: readonly Candidate[]): string | undefined {
  const asked = new Set([candidate])
  for (const part of asked) {
    for (const whole of all) {
      if (asked.has(whole) || !whole.subs.some(({ good }) => good === part)) continue
      if (whole.fields.licence !== undefined) return whole.fields.licence
      asked.add(whole)
    }
  }
  return undefined
}

function noteOf({ fields, from }: Candidate, verdict: Verdict, ofWhole: string | undefined): Found | null {
  if (!verdict.free || fields.licence !== undefined || verdict.licence !== ofWhole) return null
  const message = `it states no licence; taken is that of the whole it is a part of, ${ofWhole}`
  return {
    severity: 'info',
    code: 'IMPORT_LICENCE_OF_WHOLE',
    message,
    values: { found: ofWhole },
    file: from,
  }
}

function bodyOf({ fields, from }: Candidate, verdict: Verdict, said: ImportRequest): Fields {
  return {
    ...fields,
    title: said.title ?? fields.title ?? from,
    type: verdict.type,
    ...(verdict.free ? { licence: verdict.licence } : {}),
    ...(said.version === undefined ? {} : { version: said.version }),
    ...(said.tags === undefined || said.tags.length === 0 ? {} : { tags: [...said.tags] }),
  }
}
