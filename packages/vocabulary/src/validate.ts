import { Compile, type Validator } from 'typebox/compile'
import type { TSchema } from 'typebox'
import { kindOf } from './kinds/index.ts'
import type { AnyRecord, ValidationIssue } from './record.ts'
import { schemaIssues } from './schema-issues.ts'

/** Compiled once each, at first use: at start-up nobody waits for the kinds that don't occur. */
const compiled = new Map<TSchema, Validator>()

/**
 * Every broken condition of a record's body; an empty list if there is none. Pure. A kind or version that this
 * program does not know has no conditions. The conditions of each kind stand on its page in `records/`.
 */
export function validate(record: AnyRecord): ValidationIssue[] {
  const kind = kindOf(record)
  if (!kind) return []
  const schema = record.of === undefined ? kind.schema : kind.change
  if (!schema) {
    return [{ code: 'FRAME_OF', path: 'of', expected: 'nothing', found: `a change to ${record.of}` }]
  }
  const issues = check(schema, record.body, 'body')
  return issues.length === 0 && kind.check ? kind.check(record.body) : issues
}

/** Holds any value against a schema. `path` begins the path of each issue. */
export function check(schema: TSchema, value: unknown, path: string): ValidationIssue[] {
  let validator = compiled.get(schema)
  if (!validator) {
    validator = Compile(schema)
    compiled.set(schema, validator)
  }
  return validator.Check(value) ? [] : schemaIssues(validator, value, path)
}
