/**
 * Assembly only: opens, wires and closes the parts in order. The rules live in the packages below.
 */
export type { SafeFact } from '@allmende/rules'
export type * from './contract.ts'
export { ERRORS as NODE_ERRORS } from './errors.ts'
export { openNode } from './open-node.ts'
