import type { MergeReport } from '@allmende/api/client'
import { bytes, counted } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'

const SHOWN = 30
const WORDS = { taken: 'taken', removed: 'removed', merged: 'merged', conflict: 'CONFLICT' } as const

/** What became of files, parts and fields where two sides were brought together; conflicts stand out. */
export function reportLines(report: MergeReport, clean: Clean, { yellow }: Style): string[] {
  const files = report.files.map(({ path, what, note }) => {
    const line = `  ${WORDS[what].padEnd(8)}  ${clean(path, 120)}${note === null ? '' : ` (${clean(note, 200)})`}`
    return what === 'conflict' ? yellow(line) : line
  })
  const { parts, fields } = report
  const others = [
    ...(parts.changed > 0 ? [`  parts     ${counted(parts.changed, 'line')} of the parts list`] : []),
    ...parts.conflicts.map((line) =>
      yellow(`  CONFLICT  part "${clean(line, 100)}": both sides changed it; ours stays`),
    ),
    ...fields.taken.filter((field) => field !== 'parts').map((field) => `  field     ${clean(field, 60)}`),
    ...fields.conflicts.map((field) =>
      yellow(`  CONFLICT  field ${clean(field, 60)}: both sides changed it`),
    ),
  ]
  const left = files.length - SHOWN
  return [
    ...files.slice(0, SHOWN),
    ...(left > 0 ? [`  … and ${counted(left, 'more file')} (--json has all)`] : []),
    ...others,
    ...(report.fetched > 0 ? [`  ${bytes(report.fetched)} came over the network.`] : []),
  ]
}
