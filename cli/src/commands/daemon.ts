import { type CommandSpec, RELAY_OPTIONS } from './spec.ts'

export const daemonCommands: readonly CommandSpec[] = [
  {
    name: 'start',
    summary: 'run a node, with a page in the browser, until Ctrl-C',
    about:
      'Stays in the foreground. Prints the address of the page, which only this computer can open, and then what happens. ' +
      'While it runs, all other commands speak to it.',
    options: [
      {
        flags: '--port PORT',
        about: 'port of the page and the API (default 4747, or any free one; 0: any free one)',
        kind: 'port',
      },
      { flags: '--starter', about: 'make the starter commons: a few goods and the manual as a draft' },
      { flags: '--no-starter', about: 'do not ask about it' },
      ...RELAY_OPTIONS,
      {
        flags: '--verbose',
        about:
          'tell on standard error what the node does, with the time: for finding out why something does not work',
      },
    ],
    network: true,
    examples: [
      'allmende start',
      'allmende start --relay --relay-rate 500kB --relay-port 4978',
      'allmende start --port 0 --bootstrap 192.168.1.7:49737 --json',
    ],
    load: async () => (await import('../actions/start.ts')).start,
  },
  {
    name: 'stop',
    summary: 'stop the running node and wait until it is gone',
    examples: ['allmende stop'],
    load: async () => (await import('../actions/stop.ts')).stop,
  },
  {
    name: 'status',
    summary: 'who is connected, what is here, and whether closing is safe',
    examples: ['allmende status', 'allmende status --json'],
    load: async () => (await import('../actions/status.ts')).status,
  },
  {
    name: 'connect',
    summary: 'connect the running node to one whose address you know',
    arguments: [{ name: 'HOST:PORT', about: 'the address, as the other’s `allmende status` shows it' }],
    examples: ['allmende connect 192.168.1.7:4800'],
    load: async () => (await import('../actions/connect.ts')).connect,
  },
  {
    name: 'check',
    summary: 'look through everything stored here for damage',
    about:
      'Ends with status 1 when it found a problem. Nothing is changed, but for the index with --rebuild.',
    options: [
      { flags: '--rebuild', about: 'make the index anew from the logs' },
      { flags: '--adopt-copy', about: 'open a home that is a copy of another; it begins logs of its own' },
    ],
    examples: ['allmende check', 'allmende check --rebuild'],
    load: async () => (await import('../actions/check.ts')).check,
  },
]
