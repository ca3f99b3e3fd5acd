import type { Route } from './route.ts'

export const keepingRoutes: readonly Route[] = []
