import type { CommandSpec } from './spec.ts'

export const bundleCommands: readonly CommandSpec[] = []
