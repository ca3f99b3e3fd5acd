import { useState } from 'react'
import type { KeptInfo, MirrorsInfo, TakenBack } from '@allmende/api/client'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { ScanCode } from '../welcome/scan-code.tsx'
import { useHowFar } from './mirrors.tsx'

const GIGABYTE = 1_000_000_000

/** What this computer keeps for others without being able to read it. */
export function KeptHere({
  keeps,
  takenBack,
  onChange,
}: Pick<MirrorsInfo, 'keeps' | 'takenBack'> & { readonly onChange: () => void }) {
  const { t, bytes, moment } = useWords()
  return (
    <>
      <h3>{t('mirrors.here')}</h3>
      {keeps.length === 0 ? (
        <Empty title={t('mirrors.hereNone')} />
      ) : (
        <ul className="plain">
          {keeps.map((one) => (
            <Kept key={one.id} kept={one} onChange={onChange} />
          ))}
        </ul>
      )}
      {takenBack.map((one) => (
        <p key={`${one.id} ${one.at}`} className="soft">
          {t('mirrors.back', { name: one.name, bytes: bytes(one.bytes), moment: moment(one.at) })}
        </p>
      ))}
      <Keep onChange={onChange} />
    </>
  )
}

function Kept({ kept, onChange }: { readonly kept: KeptInfo; readonly onChange: () => void }) {
  const { t } = useWords()
  const howFar = useHowFar()
  const [asking, setAsking] = useState(false)
  const drop = useAct<null, TakenBack>((client) => client.dropMirror({ commons: kept.id }))
  return (
    <li className="line">
      <div>
        <strong>{kept.name}</strong>
        <p className="soft">{howFar(kept)}</p>
      </div>
      <button
        type="button"
        className="button button-small"
        aria-label={`${t('mirrors.drop')}: ${kept.name}`}
        onClick={() => setAsking(true)}
      >
        {t('mirrors.drop')}
      </button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('mirrors.dropTitle', { name: kept.name })}
      >
        <p>{t('mirrors.dropWhy')}</p>
        <div className="row">
          <button
            type="button"
            className="button button-bad"
            disabled={drop.isPending}
            onClick={() =>
              drop.mutate(null, {
                onSuccess: () => {
                  setAsking(false)
                  onChange()
                },
              })
            }
          >
            {t('mirrors.drop')}
          </button>
          <button type="button" className="button" onClick={() => setAsking(false)}>
            {t('common.cancel')}
          </button>
        </div>
        {drop.error && <Problem error={drop.error} again={false} />}
      </Dialog>
    </li>
  )
}

function Keep({ onChange }: { readonly onChange: () => void }) {
  const { t } = useWords()
  const [link, setLink] = useState('')
  const [quota, setQuota] = useState('')
  const keep = useAct<{ link: string; quota?: number }, KeptInfo>((client, request) =>
    client.keepMirror(request),
  )
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        const most = Number(quota)
        keep.mutate(
          { link: link.trim(), ...(most > 0 && { quota: Math.round(most * GIGABYTE) }) },
          {
            onSuccess: () => {
              setLink('')
              onChange()
            },
          },
        )
      }}
    >
      <h3>{t('mirrors.keep')}</h3>
      <p className="soft">{t('mirrors.keepWhy')}</p>
      <Field label={t('mirrors.link')}>
        {(ids) => (
          <input
            {...ids}
            required
            autoComplete="off"
            spellCheck={false}
            placeholder="allmende:…"
            value={link}
            onChange={({ target }) => setLink(target.value)}
          />
        )}
      </Field>
      <ScanCode onText={setLink} />
      <Field label={t('mirrors.quota')} help={t('mirrors.quotaHelp')}>
        {(ids) => (
          <input
            {...ids}
            type="number"
            min="0.1"
            step="0.1"
            value={quota}
            onChange={({ target }) => setQuota(target.value)}
          />
        )}
      </Field>
      <button type="submit" className="button" disabled={keep.isPending}>
        {t('mirrors.keepButton')}
      </button>
      {keep.error && <Problem error={keep.error} again={false} />}
    </form>
  )
}
