import { COMMONS_OPTION, type CommandSpec, PAGE_OPTIONS } from './spec.ts'

const WHO = { name: 'WHO', about: 'the id of the person, or a name that only one has' }
const IN_COMMONS = { ...COMMONS_OPTION, flags: '--commons NAME' }

export const membersCommands: readonly CommandSpec[] = [
  {
    name: 'block',
    summary: 'not to hear a person any more; alone it lists whom you have blocked',
    about:
      'Blocks are yours alone: nobody is told, and others go on hearing the person. Nothing of theirs is fetched or shown here, and their ' +
      'computers are not talked to. Only what somebody else’s change of a draft rests on is kept, since that change couldn’t be shown without it.',
    arguments: [{ ...WHO, optional: true }],
    options: [
      { flags: '--note TEXT', about: 'why, for yourself' },
      { flags: '--remove', about: 'hear the person again' },
      { flags: '--commons NAME', about: 'in this commons only (everywhere, when left out)' },
      ...PAGE_OPTIONS,
    ],
    network: true,
    examples: ['allmende block', 'allmende block Mallory --note "spam"', 'allmende block --remove Mallory'],
    load: async () => (await import('../actions/members.ts')).block,
  },
  {
    name: 'commons members',
    summary: 'who is in a commons, since when, and who vouches for whom',
    options: [IN_COMMONS, ...PAGE_OPTIONS],
    network: true,
    examples: ['allmende commons members --commons Garden', 'allmende commons members --limit 100'],
    load: async () => (await import('../actions/members.ts')).commonsMembers,
  },
  {
    name: 'commons exclude',
    summary: 'exclude a person from a commons',
    about:
      'By its founder, or by two people together for whom the founder vouched. What the person wrote before stays; what they write from now on ' +
      'is neither carried nor shown by anybody. What they have copied they keep. A private commons goes on under a new key that they don’t get. In a public commons anybody may come back as a newcomer with ' +
      'another identity.',
    arguments: [WHO],
    options: [{ flags: '--note TEXT', about: 'why; everybody in the commons sees it' }, IN_COMMONS],
    network: true,
    examples: ['allmende commons exclude Mallory --note "Sold what we lent"'],
    load: async () => (await import('../actions/members.ts')).commonsExclude,
  },
  {
    name: 'commons rotate-key',
    summary: 'go on under a new key in a private commons',
    about:
      'For a link that came into wrong hands. Everybody who has written in the commons gets the new key by themselves, also those who are offline ' +
      'now. Links and invites given out before open only what was written until now; whoever came by one and never wrote anything needs a new one. ' +
      'Excluding somebody from a private commons does this too.',
    options: [IN_COMMONS],
    network: true,
    examples: ['allmende commons rotate-key --commons Board'],
    load: async () => (await import('../actions/members.ts')).commonsRotateKey,
  },
  {
    name: 'commons readmit',
    summary: 'take a person in again who was excluded',
    arguments: [WHO],
    options: [{ flags: '--note TEXT', about: 'why; everybody in the commons sees it' }, IN_COMMONS],
    network: true,
    examples: ['allmende commons readmit Mallory'],
    load: async () => (await import('../actions/members.ts')).commonsReadmit,
  },
]
