import type { ImportedTable } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { useWords } from '../../state/i18n.ts'

/** What most parts lists have. Everything else of a line is read where its heading says it. */
const FIELDS = ['name', 'quantity', 'unit', 'number', 'maker', 'source', 'cost', 'note'] as const

/** Which column is what: as it was read, or as the person knows better. */
export function Columns({
  table,
  said,
  onSay,
}: {
  readonly table: ImportedTable
  readonly said: Readonly<Record<string, string>>
  readonly onSay: (said: Readonly<Record<string, string>>) => void
}) {
  const { t } = useWords()
  const headings = [...new Set([...Object.values(table.mapping), ...table.unused])]
  const choose = (field: string, heading: string): void => {
    const { [field]: _, ...others } = said
    onSay(heading === '' || heading === table.mapping[field] ? others : { ...others, [field]: heading })
  }
  return (
    <details>
      <summary>{t('imports.columns', { from: table.file })}</summary>
      <div className="stack columns">
        {FIELDS.map((field) => (
          <Field key={field} label={t(`imports.column.${field}`)}>
            {(ids) => (
              <select
                {...ids}
                value={said[field] ?? table.mapping[field] ?? ''}
                onChange={({ target }) => choose(field, target.value)}
              >
                {table.mapping[field] === undefined && <option value="">{t('imports.noColumn')}</option>}
                {headings.map((heading) => (
                  <option key={heading} value={heading}>
                    {heading}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ))}
      </div>
    </details>
  )
}
