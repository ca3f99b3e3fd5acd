import type { Action } from '../action.ts'

export type OptionSpec = {
  /** `--title TEXT`, or `--yes` for one without a value; `--no-lan` switches off what is on by default. */
  readonly flags: string
  readonly about: string
  /** May be given several times. */
  readonly repeat?: true
  readonly kind?: 'port' | 'count' | 'number' | 'address' | 'place' | 'size'
}

export type ArgumentSpec = {
  readonly name: string
  readonly about: string
  readonly optional?: true
  readonly repeat?: true
}

/** What a command looks like. Plain data, so that `--help` loads none of what a command does. */
export type CommandSpec = {
  /** With its group: `commons create`. */
  readonly name: string
  readonly summary: string
  /** What one should know before using it. */
  readonly about?: string
  readonly arguments?: readonly ArgumentSpec[]
  readonly options?: readonly OptionSpec[]
  /** Takes the options about the network, for when it opens a node of its own. */
  readonly network?: true
  readonly examples: readonly string[]
  readonly load: () => Promise<Action>
}

/** Of commands that show a list which others make longer. */
export const PAGE_OPTIONS: readonly OptionSpec[] = [
  { flags: '--limit COUNT', about: 'at most so many', kind: 'count' },
  { flags: '--after NEXT', about: 'go on after a page, from what it said' },
]

/** Options about the network: of `start`, and of commands that open a node of their own when none runs. */
export const NETWORK_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--bootstrap PLACE',
    about:
      'a bootstrap node of one’s own, HOST:PORT; tcp://HOST:PORT or wss://HOST: only that, as of a node with --relay (may be repeated)',
    repeat: true,
    kind: 'place',
  },
  {
    flags: '--connect HOST:PORT',
    about: 'connect to this node (may be repeated)',
    repeat: true,
    kind: 'address',
  },
  { flags: '--no-internet', about: 'do not use the internet' },
  { flags: '--no-lan', about: 'do not look for others on the local network' },
  { flags: '--host ADDRESS', about: 'the address that connections of peers are taken on' },
  { flags: '--peer-port PORT', about: 'the port for peers (any free one by default)', kind: 'port' },
  { flags: '--adopt-copy', about: 'open a home that is a copy of another; it begins logs of its own' },
]

/** Of whoever runs a node for long. */
export const RELAY_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--relay',
    about:
      'carry for others who can’t reach each other, within limits; it sees their addresses and amounts, never content',
  },
  {
    flags: '--relay-rate SIZE',
    about: 'carry at most so much in a second over UDP, and as much over TCP (default 1 MB)',
    kind: 'size',
  },
  {
    flags: '--relay-port PORT',
    about:
      'TCP port of the meeting place that --relay opens for those without UDP: peers in your commons learn of it, others name it by --bootstrap tcp://HOST:PORT (default: the one after --peer-port, or any free one)',
    kind: 'port',
  },
]

export const COMMONS_OPTION: OptionSpec = {
  flags: '--commons NAME',
  about: 'the commons, by name or id (default: the one chosen by `commons use`, or the only one)',
}

/** Of commands that hand out a link. */
export const QR_OPTION: OptionSpec = { flags: '--qr', about: 'show the link as a QR code too' }

/** Of every command. */
export const COMMON_OPTIONS: readonly OptionSpec[] = [
  { flags: '--json', about: 'one JSON document on standard output; for streams one per line' },
  {
    flags: '--home DIR',
    about: 'the folder with everything of this node (default: ALLMENDE_HOME, else ~/.allmende)',
  },
]
