import type { Route } from './route.ts'

export const devicesRoutes: readonly Route[] = []
