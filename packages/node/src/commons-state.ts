import { createHash } from 'node:crypto'
import type { CommonsLogs } from '@allmende/logs'

/**
 * One hash over what of a commons is here: how far each log of it is, records and edits, with the hash that its author has
 * signed. Two nodes with the same hash have the same. Files are left out, since everybody holds those they chose.
 */
export function stateOf(logs: CommonsLogs): string {
  const bound = new Set(logs.logs().flatMap(({ key, bound: isBound }) => (isBound ? [key] : [])))
  const lines = logs
    .heads()
    .filter(({ which, log, contiguous }) => which !== 'files' && contiguous > 0 && bound.has(log))
    .map(({ core, length, contiguous, rootHash }) =>
      [core, length, contiguous, Buffer.from(rootHash).toString('hex')].join(' '),
    )
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex')
}
