import { useState } from 'react'
import {
  type BesideDiff,
  type DraftChange,
  type DraftMoment,
  type DraftScalar,
  everyPage,
} from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { AskFirst } from '../../parts/ask-first.tsx'
import { Empty } from '../../parts/empty.tsx'
import { useAct, useAsk } from '../../state/client.tsx'
import { shortName } from '../../state/format.ts'
import { fieldWords } from '../../state/field-words.ts'
import { useWords } from '../../state/i18n.ts'
import { type Step, stepsOf } from './steps.ts'

/** A draft as it was at any point: a slider over who wrote one after the other. */
export function History({ draft, mayEdit }: { readonly draft: string; readonly mayEdit: boolean }) {
  const { t } = useWords()
  const history = useAsk<readonly DraftChange[]>(['thing', draft, 'history'], (client) =>
    everyPage(
      (page) => client.draftHistory(draft, page),
      ({ changes }) => changes,
    ),
  )
  return (
    <Answer of={history}>
      {(changes) =>
        changes.length === 0 ? (
          <Empty title={t('drafting.nothingYet')} />
        ) : (
          <Slider draft={draft} steps={stepsOf(changes)} mayEdit={mayEdit} />
        )
      }
    </Answer>
  )
}

function Slider({
  draft,
  steps,
  mayEdit,
}: {
  readonly draft: string
  readonly steps: readonly Step[]
  readonly mayEdit: boolean
}) {
  const { t, moment } = useWords()
  // By its change: steps of others may come before it while it is looked at.
  const [chosen, setChosen] = useState<string | null>(null)
  const found = steps.findIndex(({ last }) => last.change === chosen)
  const at = found < 0 ? steps.length - 1 : found
  const step = steps[at]
  const go = (to: number): void => setChosen(steps[to]?.last.change ?? null)
  const then = useAsk<DraftMoment>(
    ['thing', draft, 'moment', step?.last.change ?? '', step?.since ?? ''],
    (client) => client.draftAt({ draft, change: step?.last.change ?? '', since: step?.since ?? 'beginning' }),
    { keep: true },
  )
  if (!step) return null
  const { author, authorName, guest } = step.last
  const said = t('drafting.stepSaid', {
    name: guest ?? shortName(authorName, author),
    time: moment(step.last.at),
  })
  return (
    <div className="stack">
      <div className="slider">
        <button type="button" className="button" disabled={at === 0} onClick={() => go(at - 1)}>
          {t('drafting.before')}
        </button>
        <input
          type="range"
          aria-label={t('drafting.when')}
          aria-valuetext={said}
          min={1}
          max={steps.length}
          value={at + 1}
          onChange={({ target }) => go(Number(target.value) - 1)}
        />
        <button
          type="button"
          className="button"
          disabled={at === steps.length - 1}
          onClick={() => go(at + 1)}
        >
          {t('drafting.after')}
        </button>
      </div>
      <p>
        <strong>{said}</strong>{' '}
        <span className="soft">{t('drafting.stepOf', { number: at + 1, of: steps.length })}</span>
      </p>
      <Answer of={then}>{(shown) => <Then shown={shown} />}</Answer>
      {mayEdit && at < steps.length - 1 && <Restore draft={draft} change={step.last.change} />}
    </div>
  )
}

/** The text with what came and went, in words above it. */
function Then({ shown }: { readonly shown: DraftMoment }) {
  const { t, language } = useWords()
  const count = (wanted: 'added' | 'removed') =>
    shown.passages
      .filter(({ what }) => what === wanted)
      .reduce((sum, { text }) => sum + Array.from(text).length, 0)
  const [came, went] = [count('added'), count('removed')]
  const words = [
    came > 0 && t('drafting.came', { count: came }),
    went > 0 && t('drafting.went', { count: went }),
  ].filter((one) => typeof one === 'string')
  return (
    <>
      <p role="status">
        {words.length > 0 ? new Intl.ListFormat(language).format(words) : t('drafting.textSame')}
      </p>
      {shown.beside && <BesideChanges beside={shown.beside} />}
      <div className="text-then pre">
        {shown.passages.map(({ what, text }, index) => {
          const Tag = ({ same: 'span', added: 'ins', removed: 'del' } as const)[what]
          return <Tag key={index}>{text}</Tag>
        })}
      </div>
      <Held shown={shown} />
    </>
  )
}

function BesideChanges({ beside }: { readonly beside: BesideDiff }) {
  const { t } = useWords()
  return (
    <ul>
      {beside.fields.map(({ name, before, after }) => (
        <li key={`field ${name}`}>
          {t('drafting.fieldWas', {
            name: fieldWords(name, t),
            before: valueIn(before),
            after: valueIn(after),
          })}
        </li>
      ))}
      {beside.lines.map(({ what, name }, index) => (
        <li key={`line ${index}`}>{t(`drafting.linewas.${what}`, { name })}</li>
      ))}
      {beside.files.map(({ what, path }) => (
        <li key={`file ${path}`}>{t(`drafting.filewas.${what}`, { path })}</li>
      ))}
    </ul>
  )
}

function valueIn(value: DraftScalar): string {
  return value === null || value === '' ? '–' : String(value)
}

/** What stood beside the text then. */
function Held({ shown }: { readonly shown: DraftMoment }) {
  const { t } = useWords()
  const fields = Object.entries(shown.fields)
  if (fields.length + shown.lines.length + shown.files.length === 0) return null
  return (
    <details>
      <summary>{t('drafting.besideThen')}</summary>
      <ul>
        {fields.map(([name, value]) => (
          <li key={name}>
            {fieldWords(name, t)}: {valueIn(value)}
          </li>
        ))}
        {shown.lines.map(({ id, number, fields: line }) => (
          <li key={id}>
            {number}. {Object.values(line).map(valueIn).join(' · ')}
          </li>
        ))}
        {shown.files.map(({ path }) => (
          <li key={path}>{path}</li>
        ))}
      </ul>
    </details>
  )
}

function Restore({ draft, change }: { readonly draft: string; readonly change: string }) {
  const { t } = useWords()
  const restore = useAct<null, unknown>((client) => client.restoreDraft({ draft, change }))
  return (
    <AskFirst button={t('drafting.restore')} title={t('drafting.restore')} deed={restore} gentle>
      <p>{t('drafting.restoreWhy')}</p>
    </AskFirst>
  )
}
