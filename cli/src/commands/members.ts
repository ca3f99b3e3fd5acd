import type { CommandSpec } from './spec.ts'

export const membersCommands: readonly CommandSpec[] = []
