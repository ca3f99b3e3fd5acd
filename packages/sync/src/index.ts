/**
 * Who gets what from whom: pure decisions first, then the thin part that attaches logs to streams.
 */
export type * from './contract.ts'
export { carryEverything } from './contract.ts'
