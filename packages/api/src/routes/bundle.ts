import type { Route } from './route.ts'

export const bundleRoutes: readonly Route[] = []
