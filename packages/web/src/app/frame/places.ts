import type { IconName } from '../parts/icon.tsx'

/** The screens that the navigation leads to, in their order. */
export const PLACES = [
  { path: '/commons', icon: 'commons' },
  { path: '/goods', icon: 'goods' },
  { path: '/share', icon: 'share' },
  { path: '/drafts', icon: 'drafts' },
  { path: '/people', icon: 'people' },
  { path: '/node', icon: 'node' },
] as const satisfies readonly { path: string; icon: IconName }[]
