import { type ErrorDetails, displayText, errorTable, valuesNamed } from '@allmende/vocabulary'
import type { Finding } from './contract.ts'
import { ERRORS, type FindingCode } from './errors.ts'
import { MAX_FINDINGS } from './limits.ts'

const fail = errorTable(ERRORS)

/** Characters of a foreign value in a message. */
const SHOWN = 120

export type Place = { line: number; column?: number }

/** Gathers what is found in one file. */
export type Report = {
  file: string
  findings: Finding[]
  /** `field` of the details becomes the field of the finding; texts are made safe to show. */
  say(code: FindingCode, place?: Place, details?: ErrorDetails): void
}

export function reportFor(file: string): Report {
  const findings: Finding[] = []
  return {
    file,
    findings,
    say(code, place, details = {}) {
      if (findings.length > MAX_FINDINGS) return
      findings.push(
        findings.length === MAX_FINDINGS
          ? toFinding('INTEROP_MORE', file, undefined, { expected: String(MAX_FINDINGS) })
          : toFinding(code, file, place, details),
      )
    },
  }
}

function toFinding(
  code: FindingCode,
  file: string,
  place: Place | undefined,
  details: ErrorDetails,
): Finding {
  const shown = Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      typeof value === 'string' ? displayText(value, SHOWN) : value,
    ]),
  )
  const { message, hint } = fail(code, shown)
  const field = shown['field'] ?? shown['key']
  return {
    severity: ERRORS[code].severity,
    code,
    message,
    values: valuesNamed(ERRORS[code], shown),
    file,
    ...place,
    ...(typeof field === 'string' ? { field } : {}),
    ...(hint === undefined ? {} : { hint }),
  }
}
