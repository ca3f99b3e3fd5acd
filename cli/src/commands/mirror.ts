import type { CommandSpec } from './spec.ts'

const COMMONS = {
  name: 'COMMONS',
  about: 'its name, its id, or the beginning of its id',
  optional: true,
} as const

export const mirrorCommands: readonly CommandSpec[] = [
  {
    name: 'commons mirror-link',
    summary: 'a link for a computer that is to keep a commons without reading it',
    about:
      'Nothing can be read by it. Whoever has it can keep ciphertext and serve it to members, and sees addresses, times and sizes. The node that makes the link may have ' +
      'everything deleted again.',
    arguments: [COMMONS],
    examples: ['allmende commons mirror-link Garden'],
    load: async () => (await import('../actions/mirror.ts')).mirrorLink,
  },
  {
    name: 'commons mirror-remove',
    summary: 'have mirrors delete what they keep of a commons',
    about:
      'From the node that made the mirror’s link everything is deleted; from any other what only that one told of. A mirror that isn’t connected is asked as soon as it is met. ' +
      'A mirror that lies keeps what it has: that is ciphertext.',
    arguments: [COMMONS],
    options: [{ flags: '--mirror NODE', about: 'only this one: its node, or how that begins' }],
    network: true,
    examples: ['allmende commons mirror-remove Garden'],
    load: async () => (await import('../actions/mirror.ts')).mirrorRemove,
  },
  {
    name: 'mirror',
    summary: 'keep commons for others, as ciphertext, until Ctrl-C',
    about:
      'An always-on keeper: it holds what members tell it of and serves it to them, and can read none of it. Links are made with `allmende commons mirror-link`, and noted in the home: ' +
      'the next time `allmende mirror` alone goes on, and so does `allmende start`. See also mirror status, mirror drop, and `allmende service install`.',
    arguments: [
      {
        name: 'LINK',
        about: 'mirror links, or none to go on with what was kept',
        optional: true,
        repeat: true,
      },
    ],
    options: [
      {
        flags: '--quota SIZE',
        about: 'at most so much on the disk for each of them (default 10 GB)',
        kind: 'size',
      },
      { flags: '--port PORT', about: 'port of the API (any free one by default)', kind: 'port' },
    ],
    network: true,
    examples: ['allmende mirror allmende:xyz… --quota 20GB --home mirror'],
    load: async () => (await import('../actions/mirror.ts')).mirror,
  },
  {
    name: 'mirror status',
    summary: 'what is kept here for others, with its limits',
    examples: ['allmende mirror status'],
    load: async () => (await import('../actions/mirror.ts')).mirrorStatus,
  },
  {
    name: 'mirror drop',
    summary: 'keep a commons no longer, and delete what is here of it',
    arguments: [{ name: 'COMMONS', about: 'its name, its id, or the beginning of its id' }],
    examples: ['allmende mirror drop Garden'],
    load: async () => (await import('../actions/mirror.ts')).mirrorDrop,
  },
]
