type Row = { status: number; message: string; hint?: string }

/**
 * Every error of this package: code → HTTP status, message with {placeholders}, what to do. `CODE` names stand in the
 * README; a test holds both to each other.
 */
export const ERRORS = {
  PEER_ADDRESS: {
    status: 400,
    message: 'this is no address of a peer: {address}',
    hint: 'Write HOST:PORT, for instance 192.168.1.20:4977, or [fe80::1]:4977 for IPv6.',
  },
  PEER_UNREACHABLE: {
    status: 502,
    message: 'cannot reach a peer at {address}',
    hint: 'Is the other node running, is this its address, and does a firewall let the port through?',
  },
  PEER_HANDSHAKE: {
    status: 502,
    message: 'what answers at {address} did not prove to be a node',
    hint: 'Check the port: another program may listen there, or an Allmende of another version.',
  },
  PEER_SELF: {
    status: 400,
    message: '{address} is this node itself',
    hint: 'Give the address of the other node.',
  },
  PEER_SILENT: {
    status: 504,
    message: 'the peer at {address} has gone silent',
  },
  PEER_FLOOD: {
    status: 502,
    message: 'the peer sent more than could be read',
  },
  TRANSPORT_PORT_TAKEN: {
    status: 409,
    message: 'port {port} on {host} is taken',
    hint: 'Choose another port, or 0 for any that is free; or stop the program that uses it.',
  },
  TRANSPORT_HOST: {
    status: 400,
    message: 'cannot listen on {host}',
    hint: 'Give an address of this computer: 127.0.0.1 for this computer only, 0.0.0.0 for all its networks.',
  },
  TRANSPORT_BOOTSTRAP: {
    status: 400,
    message: 'this is no bootstrap address: {address}',
    hint: 'Write HOST:PORT, as `allmende-bootstrap` prints it.',
  },
  TRANSPORT_TOPIC: { status: 400, message: 'a topic has 32 bytes' },
  TRANSPORT_SEED: { status: 400, message: 'the seed of a node key has 32 bytes' },
  TRANSPORT_STARTED: { status: 409, message: 'the {name} transport has been started already' },
  TRANSPORT_NOT_STARTED: { status: 409, message: 'the {name} transport has not been started' },
  TRANSPORT_CLOSED: { status: 409, message: 'the {name} transport is closed' },
  BUNDLE_UNKNOWN: {
    status: 400,
    message: '{file} is not a bundle',
    hint: 'Give a file that `allmende bundle create` has written.',
  },
  BUNDLE_VERSION: {
    status: 400,
    message: '{file} is a bundle of another version',
    hint: 'Bring this program up to date, or have the bundle made by one of this version.',
  },
  BUNDLE_READ: {
    status: 400,
    message: 'the bundle {file} cannot be read',
    hint: 'Look whether the name is right and the stick still there, and whether you may read the file.',
  },
  BUNDLE_CUT: {
    status: 400,
    message: 'the bundle {file} is cut off, and nothing of it was taken in',
    hint: 'Copy it again from the stick, or have it made anew; take the stick out only when the computer says so.',
  },
  BUNDLE_ALTERED: {
    status: 400,
    message: 'the bundle {file} was altered since it was written, and nothing of it was taken in',
    hint: 'Copy it again from the stick, or have it made anew.',
  },
  BUNDLE_FOREIGN: {
    status: 403,
    message: 'the bundle {file} is for no commons that you are in',
    hint: 'Join the commons first, by the link that its people give you; then open the bundle again.',
  },
  BUNDLE_EXISTS: {
    status: 409,
    message: 'there is a file {file} already',
    hint: 'Choose another name, or replace it with --force.',
  },
  BUNDLE_WRITE: { status: 500, message: 'the bundle {file} cannot be written' },
  BUNDLE_FULL: {
    status: 507,
    message: 'there is no room for the bundle {file}',
    hint: 'Free some space, or let it carry less: --files none, or the goods you want by name.',
  },
  BUNDLE_TOO_LARGE: {
    status: 507,
    message: 'the disk of {file} takes no file as large as this bundle',
    hint: 'Sticks in the form FAT take files up to 4 GiB: let it carry less (--files), or use a stick in another form.',
  },
} satisfies Record<string, Row>

export type TransportErrorCode = keyof typeof ERRORS

type Details = { expected?: string; found?: string; hint?: string; cause?: unknown }

/**
 * Has the shape of the vocabulary's `AllmendeError` (code, status, expected, found, hint) and is shown like one. It
 * isn't that class: both packages stand on floor 0, and neither imports the other.
 */
export class TransportError extends Error {
  override name = 'TransportError'
  code: TransportErrorCode
  status: number
  expected?: string
  found?: string
  hint?: string

  constructor(code: TransportErrorCode, message: string, details: Details) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    const row: Row = ERRORS[code]
    const hint = details.hint ?? row.hint
    this.code = code
    this.status = row.status
    if (details.expected !== undefined) this.expected = details.expected
    if (details.found !== undefined) this.found = details.found
    if (hint !== undefined) this.hint = hint
  }
}

/** Makes the error of a row; the caller throws it. `expected`, `found`, `hint` and `cause` go beside the message. */
export function fail(
  code: TransportErrorCode,
  { expected, found, hint, cause, ...placeholders }: Details & Record<string, unknown> = {},
): TransportError {
  const message = ERRORS[code].message.replace(/\{(\w+)\}/g, (_, name: string) => String(placeholders[name]))
  return new TransportError(code, message, { expected, found, hint, cause })
}

/** The system's error code in words, for `found`. */
export function inWords(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  const words = typeof code === 'string' ? SYSTEM_ERRORS[code] : undefined
  if (words) return `${words} (${String(code)})`
  return error instanceof Error ? error.message : String(error)
}

const SYSTEM_ERRORS: Record<string, string> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the other side hung up',
  EPIPE: 'the other side hung up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no way to that host',
  ENETUNREACH: 'no way to that network',
  EADDRNOTAVAIL: 'not an address of this computer',
  EADDRINUSE: 'another program has it',
  EACCES: 'this user may not use it',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'host names cannot be looked up just now',
}
