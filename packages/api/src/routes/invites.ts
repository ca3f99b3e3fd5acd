import type { Route } from './route.ts'

export const invitesRoutes: readonly Route[] = []
