import { QR_OPTION, type CommandSpec } from './spec.ts'

const COMMONS = { name: 'COMMONS', about: 'its name, its id, or the beginning of its id' }

export const commonsCommands: readonly CommandSpec[] = [
  {
    name: 'commons create',
    summary: 'make a commons, and get the link that opens it',
    about:
      'A public commons can be read by whoever has a link to anything in it. A private one too, so give those links only to members. ' +
      'Which of both it is can’t be changed later.',
    arguments: [{ name: 'NAME', about: 'its name' }],
    options: [{ flags: '--private', about: 'for a household, a board, unfinished work' }],
    network: true,
    examples: ['allmende commons create Garden', 'allmende commons create Board --private'],
    load: async () => (await import('../actions/commons.ts')).commonsCreate,
  },
  {
    name: 'commons join',
    summary: 'join a commons by its link, a code that somebody said, or its id in a listing',
    about: 'Never changes where you write: see `allmende commons use`.',
    arguments: [
      { name: 'LINK', about: 'its link, a code like 7-garden-lantern, or an id that `commons find` shows' },
    ],
    options: [{ flags: '--name NAME', about: 'what to call it here' }],
    network: true,
    examples: [
      'allmende commons join allmende:xyz…',
      'allmende commons join 7-garden-lantern',
      'allmende commons join 8xk3',
    ],
    load: async () => (await import('../actions/commons.ts')).commonsJoin,
  },
  {
    name: 'commons use',
    summary: 'choose the commons that you write to',
    arguments: [COMMONS],
    examples: ['allmende commons use Garden'],
    load: async () => (await import('../actions/commons.ts')).commonsUse,
  },
  {
    name: 'commons list',
    summary: 'the commons you have',
    examples: ['allmende commons list'],
    load: async () => (await import('../actions/commons.ts')).commonsList,
  },
  {
    name: 'commons bring',
    summary: 'carry what you wrote in one commons into another',
    about:
      'For what you made alone in a private commons and want to have in one you joined later. Your goods go with all versions and files, drafts with their text, and ' +
      'what you said about them, all under your name and dated now. What others began only they can carry. Nothing is taken away where it was; the same again carries only what is new.',
    arguments: [
      {
        name: 'THING',
        about: 'only this good or draft (default: everything of yours)',
        optional: true,
        repeat: true,
      },
    ],
    options: [
      { flags: '--from NAME', about: 'the commons it is in' },
      { flags: '--to NAME', about: 'the commons it is to be in as well' },
      { flags: '--dry-run', about: 'only show what would be carried' },
      { flags: '--yes', about: 'do not ask for confirmation' },
    ],
    network: true,
    examples: [
      'allmende commons bring --from Mine --to Garden --dry-run',
      'allmende commons bring Bench --from Mine --to Garden',
    ],
    load: async () => (await import('../actions/bring.ts')).bring,
  },
  {
    name: 'commons link',
    summary: 'the link that opens a commons, and what it opens',
    about: 'On a terminal that is large enough with a QR code, for somebody who stands beside you.',
    arguments: [{ ...COMMONS, optional: true }],
    options: [QR_OPTION, { flags: '--no-qr', about: 'without the QR code' }],
    examples: ['allmende commons link Garden', 'allmende commons link Garden --qr'],
    load: async () => (await import('../actions/commons.ts')).commonsLink,
  },
]
