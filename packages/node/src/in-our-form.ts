import { AllmendeError, isAllmendeError } from '@allmende/vocabulary'

/** The transports stand below the vocabulary and throw errors of the same shape but another class. */
export function inOurForm(error: unknown): never {
  const { code, status, message, hint, expected, found } = error as Partial<AllmendeError>
  if (isAllmendeError(error) || code === undefined || status === undefined || message === undefined)
    throw error
  const row = { status, message, ...(hint === undefined ? {} : { hint }) }
  throw new AllmendeError(code, row, {
    cause: error,
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
  })
}
