import { Link } from 'wouter'
import type { ExplodedPartInfo, ExplosionInfo, ThingInfo } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ScrollAcross } from '../../parts/scroll-across.tsx'
import { useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

/** Everything that a design comes down to through all its sub-assemblies, the same parts counted together, and what is missing. */
export function Explosion({ thing }: { readonly thing: ThingInfo }) {
  const found = useAsk<ExplosionInfo>(['thing', thing.id, 'explosion'], (client) =>
    client.explode({ good: thing.id }),
  )
  return <Answer of={found}>{(all) => <All all={all} />}</Answer>
}

function All({ all }: { readonly all: ExplosionInfo }) {
  const { t, number } = useWords()
  const missing = all.parts.filter((part) => part.missing).length
  if (all.parts.length === 0) return <Empty title={t('parts.noParts')} />
  return (
    <div className="stack">
      {missing > 0 && <p className="notice notice-care">{t('parts.missing', { count: missing })}</p>}
      {all.unknown.length > 0 && (
        <p className="notice notice-care">{t('parts.unknown', { count: all.unknown.length })}</p>
      )}
      {all.circles.length > 0 && <p className="notice notice-care">{t('parts.circles')}</p>}
      {all.cut && <p className="notice notice-care">{t('parts.cut')}</p>}
      <ScrollAcross label={t('parts.all')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('parts.name')}</th>
              <th scope="col">{t('parts.quantity')}</th>
              <th scope="col">{t('parts.unit')}</th>
            </tr>
          </thead>
          <tbody>
            {all.parts.map((part) => (
              <tr key={`${part.name} ${part.unit} ${part.good}`}>
                <td>
                  <PartName part={part} />
                </td>
                <td className="number">{number(part.quantity)}</td>
                <td>{part.unit}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollAcross>
      {all.assemblies.length > 0 && (
        <p>
          {t('parts.assemblies')}:{' '}
          {all.assemblies.map(({ title, quantity }) => `${number(quantity)} × ${title}`).join(', ')}
        </p>
      )}
    </div>
  )
}

function PartName({ part }: { readonly part: ExplodedPartInfo }) {
  const { t } = useWords()
  return (
    <span className="part-name">
      {part.good === null ? (
        part.name
      ) : (
        <Link href={`/goods/${encodeURIComponent(part.good)}`}>{part.name}</Link>
      )}
      {part.missing && <span className="badge badge-bad">{t('parts.nobodyYet')}</span>}
      {part.unknown && <span className="badge">{t('parts.goodNotHere')}</span>}
    </span>
  )
}
