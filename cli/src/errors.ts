type Row = { readonly message: string; readonly hint?: string }

/** Every error that is the program's own; all others come from the node as they are. README.md lists them. */
export const ERRORS = {
  USAGE: { message: 'this is not how the command is used' },
  LICENCE_WANTED: {
    message: 'a good needs a licence, so that others know what they may do with it',
    hint: 'say it with --licence ID',
  },
  COMMONS_WANTED: {
    message: 'there are several commons, and none is chosen to write to',
    hint: 'name one with --commons, or choose one with `allmende commons use NAME`',
  },
  OPTION_WANTED: { message: 'something is missing, and nobody can be asked' },
  DECLINED: { message: 'nothing was done' },
  EDITOR_MISSING: {
    message: 'no editor is set',
    hint: 'set VISUAL or EDITOR (export EDITOR=nano), or give the text on standard input with --stdin',
  },
  FILE_READ: { message: 'this file can’t be read as a text' },
  EDITOR_FAILED: { message: 'the editor ended with an error, so nothing was saved' },
  INPUT_EMPTY: {
    message: 'nothing came on standard input',
    hint: 'if the draft is to become empty, say so with --stdin',
  },
  START_FIRST: {
    message: 'this needs a running node: a connection would end with this command',
    hint: 'start one with `allmende start`, or connect at the start with `allmende start --connect HOST:PORT`',
  },
  STOP_SLOW: {
    message: 'the node was asked to stop and is still there',
    hint: 'look at it, or end it with kill',
  },
  EXPORT_WHAT: {
    message: 'say what to export',
    hint: '`allmende export GOOD --as maker --to FOLDER`, `allmende export --commons NAME --as site --to FOLDER`, or `--records`',
  },
  NOTHING_TO_STOP: { message: 'there is no running node to stop' },
  HAND_ON_WHERE: {
    message: 'say where the program goes',
    hint: '`allmende hand-on FILE` writes it into a file, `allmende hand-on --serve` offers it on this network',
  },
  HAND_ON_SYSTEM: {
    message: 'an installer can only be made on Linux and macOS so far',
    hint: 'pack the program from its source instead: `npm run pack:programs` makes a file that npm installs',
  },
  HAND_ON_NODE: {
    message: 'the Node that runs this is bound to libraries of this system, and would not start elsewhere',
    hint: 'install Allmende with npm, which brings a Node of its own, and hand on that',
  },
  HAND_ON_UNPACKABLE: {
    message: 'this checkout can’t be packed',
    hint: '`npm ci` installs what packing needs',
  },
  HAND_ON_THERE: {
    message: 'there is something of that name already, and nothing is written over',
    hint: 'name another file, or a folder',
  },
  HAND_ON_PORT: {
    message: 'nothing can be offered on that address',
    hint: 'name another port with --port, or another address with --address',
  },
  HAND_ON_ALONE: {
    message: 'this computer is on no local network',
    hint: 'join one, name an address with --address, or write a file: `allmende hand-on FILE`',
  },
  SERVICE_SYSTEM: {
    message: 'a service can be made on Linux (systemd) and macOS (launchd)',
    hint: 'let your system run `allmende start --no-starter` by its own means',
  },
  SERVICE_SYSTEMD: {
    message: 'there is nothing here that would run the service',
    hint: 'log in as the user themselves (not by su or sudo), or see what would be installed with --print',
  },
  SERVICE_FAILED: { message: 'systemd refused', hint: '`journalctl --user -xe` says more' },
  SERVICE_FOREIGN: {
    message: 'a service of that name is there, and was not made by this program',
    hint: 'name another one with --name',
  },
  SERVICE_PASSING: {
    message: 'this program lies where npm may remove it at any time',
    hint: 'install it (`npm install --global FILE`, or install.sh of what `allmende hand-on` makes), and call that one',
  },
  SERVICE_RUNNING: {
    message: 'a node runs on this home already, which can have only one',
    hint: 'stop it with `allmende stop`, and install the service then',
  },
  SERVICE_NONE: {
    message: 'there is no such service',
    hint: '`allmende service status` shows what there is',
  },
  SERVICE_NAME: { message: 'a service can’t be called that' },
  WORDS_WANTED: {
    message: 'your 24 words are needed, and nobody can be asked for them',
    hint: 'put them into a file and say --words-file FILE; never on the command line, where others on this computer see them',
  },
  ADDRESS_FORM: { message: 'that is not the address of a node' },
} as const satisfies Record<string, Row>

type Details = {
  readonly message?: string
  readonly expected?: string
  readonly found?: string
  readonly hint?: string
}

/** Has the shape of vocabulary's AllmendeError, without loading it: a mistyped command is answered at once. */
class CommandError extends Error {
  override readonly name = 'AllmendeError'
  readonly code: string
  readonly status = 400

  constructor(code: string, { message, ...rest }: Row & Details) {
    super(message)
    this.code = code
    Object.assign(this, rest)
  }
}

/** Makes the error. The details say what differs from the table. */
export function fail(code: keyof typeof ERRORS, details: Details = {}): Error {
  const row: Row = ERRORS[code]
  return new CommandError(code, { ...row, ...details })
}

/** What is told of an error, whatever was thrown. */
export type Told = {
  readonly code: string
  readonly message: string
  readonly expected?: string
  readonly found?: string
  readonly hint?: string
}

export function toldOf(error: unknown): Told {
  const { code, message, expected, found, hint, name } = error as Partial<Told> & Error
  if (name !== 'AllmendeError' || typeof code !== 'string') {
    const text = error instanceof Error ? error.message : String(error)
    return { code: 'INTERNAL', message: text, hint: 'this is a fault of the program: please report it' }
  }
  return {
    code,
    message: message ?? '',
    ...(expected !== undefined && { expected }),
    ...(found !== undefined && { found }),
    ...(hint !== undefined && { hint }),
  }
}
