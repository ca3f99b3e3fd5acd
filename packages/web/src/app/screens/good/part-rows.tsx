import { useState } from 'react'
import { Link } from 'wouter'
import type { PartInfo } from '@allmende/api/client'
import { useThing } from '../../state/ask.ts'
import { useWords } from '../../state/i18n.ts'
import { cellOf, type Column, neededOf } from './part-cells.ts'

type Level = {
  readonly columns: readonly Column[]
  /** How many of what these are the parts of. */
  readonly times: number
  /** The goods that these are within, the outermost first. */
  readonly above: readonly string[]
}

/** Lines of a parts list; those that are goods themselves open to theirs, with the quantities multiplied. */
export function PartRows({ lines, ...level }: Level & { readonly lines: readonly PartInfo[] }) {
  return lines.map((line, index) => <Row key={index} line={line} {...level} />)
}

function Row({ line, ...level }: Level & { readonly line: PartInfo }) {
  const { t, number } = useWords()
  const [open, setOpen] = useState(false)
  const good = typeof line['good'] === 'string' ? line['good'] : null
  const times = neededOf(line, level.times)
  return (
    <>
      <tr>
        {level.columns.map((column) => (
          <td key={column} className={column === 'quantity' ? 'number' : undefined}>
            {column === 'name' ? (
              <span className="part-name" style={{ paddingInlineStart: `${level.above.length - 1}.25rem` }}>
                {good !== null && (
                  <button
                    type="button"
                    className="part-open"
                    aria-expanded={open}
                    aria-label={t('parts.open', { name: line.name })}
                    onClick={() => setOpen(!open)}
                  >
                    {open ? '−' : '+'}
                  </button>
                )}
                {good === null ? (
                  line.name
                ) : (
                  <Link href={`/goods/${encodeURIComponent(good)}`}>{line.name}</Link>
                )}
                {line['missing'] === true && <span className="badge badge-bad">{t('parts.nobodyYet')}</span>}
              </span>
            ) : column === 'quantity' ? (
              number(times)
            ) : (
              cellOf(line, column)
            )}
          </td>
        ))}
      </tr>
      {open && good !== null && <Inside good={good} {...level} times={times} />}
    </>
  )
}

function Inside({ good, ...level }: Level & { readonly good: string }) {
  const { t } = useWords()
  const { data, error } = useThing(good)
  if (error) return <Said text={t('parts.goodNotHere')} {...level} />
  if (!data) return <Said text={t('common.loading')} {...level} />
  // A good that is a part of itself would open without end.
  if (level.above.includes(data.id)) return <Said text={t('parts.circle')} {...level} />
  if (!data.parts || data.parts.lines.length === 0) return <Said text={t('parts.noParts')} {...level} />
  return (
    <>
      <PartRows lines={data.parts.lines} {...level} above={[...level.above, data.id]} />
      {data.parts.missing > 0 && <Said text={t('parts.notHere', { count: data.parts.missing })} {...level} />}
    </>
  )
}

function Said({ text, columns, above }: Level & { readonly text: string }) {
  return (
    <tr>
      <td colSpan={columns.length} className="soft" style={{ paddingInlineStart: `${above.length}.25rem` }}>
        {text}
      </td>
    </tr>
  )
}
