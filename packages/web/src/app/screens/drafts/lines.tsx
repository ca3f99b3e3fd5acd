import type { DraftBesideEdit, DraftLineInfo, DraftShown } from '@allmende/api/client'
import { useWords } from '../../state/i18n.ts'
import { Cell } from './cell.tsx'

/** Of every line; what else a line says stands behind these. */
const FIRST = ['name', 'quantity', 'unit'] as const
type First = (typeof FIRST)[number]

type Editing = {
  readonly shown: DraftShown
  readonly mayEdit: boolean
  readonly onEdit: (edit: DraftBesideEdit) => void
}

/** The parts list as a table to edit. */
export function Lines({ shown, mayEdit, onEdit }: Editing) {
  const { t } = useWords()
  return (
    <>
      {shown.lines.length === 0 ? (
        <p className="soft">{t('drafting.noLines')}</p>
      ) : (
        <div className="scroll-x">
          <Table shown={shown} mayEdit={mayEdit} onEdit={onEdit} />
        </div>
      )}
      {mayEdit && (
        <button
          type="button"
          className="button"
          onClick={() => onEdit({ addLine: { name: t('drafting.newLine') } })}
        >
          {t('drafting.addLine')}
        </button>
      )}
    </>
  )
}

function Table({ shown, mayEdit, onEdit }: Editing) {
  const { t } = useWords()
  const others = [...new Set(shown.lines.flatMap(({ fields }) => Object.keys(fields)))].filter(
    (name) => !FIRST.includes(name as First),
  )
  return (
    <table className="lines">
      <thead>
        <tr>
          {FIRST.map((name) => (
            <th key={name}>{t(`drafting.column.${name}`)}</th>
          ))}
          {others.map((name) => (
            <th key={name}>{name}</th>
          ))}
          {mayEdit && <th>{t('drafting.change')}</th>}
        </tr>
      </thead>
      <tbody>
        {shown.lines.map((line, index) => (
          <tr key={line.id}>
            {[...FIRST, ...others].map((name) => (
              <td key={name} className={name === 'name' ? 'wide' : ''}>
                <Cell
                  label={`${name} (${line.number})`}
                  value={String(line.fields[name] ?? '')}
                  disabled={!mayEdit}
                  onWrite={(now) => onEdit({ line: line.id, set: { [name]: now === '' ? null : now } })}
                />
              </td>
            ))}
            {mayEdit && (
              <td>
                <Moves lines={shown.lines} index={index} onEdit={onEdit} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Moves({
  lines,
  index,
  onEdit,
}: {
  readonly lines: readonly DraftLineInfo[]
  readonly index: number
  readonly onEdit: (edit: DraftBesideEdit) => void
}) {
  const { t } = useWords()
  const line = lines[index]
  if (!line) return null
  const name = String(line.fields['name'] ?? line.number)
  return (
    <div className="row moves">
      <button
        type="button"
        className="button button-small"
        aria-label={t('drafting.up', { name })}
        disabled={index === 0}
        onClick={() => onEdit({ moveLine: line.id, after: lines[index - 2]?.id ?? null })}
      >
        ↑
      </button>
      <button
        type="button"
        className="button button-small"
        aria-label={t('drafting.down', { name })}
        disabled={index === lines.length - 1}
        onClick={() => onEdit({ moveLine: line.id, after: lines[index + 1]?.id ?? null })}
      >
        ↓
      </button>
      <button
        type="button"
        className="button button-small"
        aria-label={`${t('drafting.takeOut')}: ${name}`}
        onClick={() => onEdit({ dropLine: line.id })}
      >
        ✕
      </button>
    </div>
  )
}
