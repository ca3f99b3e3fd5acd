import type { AllmendeError, ErrorDetails } from '@allmende/vocabulary'
import type { ERRORS } from '../errors.ts'

/**
 * An error of the table, which is loaded only now: it brings the whole vocabulary along (a quarter of a second), and
 * a command that finds its node needs neither.
 */
export async function failLater(code: keyof typeof ERRORS, details: ErrorDetails): Promise<AllmendeError> {
  const { fail } = await import('../errors.ts')
  return fail(code, details)
}
