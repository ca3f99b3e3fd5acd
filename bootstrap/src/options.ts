import { Command, CommanderError, InvalidArgumentError } from 'commander'

export type Options = {
  /** The IPv4 address under which others reach this node. */
  host: string
  /** The local address to listen on; `host` when absent. */
  bind?: string
  port: number
  /** False: nothing is relayed. */
  relay: boolean
  /** Bytes in a second that the relay carries in all; absent: as the relay has it. */
  relayRate?: number
  /** Computers that are connected to the relay at once; absent: as the relay has it. */
  relayComputers?: number
  /** The port of WebSocket; absent: none. */
  web?: number
  /** A folder for what a restart goes on with. */
  state?: string
  /** The port of the metrics; absent: none. */
  metrics?: number
  metricsHost: string
  json: boolean
}

/** The port that HyperDHT nodes use when nobody says otherwise. */
const USUAL_PORT = 49_737

/** Below that a relay carries so little that whoever pairs over it waits for ever. */
const LEAST_RATE = 1_000

type Output = { write(text: string): unknown }

/** The options, or the exit status when there is nothing to run: 0 after --help, 2 for wrong usage. */
export function parseOptions(args: string[], out: Output, err: Output): Options | { exit: number } {
  const command = describe()
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.write(text), writeErr: (text) => err.write(text) })
    .showHelpAfterError('(allmende-bootstrap --help shows how)')
  try {
    return command.parse(args, { from: 'user' }).opts<Options>()
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return { exit: error.exitCode === 0 ? 0 : 2 }
  }
}

function describe(): Command {
  return new Command('allmende-bootstrap')
    .description(
      'Runs a meeting place: the first address that Allmende nodes ask to find each other, for those who do not want ' +
        'to use the public ones, and a relay for those whose routers let no direct connection through. It sees ' +
        'addresses, topics and amounts, never content. Stop it with Ctrl-C.',
    )
    .requiredOption('--host <address>', 'IPv4 address under which others reach this computer', ipv4)
    .option(
      '--port <number>',
      `UDP port, with the next three for helpers; 0 takes any that are free`,
      port,
      USUAL_PORT,
    )
    .option(
      '--bind <address>',
      'local IPv4 address to listen on, if it differs from --host (behind NAT: 0.0.0.0)',
      ipv4,
    )
    .option('--state <folder>', 'keep ports, the relay’s key and known nodes there over restarts')
    .option('--no-relay', 'do not carry anything for nodes that cannot reach each other')
    .option('--relay-rate <size>', 'carry at most so much in a second, in all (default: 4 MB)', size)
    .option(
      '--relay-computers <number>',
      'let at most so many be connected to the relay (default: 512)',
      count,
    )
    .option(
      '--web <port>',
      'also serve nodes by WebSocket, for networks that let only web traffic through',
      port,
    )
    .option('--metrics <port>', 'serve numbers for Prometheus at http://127.0.0.1:PORT/metrics', port)
    .option('--metrics-host <address>', 'local address of the metrics', ipv4, '127.0.0.1')
    .option('--json', 'print one line of JSON when ready: {"address": "HOST:PORT"}', false)
    .allowExcessArguments(false)
    .addHelpText(
      'after',
      `
Examples:
  On this computer only, for trying things out:
    $ allmende-bootstrap --host 127.0.0.1 --port 4977
    $ allmende start --bootstrap 127.0.0.1:4977
  On a server with a public address of its own (let UDP ports 49737 to 49740 through the firewall):
    $ allmende-bootstrap --host 203.0.113.7 --state /var/lib/allmende-bootstrap
  With a narrow line:
    $ allmende-bootstrap --host 203.0.113.7 --relay-rate 500kB --relay-computers 50`,
    )
}

function ipv4(text: string): string {
  const parts = text.split('.')
  if (parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return text
  throw new InvalidArgumentError(
    'Expected an IPv4 address such as 127.0.0.1 (the DHT knows no names and no IPv6).',
  )
}

function port(text: string): number {
  const number = Number(text)
  if (/^\d{1,5}$/.test(text) && number <= 65_535) return number
  throw new InvalidArgumentError('Expected a number from 0 to 65535.')
}

/** Of the units that programs for servers take: 1000 bytes are a kB. */
function size(text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,9})([kMG]?)B?$/.exec(text) ?? []
  const bytes = Number(amount) * 1000 ** ['', 'k', 'M', 'G'].indexOf(unit)
  if (amount !== '' && bytes >= LEAST_RATE) return bytes
  throw new InvalidArgumentError('Expected an amount of at least 1kB, such as 500kB or 4MB.')
}

function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a number from 1 to 999999.')
}
