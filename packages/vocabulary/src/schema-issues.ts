import type { TLocalizedValidationError } from 'typebox/error'
import type { Validator } from 'typebox/compile'
import { describe } from './describe.ts'
import type { IssueCode, ValidationIssue } from './record.ts'

/** A stranger's record can break thousands of conditions; nobody reads beyond the first few. */
const MAX_ISSUES = 20

const CODES: ReadonlyMap<string, IssueCode> = new Map([
  ['required', 'FIELD_MISSING'],
  ['minLength', 'FIELD_EMPTY'],
  ['maxLength', 'FIELD_TOO_LONG'],
  ['maxItems', 'FIELD_TOO_MANY'],
  ['minItems', 'FIELD_TYPE'],
  ['pattern', 'FIELD_FORM'],
  ['~refine', 'FIELD_FORM'],
  ['enum', 'FIELD_CHOICE'],
  ['const', 'FIELD_CHOICE'],
  ['minimum', 'FIELD_RANGE'],
  ['maximum', 'FIELD_RANGE'],
  ['exclusiveMinimum', 'FIELD_RANGE'],
])

/** Says what a schema found, one issue for each place: of several about one value the first is the cause. */
export function schemaIssues(validator: Validator, value: unknown, path: string): ValidationIssue[] {
  const issues = new Map<string, ValidationIssue>()
  for (const error of validator.Errors(value)) {
    for (const issue of toIssues(error, value, path)) {
      if (!issues.has(issue.path)) issues.set(issue.path, issue)
    }
    if (issues.size >= MAX_ISSUES) break
  }
  return [...issues.values()]
}

function toIssues(error: TLocalizedValidationError, root: unknown, path: string): ValidationIssue[] {
  const steps = error.instancePath.split('/').slice(1).map(unescape)
  const at = pathText(path, steps)
  if (error.keyword === 'required') {
    return error.params.requiredProperties.map((name) => ({
      code: 'FIELD_MISSING',
      path: `${at}.${name}`,
      expected: 'a value',
      found: 'nothing',
    }))
  }
  const code = CODES.get(error.keyword) ?? 'FIELD_TYPE'
  return [{ code, path: at, expected: expectation(error), found: found(valueAt(root, steps)) }]
}

function expectation(error: TLocalizedValidationError): string {
  switch (error.keyword) {
    case 'maxLength':
      return `at most ${error.params.limit} characters`
    case 'maxItems':
      return `at most ${error.params.limit} entries`
    case 'minLength':
    case 'minItems':
      return `at least ${error.params.limit}`
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return `a number ${error.params.comparison} ${String(error.params.limit)}`
    case 'enum':
      return `one of ${error.params.allowedValues.join(', ')}`
    case 'const':
      return String(error.params.allowedValue)
    case 'pattern':
      return String(error.params.pattern) === '\\S'
        ? 'a text that is not blank'
        : `the form ${error.params.pattern}`
    case 'type':
      return `a value of type ${String(error.params.type)}`
    default:
      return error.message
  }
}

function found(value: unknown): string {
  return typeof value === 'string' && value.length > 200
    ? `${Array.from(value).length} characters`
    : describe(value)
}

function valueAt(root: unknown, steps: readonly string[]): unknown {
  let value = root
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as { [step: string]: unknown })[step]
  }
  return value
}

function pathText(path: string, steps: readonly string[]): string {
  return steps.reduce((text, step) => text + (/^\d+$/.test(step) ? `[${step}]` : `.${step}`), path)
}

/** JSON Pointer (RFC 6901). */
function unescape(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}
