import { fail } from './errors.ts'
import type { KindDefinition } from './kinds/definition.ts'
import type { AnyRecord } from './record.ts'

/**
 * Brings a record up to the version its kind has today, step by step. The stored bytes stay as they were signed.
 * Throws `RECORD_UPGRADE` when a step is missing or a body is not what its version promised.
 */
export function upgrade(record: AnyRecord, kind: KindDefinition): AnyRecord {
  let current = record
  while (current.v < kind.version) {
    const { v } = current
    const step = kind.upgrades.find((candidate) => candidate.from === v)
    if (!step)
      throw fail('RECORD_UPGRADE', { kind: kind.kind, version: v, reason: 'no step leads on from it' })
    try {
      current = { ...current, v: v + 1, body: step.body(current.body, current) }
    } catch (cause) {
      throw fail('RECORD_UPGRADE', { kind: kind.kind, version: v, reason: step.what, cause })
    }
  }
  return current
}
