import { useWords } from '../../state/i18n.ts'

const SHOWN = 5

/** What the node asks for, by the keys of the catalogues. Of what a newer node asks for, its own words are shown. */
const KEYS = {
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

/** What others would be glad of. Asked for, not demanded: everything can be shared as it is. */
export function Missing({ missing }: { readonly missing: readonly { field: string; why: string }[] }) {
  const { t } = useWords()
  if (missing.length === 0) return null
  const said = (field: string, why: string): string =>
    field in KEYS ? t(`missing.${KEYS[field as keyof typeof KEYS]}`) : why
  return (
    <div className="notice">
      <p>{t('share.missing')}</p>
      <ul>
        {missing.slice(0, SHOWN).map(({ field, why }) => (
          <li key={field}>{said(field, why)}</li>
        ))}
      </ul>
    </div>
  )
}
