import type { CommandSpec } from './spec.ts'

export const mirrorCommands: readonly CommandSpec[] = []
