/**
 * Assembly only: opens, wires and closes the parts in order. The rules live in the packages below.
 */
export type * from './contract.ts'
