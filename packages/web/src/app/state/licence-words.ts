import type { TFunction } from 'i18next'
import type { ThingInfo } from '@allmende/api/client'

type Terms = NonNullable<ThingInfo['licenceTerms']>
type Licensed = Pick<ThingInfo, 'licence' | 'licenceName' | 'licenceTerms'>

/** What its licence lets one do with a good and asks for, in the language of the page. */
export function licenceWords({ asks, joined }: Terms, type: string | null, t: TFunction): string {
  const asked = type === 'data' ? t(`licence.databases.${asks}`) : t(`licence.copies.${asks}`)
  const terms = t(type === 'design' ? 'licence.terms.mayBuild' : 'licence.terms.may', { asks: asked })
  return joined === null ? terms : t(`licence.terms.${joined}`, { terms })
}

/** The licences of a good by their names; nested ones as SPDX writes them, since no language has brackets for that. */
export function licenceNames({ licence, licenceName, licenceTerms }: Licensed, language: string): string {
  const { joined = null, names = null } = licenceTerms ?? {}
  if (joined === null) return licenceName ?? licence ?? ''
  if (names === null) return licence ?? ''
  const type = joined === 'or' ? 'disjunction' : 'conjunction'
  return new Intl.ListFormat(language, { type }).format(names)
}
