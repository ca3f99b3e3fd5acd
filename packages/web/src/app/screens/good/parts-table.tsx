import type { PartInfo, ThingInfo } from '@allmende/api/client'
import { Link } from 'wouter'
import { useWords } from '../../state/i18n.ts'

/** The parts list, with the columns that any line fills. */
const COLUMNS = ['name', 'quantity', 'unit', 'section', 'maker', 'number', 'note'] as const

export function PartsTable({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const lines = thing.parts?.lines ?? []
  const columns = COLUMNS.filter(
    (column) => column === 'name' || lines.some((line) => cell(line, column) !== ''),
  )
  return (
    <>
      {thing.parts && thing.parts.missing > 0 && (
        <p className="notice notice-care">{t('parts.notHere', { count: thing.parts.missing })}</p>
      )}
      {/* A wide table is scrolled by keyboard too, which needs the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="scroll-x" role="group" aria-label={t('good.parts')} tabIndex={0}>
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
            {lines.map((line, index) => (
              <tr key={index}>
                {columns.map((column) => (
                  <td key={column} className={column === 'quantity' ? 'number' : undefined}>
                    <Cell line={line} column={column} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Cell({ line, column }: { readonly line: PartInfo; readonly column: (typeof COLUMNS)[number] }) {
  const { good } = line as { good?: unknown }
  if (column === 'name' && typeof good === 'string')
    return <Link href={`/goods/${encodeURIComponent(good)}`}>{line.name}</Link>
  return <>{cell(line, column)}</>
}

function cell(line: PartInfo, column: string): string {
  const value = line[column]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
