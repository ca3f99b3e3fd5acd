import type { DraftNear } from '@allmende/api/client'

const WHAT = {
  characters: 'characters',
  edits: 'edits (characters put in and taken out since it began)',
  sessions: 'sittings in which somebody wrote',
  fields: 'fields',
  lines: 'lines of the parts list',
  files: 'attached files',
} as const

/** That a draft is nearly full, before it is: one line for each limit, and what to do. */
export function nearLines(near: readonly DraftNear[] | undefined): string[] {
  if (!near || near.length === 0) return []
  const count = new Intl.NumberFormat('en')
  return [
    ...near.map(
      ({ what, now, limit }) =>
        `This draft is nearly full: ${count.format(now)} of ${count.format(limit)} ${WHAT[what]}.`,
    ),
    near.every(({ what }) => what === 'fields' || what === 'lines' || what === 'files')
      ? 'Then none can be added before others are taken out.'
      : 'When it is full nobody can go on in it: archive it before (`allmende draft archive`) and begin a new one.',
  ]
}
