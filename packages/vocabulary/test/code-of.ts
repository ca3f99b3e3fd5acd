import { isAllmendeError } from '../src/index.ts'

/** What `codeOf` says when nothing was thrown. */
export const FINE = 'nothing was thrown'

/** The code of the error that some work throws. Anything but one of our errors is said to be that. */
export function codeOf(work: () => unknown): string {
  try {
    work()
    return FINE
  } catch (error) {
    return isAllmendeError(error) ? error.code : `not ours: ${String(error)}`
  }
}
