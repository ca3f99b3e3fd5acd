import { AllmendeError, isAllmendeError } from '@allmende/vocabulary'
import type { Cut, ViewsEvents } from './contract.ts'
import type { IngestMessage } from './engine.ts'
import type { Questions } from './questions/index.ts'

export type QuestionName = keyof Questions
export type Answer<Name extends QuestionName> = ReturnType<Questions[Name]>

/** What the caller's side sends to the worker. */
export type Request =
  | { id: number; ingest: IngestMessage }
  | { id: number; ask: QuestionName; args: unknown[] }
  | { id: number; control: 'rebuild' | 'close'; now: number }
  | { id: number; cut: readonly Cut[]; now: number }

/** What the worker sends back. */
export type Reply =
  | { ready: true; begun: string | undefined }
  | { id: number; value: unknown }
  | { id: number | null; error: PlainError }
  | { [E in keyof ViewsEvents]: { event: E; payload: ViewsEvents[E][0] } }[keyof ViewsEvents]

/** An error on its way between threads, where a class does not survive. */
export type PlainError = {
  code: string
  status: number
  message: string
  expected?: string | undefined
  found?: string | undefined
  hint?: string | undefined
}

export function toPlain(error: unknown): PlainError {
  if (isAllmendeError(error)) {
    const { code, status, message, expected, found, hint } = error
    return { code, status, message, expected, found, hint }
  }
  return { code: 'VIEWS_FOLD', status: 500, message: error instanceof Error ? error.message : String(error) }
}

export function fromPlain({ code, status, message, expected, found, hint }: PlainError): AllmendeError {
  const details = Object.entries({ expected, found, hint }).filter(([, value]) => value !== undefined)
  return new AllmendeError(code, { status, message }, Object.fromEntries(details))
}
