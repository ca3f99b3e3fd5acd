import type { TFunction } from 'i18next'

/** What a good should have, by the keys of the catalogues. */
const KEYS = {
  licence: 'licence',
  files: 'files',
  parts: 'parts',
  'parts.source': 'sources',
  'roles.making-instructions': 'instructions',
  'roles.source': 'originals',
  'roles.image': 'picture',
  'roles.readme': 'readme',
  'design.tools': 'tools',
  'design.function': 'purpose',
  'design.made': 'made',
  'publication.author': 'author',
  'publication.DOI': 'doi',
  'publication.issued': 'year',
  'publication.container-title': 'journal',
  description: 'description',
  version: 'version',
  language: 'language',
  credits: 'credits',
  tags: 'tags',
} as const

/** What a good has not, and others would be glad of. What isn't known here is said as the node says it. */
export function missingWords(field: string, why: string, t: TFunction): string {
  return Object.hasOwn(KEYS, field) ? t(`missing.${KEYS[field as keyof typeof KEYS]}`) : why
}
