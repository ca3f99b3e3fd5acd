import type { CommandSpec } from './spec.ts'

export const bundleCommands: readonly CommandSpec[] = [
  {
    name: 'bundle create',
    summary: 'write one file with what somebody else lacks, to carry there on a stick',
    about:
      'Everything of your commons, or with --for only what a node or person was last known to lack: from when you were connected, or from a bundle of theirs ' +
      'that you opened. Whoever finds the file learns its size and nothing else; who is in the commons opens it with `allmende bundle open`. Without --files ' +
      'the newest versions of the goods that are here go along, up to 1 GiB together; what doesn’t fit is named.',
    arguments: [{ name: 'FILE', about: 'the file that is written' }],
    options: [
      { flags: '--for NODE', about: 'what this node or person lacks, by id or name' },
      {
        flags: '--since DATE',
        about: 'what came since a day (2026-05-17), or since an earlier bundle (its file)',
      },
      {
        flags: '--commons NAME',
        about: 'only this commons, by name or id (may be repeated; default: all of yours)',
        repeat: true,
      },
      {
        flags: '--files WHAT',
        about:
          '`none`, `held` (all versions that are here), or a good by id, link or title (may be repeated)',
        repeat: true,
      },
      { flags: '--force', about: 'replace a file of that name' },
    ],
    examples: [
      'allmende bundle create stick/garden.bundle',
      'allmende bundle create stick/for-bert.bundle --for Bert',
      'allmende bundle create stick/week.bundle --since 2026-05-17 --files none',
    ],
    load: async () => (await import('../actions/bundle.ts')).createBundle,
  },
  {
    name: 'bundle open',
    summary: 'take in what a bundle brings',
    about:
      'All of it is verified first; one that was cut off or altered is refused whole. What is here already is skipped, so it may be opened again, and goes on ' +
      'after a stop. Afterwards it is known what its writer has: `allmende bundle create FILE --for THEM` makes a small answer.',
    arguments: [{ name: 'FILE', about: 'a file that `bundle create` has written' }],
    options: [
      { flags: '--files WHAT', about: '`none` leaves the files in it where they are (default: `all`)' },
    ],
    examples: [
      'allmende bundle open stick/garden.bundle',
      'allmende bundle open stick/garden.bundle --files none',
    ],
    load: async () => (await import('../actions/bundle.ts')).openBundle,
  },
]
