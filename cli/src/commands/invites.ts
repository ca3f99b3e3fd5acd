import { COMMONS_OPTION, type CommandSpec, type OptionSpec } from './spec.ts'

const CODE_OPTIONS: readonly OptionSpec[] = [
  { flags: '--for TIME', about: 'how long it is good: 90s, 10m (the default), 2h, at most 1d' },
  { flags: '--uses COUNT', about: 'how many may use it (default 1)', kind: 'count' },
  { flags: '--no-wait', about: 'with a running node: do not wait until somebody has used it' },
]

export const invitesCommands: readonly CommandSpec[] = [
  {
    name: 'commons invite',
    summary: 'a code to say aloud, like 7-garden-lantern, for somebody to join',
    about:
      'Short-lived, good once unless said, and dead after three wrong tries. Whoever joins a private commons by it is vouched for by you. ' +
      'Somebody has to be reachable who gave it out: a running node, or this command while it waits.',
    options: [
      COMMONS_OPTION,
      ...CODE_OPTIONS,
      { flags: '--vouch', about: 'in a public commons too: vouch for whoever comes by it' },
      { flags: '--list', about: 'the codes given out since the node was started' },
      { flags: '--cancel CODE', about: 'end this code' },
    ],
    network: true,
    examples: [
      'allmende commons invite --commons Board',
      'allmende commons invite --for 1h --uses 5',
      'allmende commons invite --cancel 7-garden-lantern',
    ],
    load: async () => (await import('../actions/invite.ts')).commonsInvite,
  },
  {
    name: 'invite',
    summary: 'a code to say aloud, for somebody to copy a good',
    about: 'Whoever uses it gets the link of the good, and with it can read the whole commons that it is in.',
    arguments: [{ name: 'GOOD', about: 'its link, its id, or the beginning of its id' }],
    options: CODE_OPTIONS,
    network: true,
    examples: ['allmende invite 8xk3', 'allmende invite Bench --for 2h --uses 10'],
    load: async () => (await import('../actions/invite.ts')).inviteToThing,
  },
  {
    name: 'commons list-publicly',
    summary: 'let everybody find a public commons, without a link',
    about:
      'Your signed word that it is there goes from node to node, with its link, your id, and what you say here. Whoever gets it can read the commons ' +
      'and join it. What has gone round can be taken back only from those who hear of it.',
    options: [
      COMMONS_OPTION,
      { flags: '--about TEXT', about: 'what it is about, in a sentence or two' },
      { flags: '--tags WORDS', about: 'words to find it by: "repair,bikes"' },
      { flags: '--place TEXT', about: 'where it is, as roughly as you like' },
      { flags: '--language CODE', about: 'of those in it: de, pt-BR' },
      { flags: '--stop', about: 'take it back' },
    ],
    network: true,
    examples: [
      'allmende commons list-publicly --about "We repair bicycles" --tags repair,bikes --place Cologne',
      'allmende commons list-publicly --stop',
    ],
    load: async () => (await import('../actions/listings.ts')).commonsListPublicly,
  },
  {
    name: 'commons find',
    summary: 'find public commons that somebody listed',
    about:
      'Looks through what has come to this node from others: nobody is told what you look for. What one writes of their own commons is their word.',
    arguments: [{ name: 'WORDS', about: 'words to find (none: everything)', optional: true, repeat: true }],
    options: [
      { flags: '--hide ID', about: 'never show or pass on this commons, or anything by this person' },
      { flags: '--show-again ID', about: 'take that back' },
    ],
    network: true,
    examples: ['allmende commons find repair', 'allmende commons find --hide 8xk3'],
    load: async () => (await import('../actions/listings.ts')).commonsFind,
  },
]
