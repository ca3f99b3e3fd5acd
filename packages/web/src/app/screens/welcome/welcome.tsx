import { Link, useLocation } from 'wouter'
import { useState } from 'react'
import { Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useStatus } from '../../state/ask.ts'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { JoinCommons } from './join-commons.tsx'
import { MakeCommons } from './make-commons.tsx'
import { Restore } from './restore.tsx'

type Way = 'make' | 'join' | 'restore'

/** The first screen of somebody who has nothing yet: a name, and the ways to first content. */
export function Welcome() {
  const { t } = useWords()
  const [way, setWay] = useState<Way | null>(null)
  const { data: status } = useStatus()
  const known = status?.name ?? null
  const [name, setName] = useState('')
  const wanted = known === null ? name.trim() : ''
  return (
    <Page title={t('welcome.title')} lead={t('welcome.lead')}>
      {known === null && (
        <div className="card stack welcome-name">
          <TextField
            label={t('welcome.name')}
            help={t('welcome.nameHelp')}
            autoComplete="name"
            maxLength={100}
            value={name}
            onType={setName}
          />
        </div>
      )}
      <div className="ways">
        <LookAround name={wanted} />
        {(['make', 'join', 'restore'] as const).map((one) => (
          <section key={one} className={`card way ${way === one ? 'is-open' : ''}`}>
            <h2>{t(`welcome.${one}`)}</h2>
            <p className="soft">{t(`welcome.${one}Why`)}</p>
            {way === one ? (
              <WayForm way={one} name={wanted} />
            ) : (
              <button type="button" className="button" onClick={() => setWay(one)}>
                {t(`welcome.${one}Button`)}
              </button>
            )}
          </section>
        ))}
      </div>
      <p className="soft">
        {t('welcome.later')} <Link href="/node">{t('nav.node')}</Link>
      </p>
    </Page>
  )
}

function WayForm({ way, name }: { readonly way: Way; readonly name: string }) {
  if (way === 'make') return <MakeCommons name={name} />
  return way === 'join' ? <JoinCommons name={name} /> : <Restore />
}

function LookAround({ name }: { readonly name: string }) {
  const { t } = useWords()
  const [, go] = useLocation()
  const starter = useAct<null, { id: string }>(async (client) => {
    const made = await client.createStarter()
    if (name === '') return made
    await client.profile({ name })
    return made
  })
  return (
    <section className="card way">
      <h2>{t('welcome.look')}</h2>
      <p className="soft">{t('welcome.lookWhy')}</p>
      <button
        type="button"
        className="button button-main"
        disabled={starter.isPending}
        onClick={() => starter.mutate(null, { onSuccess: ({ id }) => go(`/commons/${id}`) })}
      >
        {starter.isPending ? t('common.working') : t('welcome.lookButton')}
      </button>
      {starter.error && <Problem error={starter.error} again={false} />}
    </section>
  )
}
