import { COMMONS_OPTION, type CommandSpec, PAGE_OPTIONS } from './spec.ts'

const WHO = {
  name: 'WHO',
  about: 'the name of a person in a commons of yours, or the id of a person or node',
}

const PINNED = [
  { flags: '--tag TAG', about: 'every good with this tag' },
  { ...COMMONS_OPTION, about: 'every good of this commons' },
  { flags: '--everything', about: 'every good of all your commons' },
]

export const keepingCommands: readonly CommandSpec[] = [
  {
    name: 'pin',
    summary: 'get all files of a good here and keep them, also of versions that come later',
    about:
      'For a trip without a network, or to hold it for others. Waits until it is here; `--background` leaves it to the running node. Without GOOD it lists what is pinned.',
    arguments: [
      { name: 'GOOD', about: 'its link, its id, the beginning of its id, or its title', optional: true },
    ],
    options: [
      ...PINNED,
      { flags: '--max SIZE', about: 'at most so much, the newest goods first', kind: 'size' },
      { flags: '--background', about: 'do not wait' },
      ...PAGE_OPTIONS,
    ],
    network: true,
    examples: ['allmende pin Bench', 'allmende pin --everything --max 5GB', 'allmende pin'],
    load: async () => (await import('../actions/pin.ts')).pin,
  },
  {
    name: 'unpin',
    summary: 'fetch no more of what was pinned',
    about: 'What is here stays until you `allmende forget` it.',
    arguments: [
      { name: 'GOOD', about: 'its link, its id, the beginning of its id, or its title', optional: true },
    ],
    options: PINNED,
    examples: ['allmende unpin Bench', 'allmende unpin --everything'],
    load: async () => (await import('../actions/pin.ts')).unpin,
  },
  {
    name: 'forget',
    summary: 'free the disk of a good’s files',
    about:
      'What it is and who made it stays known; `allmende copy` gets the files again from whoever has them. Refused where no other computer is known to hold ' +
      'them. Says how many bytes were freed, measured on the disk. The folder it was shared from or copied to is another copy, and stays.',
    arguments: [{ name: 'GOOD', about: 'its link, its id, the beginning of its id, or its title' }],
    options: [
      { flags: '--even-if-last', about: 'although nobody else is known to hold it: then it may be lost' },
    ],
    network: true,
    examples: ['allmende forget Bench'],
    load: async () => (await import('../actions/forget.ts')).forget,
  },
  {
    name: 'retract',
    summary: 'ask everybody else to forget something of yours',
    about:
      'Their nodes leave it out of what they find, and free what they hold only in passing; what somebody pinned or forked stays, and copies that others made stay ' +
      'theirs: nothing that was shared can be called back for certain. `allmende show` tells how many of those who held it say they no longer do.',
    arguments: [{ name: 'THING', about: 'a good, draft or build: its link, its id, or its title' }],
    options: [
      { flags: '--note TEXT', about: 'why' },
      { flags: '--withdraw', about: 'take it back' },
    ],
    network: true,
    examples: [
      'allmende retract Bench --note "There is a face in the picture."',
      'allmende retract Bench --withdraw',
    ],
    load: async () => (await import('../actions/retract.ts')).retract,
  },
  {
    name: 'keeper add',
    summary: 'ask somebody’s node to keep everything of yours',
    about:
      'They agree with `allmende keeper keep`. From then on their node carries all you write and fetches all files of your goods, and `allmende status` tells ' +
      'when it is safe to close this computer. Asked in every commons where their node was seen; they must be in that commons.',
    arguments: [WHO],
    options: [
      { flags: '--name TEXT', about: 'what you call it (default: their name)' },
      { ...COMMONS_OPTION, about: 'only for this commons' },
    ],
    network: true,
    examples: ['allmende keeper add Bert', 'allmende keeper add Bert --commons Garden'],
    load: async () => (await import('../actions/keeper.ts')).addKeeper,
  },
  {
    name: 'keeper list',
    summary: 'who keeps your things and what they say they hold; who asks you',
    about: '--limit and --after are of those who ask you.',
    options: PAGE_OPTIONS,
    examples: ['allmende keeper list'],
    load: async () => (await import('../actions/keeper.ts')).listKeepers,
  },
  {
    name: 'keeper remove',
    summary: 'ask a keeper no longer',
    about: 'What it holds stays with it; it counts no longer for whether closing is safe.',
    arguments: [{ name: 'WHO', about: 'the name or the node id of a keeper of yours' }],
    options: [],
    network: true,
    examples: ['allmende keeper remove Bert'],
    load: async () => (await import('../actions/keeper.ts')).removeKeeper,
  },
  {
    name: 'keeper keep',
    summary: 'agree to keep everything of somebody who asks you',
    about:
      'Their logs are carried whole, and all files of their goods are fetched in the background, also after a restart. They see what is here.',
    arguments: [{ name: 'WHO', about: 'the name or id of somebody who asks, as `keeper list` shows' }],
    options: [
      { flags: '--quota SIZE', about: 'at most so much of their files (default: no limit)', kind: 'size' },
    ],
    network: true,
    examples: ['allmende keeper keep Ada', 'allmende keeper keep Ada --quota 5GB'],
    load: async () => (await import('../actions/keeper.ts')).keepFor,
  },
  {
    name: 'keeper drop',
    summary: 'refuse, or agree no longer, to keep somebody’s things',
    about: 'What is here stays until you `allmende forget` it.',
    arguments: [{ name: 'WHO', about: 'the name or id of somebody who asks' }],
    options: [],
    network: true,
    examples: ['allmende keeper drop Ada'],
    load: async () => (await import('../actions/keeper.ts')).dropFor,
  },
  {
    name: 'keeper limit',
    summary: 'limit what is kept here for all others together',
    arguments: [
      { name: 'SIZE', about: 'such as 20GB, or `none`; without it the limit is shown', optional: true },
    ],
    options: [],
    examples: ['allmende keeper limit 20GB', 'allmende keeper limit none'],
    load: async () => (await import('../actions/keeper.ts')).limitKept,
  },
]
