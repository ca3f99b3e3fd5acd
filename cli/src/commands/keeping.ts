import type { CommandSpec } from './spec.ts'

export const keepingCommands: readonly CommandSpec[] = []
