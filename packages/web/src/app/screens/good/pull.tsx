import { useState } from 'react'
import type { MergeReport, Progress as Report, PullResult, ThingInfo } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Progress } from '../../parts/progress.tsx'
import { useAct, useAsk } from '../../state/client.tsx'
import { fieldWords } from '../../state/field-words.ts'
import { useWords } from '../../state/i18n.ts'

/** Files named one by one; of the rest it is said how many. */
const SHOWN = 20

/** Brings into a fork what its original became since: first shown, then taken in. */
export function Pull({ thing, onDone }: { readonly thing: ThingInfo; readonly onDone: () => void }) {
  const { t } = useWords()
  const [progress, setProgress] = useState<Report | null>(null)
  const news = useAsk(['thing', 'pull', thing.id], (client, signal) =>
    client.pull({ fork: thing.id, dryRun: true }, { signal }),
  )
  // Here, not in the form: taking it in changes the fork, so that it is asked anew while this is still on its way.
  const pull = useAct<PullResult, PullResult>((client, { from }) =>
    client.pull({ fork: thing.id, version: from.version }, { onProgress: setProgress }),
  )
  // What was found when the dialog was open last may hold no longer.
  const now = news.isFetching ? { data: undefined, error: null } : news
  const shown = pull.isPending ? { data: pull.variables, error: null } : now
  return (
    <>
      <Answer of={shown}>
        {(found) => (
          <News
            found={found}
            busy={pull.isPending}
            onTake={() => pull.mutate(found, { onSuccess: onDone })}
          />
        )}
      </Answer>
      {pull.isPending && <Progress report={progress} label={t('common.working')} />}
      {pull.error && <Problem error={pull.error} again={false} />}
    </>
  )
}

function News({
  found,
  busy,
  onTake,
}: {
  readonly found: PullResult
  readonly busy: boolean
  readonly onTake: () => void
}) {
  const { t } = useWords()
  const original = found.from.title
  if (found.upToDate)
    return (
      <p className="notice notice-good" role="status">
        {t('pull.upToDate', { original })}
      </p>
    )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        onTake()
      }}
    >
      <p>{t('pull.why', { original })}</p>
      <Changes report={found.report} />
      {found.report.conflicts > 0 && (
        <p className="notice notice-care">{t('pull.conflicts', { count: found.report.conflicts })}</p>
      )}
      <button type="submit" className="button button-main" disabled={busy}>
        {t('pull.button')}
      </button>
    </form>
  )
}

function Changes({ report: { files, parts, fields } }: { readonly report: MergeReport }) {
  const { t } = useWords()
  const left = files.length - SHOWN
  const taken = fields.taken.filter((field) => field !== 'parts')
  return (
    <ul className="plain">
      {files.slice(0, SHOWN).map(({ path, what }) => (
        <li key={path}>
          <code>{path}</code> <span className="soft">{t(`pull.${what}`)}</span>
        </li>
      ))}
      {left > 0 && <li className="soft">{t('pull.more', { count: left })}</li>}
      {parts.changed > 0 && <li>{t('pull.parts', { count: parts.changed })}</li>}
      {parts.conflicts.map((name) => (
        <li key={`part ${name}`}>{t('pull.part', { name })}</li>
      ))}
      {taken.map((field) => (
        <li key={`field ${field}`}>
          {fieldWords(field, t)} <span className="soft">{t('pull.taken')}</span>
        </li>
      ))}
      {fields.conflicts.map((field) => (
        <li key={`field ${field}`}>
          {fieldWords(field, t)} <span className="soft">{t('pull.field')}</span>
        </li>
      ))}
    </ul>
  )
}
