import type { CommandSpec } from './spec.ts'

export const serviceCommands: readonly CommandSpec[] = []
