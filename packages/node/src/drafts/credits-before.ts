import type { Credit } from '@allmende/vocabulary'
import type { AllmendeNode, DraftCredits } from '../contract.ts'
import type { Parts } from '../parts.ts'
import { draftOf } from './actions.ts'
import { creditsOf, goodOf, manuscriptOf } from './publish.ts'

/** What publishing would make of a draft, by the same steps, and nothing is written. Throws DRAFT_ELSEWHERE, SHARE_FOREIGN. */
export async function draftCredits(
  parts: Parts,
  request: Parameters<AllmendeNode['draftCredits']>[0],
): Promise<DraftCredits> {
  const draft = await draftOf(parts, request.draft)
  const manuscript = await manuscriptOf(parts, draft)
  const target = await goodOf(parts, draft, request.good, manuscript.beside)
  const { listed, credits } = await creditsOf(parts, draft, manuscript, target)
  const stated = manuscript.beside.fields['licence']
  return {
    id: draft.id,
    title: draft.title,
    good: target && {
      id: target.thing.id,
      title: target.thing.title,
      versions: target.thing.versions.length,
    },
    licence: typeof stated === 'string' ? stated : (target?.thing.licence ?? null),
    credits: credits.map((credit) => ({
      name: credit.name,
      person: credit.person ?? null,
      roles: credit.roles,
      anew: !listed.some((one) => isSame(one, credit)),
    })),
  }
}

function isSame(one: Credit, credit: Credit): boolean {
  return (
    one.name === credit.name &&
    one.person === credit.person &&
    credit.roles.every((role) => one.roles.includes(role))
  )
}
