import { useState } from 'react'
import type { PartInfo, ThingInfo } from '@allmende/api/client'
import { ScrollAcross } from '../../parts/scroll-across.tsx'
import { useWords } from '../../state/i18n.ts'
import { Explosion } from './explosion.tsx'
import { PartRows } from './part-rows.tsx'
import { cellOf, COLUMNS } from './part-cells.ts'

const WAYS = ['levels', 'all'] as const
type Way = (typeof WAYS)[number]

/** The parts list: level by level, or everything that it comes down to. */
export function PartsTable({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const [way, setWay] = useState<Way>('levels')
  return (
    <div className="stack">
      <div className="row" role="group" aria-label={t('parts.ways')}>
        {WAYS.map((one) => (
          <button
            key={one}
            type="button"
            className="button button-small"
            aria-pressed={one === way}
            onClick={() => setWay(one)}
          >
            {t(`parts.${one}`)}
          </button>
        ))}
      </div>
      {thing.parts && thing.parts.missing > 0 && (
        <p className="notice notice-care">{t('parts.notHere', { count: thing.parts.missing })}</p>
      )}
      {way === 'levels' ? (
        <Levels thing={thing} lines={thing.parts?.lines ?? []} />
      ) : (
        <Explosion thing={thing} />
      )}
    </div>
  )
}

function Levels({ thing, lines }: { readonly thing: ThingInfo; readonly lines: readonly PartInfo[] }) {
  const { t } = useWords()
  const columns = COLUMNS.filter(
    (column) =>
      column === 'name' || column === 'quantity' || lines.some((line) => cellOf(line, column) !== ''),
  )
  return (
    <ScrollAcross label={t('good.parts')}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`parts.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <PartRows lines={lines} columns={columns} times={1} above={[thing.id]} />
        </tbody>
      </table>
    </ScrollAcross>
  )
}
