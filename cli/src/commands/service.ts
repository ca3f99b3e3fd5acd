import type { CommandSpec } from './spec.ts'

export const serviceCommands: readonly CommandSpec[] = [
  {
    name: 'hand-on',
    summary: 'give the program itself to somebody, without internet',
    about:
      'Packs the version that is running here, for computers like this one, with Node and its own source: some 70 MB. Whoever gets it unpacks it and runs install.sh, ' +
      'which needs no internet and no other program. With --serve it is offered on the local network until Ctrl-C, over plain HTTP, which is not authenticated: ' +
      'what protects is that the receiver compares the SHA-256 with the one on your screen.',
    arguments: [{ name: 'FILE', about: 'the archive to write, or a folder for it', optional: true }],
    options: [
      { flags: '--serve', about: 'offer it on the local network until Ctrl-C' },
      {
        flags: '--address ADDRESS',
        about:
          'with --serve: on this address only (may be repeated; default: all of this computer on local networks)',
        repeat: true,
      },
      { flags: '--port PORT', about: 'with --serve: the port (default 4748; 0: any free one)', kind: 'port' },
    ],
    examples: ['allmende hand-on /media/stick', 'allmende hand-on --serve'],
    load: async () => (await import('../actions/hand-on.ts')).handOn,
  },
]
