import type { Mirrors } from '@allmende/node'
import type { Calls } from './calls.ts'

/** Keepers that hold ciphertext only. Over the API. */
export function mirrorOver({ get, post }: Calls): Mirrors {
  return {
    mirrorLink: (request) => post('/v1/mirror-links', request),
    keepMirror: (request) => post('/v1/mirrors', request),
    dropMirror: (request) => post('/v1/mirrors/dropped', request),
    mirrors: () => get('/v1/mirrors'),
    removeMirror: (request) => post('/v1/mirror-removals', request),
  }
}
