import { useState } from 'react'
import { useLocation } from 'wouter'
import type { DraftCredits, ShareResult } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { PersonName } from '../../parts/people-names.tsx'
import { Problem } from '../../parts/problem.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useAct, useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

/** Makes a draft a version of a good; who would be credited is shown before. */
export function Publish({ draft }: { readonly draft: string }) {
  const credits = useAsk<DraftCredits>(['thing', draft, 'credits'], (client) =>
    client.draftCredits({ draft }),
  )
  return <Answer of={credits}>{(before) => <Form before={before} />}</Answer>
}

function Form({ before }: { readonly before: DraftCredits }) {
  const { t } = useWords()
  const [, go] = useLocation()
  const [licence, setLicence] = useState(before.licence ?? 'CC-BY-SA-4.0')
  const [version, setVersion] = useState('')
  const publish = useAct<null, ShareResult>((client) =>
    client.publishDraft({
      draft: before.id,
      licence: licence.trim(),
      ...(version.trim() !== '' && { version: version.trim() }),
    }),
  )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        publish.mutate(null, { onSuccess: ({ id }) => go(`/goods/${encodeURIComponent(id)}`) })
      }}
    >
      <p>
        {before.good === null
          ? t('drafting.becomesNew', { title: before.title })
          : t('drafting.becomesNext', { title: before.good.title, number: before.good.versions + 1 })}
      </p>
      <p className="soft">{t('draft.publishWhy')}</p>
      <Credits before={before} />
      <TextField
        label={t('share.licence')}
        help={t('share.otherLicenceWhy')}
        required
        value={licence}
        onType={setLicence}
      />
      <TextField
        label={t('drafting.versionLabel')}
        help={t('drafting.versionHelp')}
        maxLength={200}
        value={version}
        onType={setVersion}
      />
      <button type="submit" className="button button-main" disabled={publish.isPending}>
        {publish.isPending ? t('common.working') : t('draft.publish')}
      </button>
      {publish.error && <Problem error={publish.error} again={false} />}
    </form>
  )
}

function Credits({ before }: { readonly before: DraftCredits }) {
  const { t } = useWords()
  return (
    <section>
      <h3>{t('drafting.credits')}</h3>
      {before.credits.length === 0 ? (
        <p className="soft">{t('drafting.creditsNone')}</p>
      ) : (
        <ul className="plain">
          {before.credits.map(({ name, person, roles, anew }) => (
            <li key={`${name} ${person}`} className="line">
              <div>
                <PersonName name={name} id={person ?? name} />{' '}
                <span className="soft">{roles.map((role) => roleName(role, t)).join(', ')}</span>
              </div>
              {anew && <span className="badge badge-good">{t('drafting.anew')}</span>}
            </li>
          ))}
        </ul>
      )}
      <p className="soft">{t('drafting.creditsWhy')}</p>
    </section>
  )
}

function roleName(role: string, t: ReturnType<typeof useWords>['t']): string {
  return role === 'author' || role === 'contributor' ? t(`drafting.role.${role}`) : role
}
