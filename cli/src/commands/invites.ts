import type { CommandSpec } from './spec.ts'

export const invitesCommands: readonly CommandSpec[] = []
