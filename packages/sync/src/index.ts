/**
 * Who gets what from whom: pure decisions first (`decide/`), then the thin part that attaches logs to streams.
 * The rules S1… stand in SPEC.md.
 */
export type * from './contract.ts'
export { carryEverything } from './contract.ts'
export { ERRORS as SYNC_ERRORS } from './errors.ts'
export { createSync } from './sync.ts'
export { Carriage } from './carriage.ts'
export { Rate } from './decide/rate.ts'
export { leastBytes } from './decide/overdue.ts'
export { QUOTA_FREE_BLOCKS } from './limits.ts'
