import { useState } from 'react'
import type { CheckResult, NodeStatus, Progress as Report } from '@allmende/api/client'
import { Section } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Progress } from '../../parts/progress.tsx'
import { useAct } from '../../state/client.tsx'
import { happenedWords, wrongWords } from '../../state/happened-words.ts'
import { useWords } from '../../state/i18n.ts'

/** The logs of this node: what happened to them, and whether all that lies here is whole. */
export function Logs({ status }: { readonly status: NodeStatus }) {
  const words = useWords()
  const { t, moment, number } = words
  const [report, setReport] = useState<Report | null>(null)
  const check = useAct<boolean, CheckResult>((client, rebuild) =>
    client.check({ rebuild }, { onProgress: setReport }),
  )
  const logs = status.commons.reduce((sum, one) => sum + one.logs, 0)
  return (
    <Section title={t('here.logs')}>
      <p>{t('here.logsOf', { count: logs, commons: number(status.commons.length) })}</p>
      {status.findings.length === 0 && <p className="soft">{t('here.nothingHappened')}</p>}
      <ul className="plain">
        {status.findings.map((happened, index) => (
          <li key={`${happened.code}${happened.at}${index}`} className="line">
            <span>{happenedWords(happened, words)}</span>
            <span className="soft">{moment(happened.at)}</span>
          </li>
        ))}
      </ul>
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={check.isPending}
          onClick={() => check.mutate(false)}
        >
          {t('here.check')}
        </button>
        <button
          type="button"
          className="button"
          disabled={check.isPending}
          onClick={() => check.mutate(true)}
        >
          {t('here.rebuild')}
        </button>
      </div>
      <p className="soft">{t('here.checkWhy')}</p>
      {check.isPending && <Progress report={report} label={t('common.working')} />}
      {check.error && <Problem error={check.error} again={false} />}
      {check.data && <Checked result={check.data} />}
    </Section>
  )
}

function Checked({ result }: { readonly result: CheckResult }) {
  const { t, number } = useWords()
  const { logs, records, files } = result.checked
  return (
    <div className={`notice ${result.ok ? 'notice-good' : 'notice-bad'}`} role="status">
      <p>
        <strong>{t(result.ok ? 'here.whole' : 'here.notWhole')}</strong>
      </p>
      <p>{t('here.checked', { logs: number(logs), records: number(records), files: number(files) })}</p>
      {result.problems.map((wrong, index) => (
        <p key={`${wrong.code}${index}`}>{wrongWords(wrong, { t })}</p>
      ))}
    </div>
  )
}
