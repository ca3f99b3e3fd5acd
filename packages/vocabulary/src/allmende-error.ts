/** What a package says about one kind of failure. */
export type ErrorRow = {
  /** The HTTP status the local API answers with, so that no second mapping is needed. */
  status: number
  /** Lower case, values in it as `{placeholders}`. */
  message: string
  /** What the reader can do about it. */
  hint?: string
}

/** Values for the placeholders of a message, and what stood against what. */
export type ErrorDetails = {
  expected?: string
  found?: string
  hint?: string
  cause?: unknown
  [placeholder: string]: unknown
}

/** The one error class of the project. `code` is stable and may be relied on; `message` is for people. */
export class AllmendeError extends Error {
  readonly code: string
  readonly status: number
  readonly expected?: string
  readonly found?: string
  readonly hint?: string

  constructor(code: string, row: ErrorRow, details: ErrorDetails = {}) {
    super(fillIn(row.message, details), details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'AllmendeError'
    this.code = code
    this.status = row.status
    const hint = details.hint ?? row.hint
    if (details.expected !== undefined) this.expected = details.expected
    if (details.found !== undefined) this.found = details.found
    if (hint !== undefined) this.hint = fillIn(hint, details)
  }
}

/**
 * Makes the `fail` of a package from its table. `fail('CODE', {…})` *returns* the error, so that a caller
 * writes `throw fail(…)` and TypeScript sees where the path ends.
 */
export function errorTable<Code extends string>(
  rows: Readonly<Record<Code, ErrorRow>>,
): (code: Code, details?: ErrorDetails) => AllmendeError {
  return (code, details) => new AllmendeError(code, rows[code], details)
}

/**
 * What a row's sentence and hint name in braces, for who says the same in another language: the values alone, as they stand in
 * the sentence.
 */
export function valuesNamed({ message, hint = '' }: ErrorRow, details: ErrorDetails): Record<string, string> {
  const names = [...`${message} ${hint}`.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
  return Object.fromEntries(
    names.filter((name) => details[name] !== undefined).map((name) => [name, asText(details[name])]),
  )
}

/**
 * Tells whether something caught is one of ours, by shape: two copies of this package in one process
 * (a daemon and an embedded node) have two classes, and `instanceof` would deny one of them.
 */
export function isAllmendeError(error: unknown): error is AllmendeError {
  return error instanceof Error && error.name === 'AllmendeError' && 'code' in error && 'status' in error
}

const PLACEHOLDER = /\{(\w+)\}/g

function fillIn(template: string, details: ErrorDetails): string {
  return template.replaceAll(PLACEHOLDER, (whole, name: string) => {
    const value = details[name]
    return value === undefined ? whole : asText(value)
  })
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value)
  return JSON.stringify(value) ?? typeof value
}
