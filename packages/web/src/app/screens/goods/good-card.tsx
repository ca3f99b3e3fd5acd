import { Link } from 'wouter'
import type { FindResult } from '@allmende/api/client'
import { Icon } from '../../parts/icon.tsx'
import { Picture } from '../../parts/picture.tsx'
import { shortName } from '../../state/format.ts'
import { useWords } from '../../state/i18n.ts'

const WIDTH = 320

/** A good among others: its picture, what it is, and whether somebody has built it. */
export function GoodCard({ good }: { readonly good: FindResult }) {
  const { t, ago } = useWords()
  const blank = (
    <span className="card-blank" aria-hidden="true">
      <Icon name="goods" />
    </span>
  )
  return (
    <Link href={`/goods/${encodeURIComponent(good.id)}`} className="good-card">
      <span className="card-picture">
        {good.image === null ? (
          blank
        ) : (
          <Picture of={{ thing: good.id, path: good.image }} alt="" width={WIDTH} otherwise={blank} />
        )}
      </span>
      <span className="card-text">
        <strong className="card-title">{good.title}</strong>
        <span className="soft card-line">
          {[good.type && typeName(t, good.type), shortName(good.authorName, good.author), ago(good.at)]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span className="badges">
          {good.licence !== null && <span className="badge">{good.licence}</span>}
          {good.built !== null && good.built.works > 0 && (
            <span className="badge badge-good">{t('goods.works', { count: good.built.works })}</span>
          )}
        </span>
      </span>
    </Link>
  )
}

export const TYPES = ['design', 'software', 'text', 'data', 'publication', 'media'] as const

/** The plain word for a sort of good; one that isn't known as it was written. */
export function typeName(t: ReturnType<typeof useWords>['t'], type: string): string {
  const known = TYPES.find((one) => one === type)
  return known ? t(`type.${known}`) : type
}
