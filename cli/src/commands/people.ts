import { COMMONS_OPTION, type CommandSpec } from './spec.ts'

export const peopleCommands: readonly CommandSpec[] = [
  {
    name: 'profile',
    summary: 'show or set your name and what you say about yourself',
    options: [
      { flags: '--name NAME', about: 'your name, as others see it' },
      { flags: '--about TEXT', about: 'a few words about you' },
    ],
    network: true,
    examples: ['allmende profile', 'allmende profile --name Anna'],
    load: async () => (await import('../actions/people.ts')).profile,
  },
  {
    name: 'vouch',
    summary: 'vouch for a person, so that others carry what they write',
    about: 'A newcomer’s records are carried up to a quota; that ends when somebody vouches for them.',
    arguments: [{ name: 'PERSON', about: 'their name, if only one has it there, or their id' }],
    options: [{ flags: '--note TEXT', about: 'how you know them' }, COMMONS_OPTION],
    network: true,
    examples: ['allmende vouch Ben --note "We built the bench together"'],
    load: async () => (await import('../actions/people.ts')).vouch,
  },
]
