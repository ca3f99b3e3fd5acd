import type { CommandSpec } from './spec.ts'

export const devicesCommands: readonly CommandSpec[] = []
