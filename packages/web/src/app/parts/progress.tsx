import type { Progress as Report } from '@allmende/api/client'
import { useWords } from '../state/i18n.ts'

/** How far a long action has come; without a total only that it goes on. */
export function Progress({ report, label }: { readonly report: Report | null; readonly label: string }) {
  const { bytes, number } = useWords()
  const show = (count: number): string => (report?.unit === 'bytes' ? bytes(count) : number(count))
  const far = report
    ? `${show(report.done)}${report.total === undefined ? '' : ` / ${show(report.total)}`}`
    : ''
  return (
    <div className="progress">
      <progress
        aria-label={label}
        {...(report?.total !== undefined && report.total > 0 && { value: report.done, max: report.total })}
      />
      <p className="soft">
        {label} {far}
      </p>
    </div>
  )
}
