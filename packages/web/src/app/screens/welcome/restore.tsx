import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { RestoreResult } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { LongAction } from '../../parts/long-action.tsx'
import { useClient } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { type LongAct, useLongAct } from '../../state/long-act.ts'
import { saidOf } from '../../state/problem.ts'
import { plainWords } from '../people/words-field.tsx'
import { brought } from '../share/brought.ts'
import { chosenFile } from '../share/chosen.ts'
import { ChooseBackup } from './choose-backup.tsx'

const WAIT_MS = 60_000
const WORDS = 24

/** Makes this computer a further device of the person whose 24 words are typed; out of a backup too, if there is one. */
export function Restore() {
  const { t } = useWords()
  const [words, setWords] = useState('')
  const [code, setCode] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const restore = useRestore(file, code.trim())
  const { data, isPending } = restore.of
  const count = words.trim() === '' ? 0 : words.trim().split(/\s+/).length
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        restore.start(plainWords(words), () => setWords(''))
      }}
    >
      <Field label={t('restore.words')} help={t('restore.count', { count })}>
        {(ids) => (
          <textarea
            {...ids}
            rows={4}
            required
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
        )}
      </Field>
      {!file && (
        <TextField
          label={t('byCode.label')}
          help={t('byCode.help')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={code}
          onType={setCode}
        />
      )}
      <ChooseBackup file={file} busy={isPending} onChoose={setFile} />
      <LongAction
        action={restore}
        button={t('restore.button')}
        working={t(file ? 'restore.fromFile' : code.trim() === '' ? 'restore.looking' : 'byCode.looking')}
        disabled={count !== WORDS}
      />
      {data && <Restored result={data} />}
    </form>
  )
}

/**
 * A backup whose words were mistyped lies with the node until the form is left or another file is chosen: it may be large, and the words are
 * typed again in a minute.
 */
function useRestore(file: File | null, code: string): LongAct<string, RestoreResult> {
  const client = useClient()
  const kept = useRef<string | null>(null)
  useEffect(
    () => () => {
      const upload = kept.current
      kept.current = null
      if (upload !== null) void client.cancelUpload({ upload }).catch(() => undefined)
    },
    [client, file],
  )
  return useLongAct((node, words, way) => {
    if (!file) return node.restore({ words, waitMs: WAIT_MS, ...(code !== '' && { code }) }, way)
    const use = async (upload: string): Promise<RestoreResult> => {
      kept.current = upload
      const result = await node.restoreUpload({ upload, words }, way)
      kept.current = null
      return result
    }
    return brought(node, chosenFile(file), way, use, mayBeTheWords)
  })
}

function mayBeTheWords(error: unknown): boolean {
  return ['IDENTITY_WORDS', 'IDENTITY_OTHER', 'BACKUP_DAMAGED'].includes(saidOf(error).code)
}

function Restored({ result: { found, commons, files, missing } }: { readonly result: RestoreResult }) {
  const { t } = useWords()
  const away = missing.reduce((sum, { records }) => sum + records, 0)
  const [, go] = useLocation()
  return (
    <div className="notice" role="status">
      <p>{found ? t('restore.found', { count: commons.length }) : t('restore.notYet')}</p>
      {commons.length > 0 && (
        <ul>
          {commons.map(({ id, name, goods }) => (
            <li key={id}>
              {name}: {t('commons.goods', { count: goods })}
            </li>
          ))}
        </ul>
      )}
      {away > 0 && <p>{t('restore.recordsAway', { count: away })}</p>}
      {files.length > 0 && <p>{t('restore.filesAway', { count: files.length })}</p>}
      <button type="button" className="button" onClick={() => go('/commons')}>
        {t('nav.commons')}
      </button>
    </div>
  )
}
