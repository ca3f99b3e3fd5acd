import type { NodeEvent } from '@allmende/api/client'

/** Names of what is cached: the first part of the key of a query. */
export const ALL_CACHED = [
  'status',
  'commons',
  'find',
  'thing',
  'drafts',
  'people',
  'devices',
  'keepers',
  'pins',
  'invites',
] as const
export type Cached = (typeof ALL_CACHED)[number]

/** What may be out of date after an event. Rather too much than too little: asking again costs a millisecond. */
export function touchedBy(event: NodeEvent): readonly Cached[] {
  switch (event.type) {
    case 'changed':
      return ALL_CACHED
    case 'peer':
    case 'peer-gone':
    case 'peer-silent':
      return ['status', 'people', 'devices', 'keepers', 'invites']
    case 'transfer':
      return ['status']
    case 'holding':
      return ['status', 'thing', 'keepers', 'pins']
    case 'progress':
    case 'finding':
      return ['status']
    default:
      // An event of a newer node: nothing is known of what it means.
      return ALL_CACHED
  }
}
