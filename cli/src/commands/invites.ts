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
]
