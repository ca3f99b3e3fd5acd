import { type ErrorDetails, displayText, valuesNamed } from '@allmende/vocabulary'
import type { PreviewProblem, PreviewProblemCode } from './contract.ts'
import { ERRORS, fail } from './errors.ts'

/** One line of a preview, worded as the error would be. */
export function problem(
  code: PreviewProblemCode,
  path: string,
  details: ErrorDetails = {},
  severity: PreviewProblem['severity'] = 'error',
): PreviewProblem {
  const shown = { ...details, path: displayText(path, 300) }
  const { message, hint } = fail(code, shown)
  const values = valuesNamed(ERRORS[code], shown)
  return { severity, code, path, message, values, ...(hint === undefined ? {} : { hint }) }
}

/** `ENOENT` and the like; for what isn't a system error, its message. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

/** Whether an error, or what caused it, says that the disk or the quota is full. RocksDB says it in words only. */
export function isDiskFull(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (['ENOSPC', 'EDQUOT'].includes(errorCode(at)) || /no space left/i.test(at.message)) return true
  }
  return false
}
