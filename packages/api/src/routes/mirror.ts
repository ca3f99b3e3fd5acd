import type { Route } from './route.ts'

export const mirrorRoutes: readonly Route[] = []
