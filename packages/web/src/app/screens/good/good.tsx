import { Tabs } from '@base-ui/react/tabs'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { ThingInfo } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Markdown } from '../../parts/markdown.tsx'
import { Page } from '../../parts/page.tsx'
import { PersonName } from '../../parts/people-names.tsx'
import { Picture } from '../../parts/picture.tsx'
import { isPicture } from '../../parts/picture-kinds.ts'
import { useThing } from '../../state/ask.ts'
import { roleWords } from '../../state/field-words.ts'
import { useWords } from '../../state/i18n.ts'
import { licenceNames, licenceWords } from '../../state/licence-words.ts'
import { missingWords } from '../../state/missing-words.ts'
import { typeName } from '../goods/good-card.tsx'
import { filters, NO_FILTERS } from '../goods/filters.ts'
import { Builds } from './builds.tsx'
import { GoodActions } from './good-actions.tsx'
import { Files } from './files.tsx'
import { FirstModel } from './first-model.tsx'
import { Lineage } from './lineage.tsx'
import { PartsTable } from './parts-table.tsx'
import { Retracted } from './retract.tsx'
import { Talk } from './talk.tsx'
import { Versions } from './versions.tsx'
import { holdersSentence } from './holders.ts'

/** Everything that is known of a good. */
export function Good({ id }: { readonly id: string }) {
  const { t } = useWords()
  return (
    <Answer of={useThing(decodeURIComponent(id))} screen={t('nav.goods')}>
      {(thing) => <One thing={thing} />}
    </Answer>
  )
}

function One({ thing }: { readonly thing: ThingInfo }) {
  const { t, language } = useWords()
  const newest = thing.versions.at(-1)
  return (
    <Page
      title={thing.title}
      lead={
        <>
          {[thing.type && typeName(t, thing.type), t('good.by')].filter(Boolean).join(' · ')}{' '}
          <PersonName name={thing.authorName} id={thing.author} /> ·{' '}
          <Link href={`/commons/${thing.commons}`}>{thing.commonsName}</Link>
        </>
      }
      actions={<GoodActions thing={thing} />}
    >
      {thing.retraction && <Retracted retraction={thing.retraction} />}
      {thing.diverged && <p className="notice notice-care">{t('good.diverged')}</p>}
      <div className="facts">
        {thing.licence !== null && (
          <p>
            <strong>{licenceNames(thing, language)}</strong>{' '}
            {thing.licenceTerms && (
              <span className="soft">{licenceWords(thing.licenceTerms, thing.type, t)}</span>
            )}
          </p>
        )}
        {newest && <p>{holdersSentence(t, newest)}</p>}
        <Tags tags={thing.tags} />
      </div>
      <GoodTabs thing={thing} />
    </Page>
  )
}

function Tags({ tags }: { readonly tags: readonly string[] }) {
  if (tags.length === 0) return null
  return (
    <p className="badges">
      {tags.map((tag) => (
        <Link key={tag} href="/goods" className="badge" onClick={() => filters.set({ ...NO_FILTERS, tag })}>
          {tag}
        </Link>
      ))}
    </p>
  )
}

function GoodTabs({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const [tab, setTab] = useState('about')
  const tabs = useMemo(
    () => [
      { name: 'about', label: t('good.about'), show: () => <About thing={thing} /> },
      {
        name: 'files',
        label: counted(t('good.files'), thing.files?.length),
        show: () => <Files thing={thing} />,
      },
      ...(thing.parts
        ? [
            {
              name: 'parts',
              label: counted(t('good.parts'), thing.parts.lines.length),
              show: () => <PartsTable thing={thing} />,
            },
          ]
        : []),
      {
        name: 'versions',
        label: counted(t('good.versions'), thing.versions.length),
        show: () => <Versions thing={thing} />,
      },
      {
        name: 'builds',
        label: counted(t('good.builds'), thing.builds.length),
        show: () => <Builds thing={thing} />,
      },
      {
        name: 'talk',
        label: counted(t('good.talk'), thing.comments.length + thing.suggestions.length),
        show: () => <Talk thing={thing} />,
      },
      { name: 'lineage', label: t('good.lineage'), show: () => <Lineage thing={thing} /> },
    ],
    [t, thing],
  )
  return (
    <Tabs.Root value={tab} onValueChange={(value) => setTab(String(value))}>
      <Tabs.List className="tabs">
        {tabs.map(({ name, label }) => (
          <Tabs.Tab key={name} value={name} className="tab">
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ name, show }) => (
        <Tabs.Panel key={name} value={name} className="panel">
          {show()}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}

function counted(label: string, count: number | undefined): string {
  return count === undefined || count === 0 ? label : `${label} (${count})`
}

const PICTURES = 6
const WIDTH = 720

function About({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const pictures = (thing.files ?? []).filter(({ path }) => isPicture(path)).slice(0, PICTURES)
  return (
    <div className="about">
      {pictures.length > 0 && (
        <div className="pictures">
          {pictures.map(({ path }) => (
            <figure key={path}>
              <Picture of={{ thing: thing.id, path }} alt={path} width={WIDTH} />
              <figcaption className="soft">{path}</figcaption>
            </figure>
          ))}
        </div>
      )}
      <FirstModel thing={thing} />
      {thing.description ? <Markdown text={thing.description} /> : <p className="soft">{t('good.noText')}</p>}
      {thing.contributors.length > 0 && (
        <>
          <h2>{t('good.contributors')}</h2>
          <ul className="people">
            {thing.contributors.map(({ name, person, roles }) => (
              <li key={`${name}${person}`}>
                <span className="person">{name}</span>{' '}
                <span className="soft">{roles.map((role) => roleWords(role, t)).join(', ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {thing.completeness && thing.completeness.missing.length > 0 && (
        <>
          <h2>{t('good.missing', { percent: thing.completeness.percent })}</h2>
          <ul>
            {thing.completeness.missing.map(({ field, why }) => (
              <li key={field}>{missingWords(field, why, t)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
