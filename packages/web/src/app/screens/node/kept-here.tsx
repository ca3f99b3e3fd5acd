import { useState } from 'react'
import type { KeptInfo, MirrorsInfo, TakenBack } from '@allmende/api/client'
import { AskFirst } from '../../parts/ask-first.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { LinkField } from '../../parts/link-field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
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
  const drop = useAct<null, TakenBack>((client) => client.dropMirror({ commons: kept.id }))
  return (
    <li className="line">
      <div>
        <strong>{kept.name}</strong>
        <p className="soft">{howFar(kept)}</p>
      </div>
      <AskFirst
        button={t('mirrors.drop')}
        about={kept.name}
        title={t('mirrors.dropTitle', { name: kept.name })}
        deed={drop}
        onDone={onChange}
      >
        <p>{t('mirrors.dropWhy')}</p>
      </AskFirst>
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
      <LinkField label={t('mirrors.link')} value={link} onText={setLink} />
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
