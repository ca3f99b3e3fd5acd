import { useState } from 'react'
import type { DraftBesideEdit, DraftConflict, DraftShown } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct, useAsk } from '../../state/client.tsx'
import { fieldWords, lineFieldWords } from '../../state/field-words.ts'
import { useWords } from '../../state/i18n.ts'
import { Cell } from './cell.tsx'
import { Lines } from './lines.tsx'

type Editing = {
  readonly shown: DraftShown
  readonly mayEdit: boolean
  readonly onEdit: (edit: DraftBesideEdit) => void
}

/** What makes a design of a text: fields, a parts list, files. */
export function Beside({ draft, mayEdit }: { readonly draft: string; readonly mayEdit: boolean }) {
  const { t } = useWords()
  const shown = useAsk<DraftShown>(['thing', draft, 'beside'], (client) => client.showDraft(draft))
  const edit = useAct<DraftBesideEdit, unknown>((client, one) => client.editBeside({ draft, edits: [one] }))
  const onEdit = (one: DraftBesideEdit): void => edit.mutate(one, { onSettled: () => void shown.refetch() })
  return (
    <Answer of={shown}>
      {(now) => (
        <div className="stack">
          {edit.error && <Problem error={edit.error} again={false} />}
          {now.conflicts.map((conflict) => (
            <Conflict
              key={`${conflict.what} ${conflict.line} ${conflict.name}`}
              conflict={conflict}
              mayEdit={mayEdit}
              onEdit={onEdit}
            />
          ))}
          <h2>{t('drafting.fieldsTitle')}</h2>
          <Fields shown={now} mayEdit={mayEdit} onEdit={onEdit} />
          <h2>{t('drafting.linesTitle')}</h2>
          <Lines shown={now} mayEdit={mayEdit} onEdit={onEdit} />
          <h2>{t('drafting.filesTitle')}</h2>
          <Files shown={now} mayEdit={mayEdit} onEdit={onEdit} onDone={() => void shown.refetch()} />
        </div>
      )}
    </Answer>
  )
}

/** Two set it apart: one of them is taken by setting it anew. */
function Conflict({
  conflict,
  mayEdit,
  onEdit,
}: Omit<Editing, 'shown'> & { readonly conflict: DraftConflict }) {
  const { t } = useWords()
  const { what, name, line, values } = conflict
  const settle = (value: DraftConflict['values'][number]): void =>
    onEdit(
      what === 'line' ? { line: String(line ?? ''), set: { [name]: value } } : { set: { [name]: value } },
    )
  return (
    <div className="notice notice-care">
      <p>
        {t('drafting.conflict', {
          name: line === undefined ? fieldWords(name, t) : `${lineFieldWords(name, t)} (${line})`,
        })}
      </p>
      <div className="row">
        {values.map((value, index) => (
          <button
            key={index}
            type="button"
            className="button button-small"
            disabled={!mayEdit || what === 'file'}
            onClick={() => settle(value)}
          >
            {value === null ? '–' : String(value)}
          </button>
        ))}
      </div>
    </div>
  )
}

/** What is mostly said of a good; all else can be named too. */
const KNOWN = [
  'title',
  'type',
  'licence',
  'description',
  'tags',
  'language',
  'version',
  'filename',
  'design.function',
  'design.material',
  'design.tools',
  'design.mass',
  'design.safety',
] as const

function Fields({ shown, mayEdit, onEdit }: Editing) {
  const { t } = useWords()
  const [name, setName] = useState('')
  const fields = Object.entries(shown.fields)
  const free = KNOWN.filter((one) => !(one in shown.fields))
  return (
    <>
      {fields.length === 0 && <p className="soft">{t('drafting.noFields')}</p>}
      {fields.map(([field, value]) => (
        <Field key={field} label={fieldWords(field, t)}>
          {(ids) => (
            <Cell
              id={ids.id}
              value={value === null ? '' : String(value)}
              disabled={!mayEdit}
              onWrite={(now) => onEdit({ set: { [field]: now === '' ? null : now } })}
            />
          )}
        </Field>
      ))}
      {mayEdit && free.length > 0 && (
        <Field label={t('drafting.addField')}>
          {(ids) => (
            <select {...ids} value={name} onChange={({ target }) => setName(target.value)}>
              <option value="">{t('keepers.choose')}</option>
              {free.map((one) => (
                <option key={one} value={one}>
                  {fieldWords(one, t)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {name !== '' && !(name in shown.fields) && (
        <Field label={fieldWords(name, t)} help={t('drafting.fieldHelp')}>
          {(ids) => (
            <Cell
              id={ids.id}
              value=""
              onWrite={(now) => {
                onEdit({ set: { [name]: now } })
                setName('')
              }}
            />
          )}
        </Field>
      )}
    </>
  )
}

function Files({ shown, mayEdit, onEdit, onDone }: Editing & { readonly onDone: () => void }) {
  const { t, bytes } = useWords()
  const [path, setPath] = useState('')
  const attach = useAct<string, unknown>((client, file) =>
    client.attachFiles({ draft: shown.id, paths: [file] }),
  )
  return (
    <>
      {shown.files.length === 0 && <Empty title={t('drafting.noFiles')}>{t('drafting.noFilesWhy')}</Empty>}
      <ul className="plain">
        {shown.files.map((file) => (
          <li key={file.path} className="line">
            <div>
              {file.path}{' '}
              <span className="soft">
                {file.bytes === null ? t('drafting.fileUnread') : bytes(file.bytes)}
                {file.bytes !== null && !file.here && ` · ${t('drafting.fileElsewhere')}`}
              </span>
            </div>
            {mayEdit && (
              <button
                type="button"
                className="button button-small"
                aria-label={`${t('drafting.takeOut')}: ${file.path}`}
                onClick={() => onEdit({ detach: file.path })}
              >
                {t('drafting.takeOut')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            attach.mutate(path.trim(), {
              onSuccess: () => {
                setPath('')
                onDone()
              },
            })
          }}
        >
          <Field label={t('drafting.attachPath')} help={t('copy.folderHelp')}>
            {(ids) => (
              <input {...ids} required value={path} onChange={({ target }) => setPath(target.value)} />
            )}
          </Field>
          <button type="submit" className="button" disabled={attach.isPending || path.trim() === ''}>
            {t('drafting.attach')}
          </button>
          {attach.error && <Problem error={attach.error} again={false} />}
        </form>
      )}
    </>
  )
}
