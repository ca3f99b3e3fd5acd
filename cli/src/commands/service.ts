import { type CommandSpec, RELAY_OPTIONS } from './spec.ts'

const NAME = {
  flags: '--name NAME',
  about: 'what the service is called (default: allmende); another home needs another',
}

export const serviceCommands: readonly CommandSpec[] = [
  {
    name: 'service install',
    summary: 'let the system run the node: at login, and again when it fails',
    about:
      'A unit of systemd for this user, on macOS a job of launchd (written by its documents, not tried on a Mac). No root is needed. What is said here about the network and the home ' +
      'is what the service is started with; the same again renews it.',
    options: [
      { flags: '--print', about: 'only show what would be installed' },
      NAME,
      { flags: '--port PORT', about: 'port of the page and the API', kind: 'port' },
      ...RELAY_OPTIONS,
    ],
    network: true,
    examples: ['allmende service install', 'allmende service install --print --no-internet'],
    load: async () => (await import('../actions/service/install.ts')).serviceInstall,
  },
  {
    name: 'service remove',
    summary: 'stop the service and take it away; what is in the home stays',
    options: [NAME],
    examples: ['allmende service remove'],
    load: async () => (await import('../actions/service/remove.ts')).serviceRemove,
  },
  {
    name: 'service status',
    summary: 'whether the node is a service, and how that one is',
    options: [NAME],
    examples: ['allmende service status'],
    load: async () => (await import('../actions/service/status.ts')).serviceStatus,
  },
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
