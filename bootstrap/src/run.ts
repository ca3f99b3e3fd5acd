import { TransportError, type Logger } from '@allmende/transports'
import { parseOptions, type Options } from './options.ts'
import { startService, type Service } from './service.ts'

type Surroundings = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'once' | 'off'>

/** Runs until a signal comes. Resolves with the exit status: 0 stopped cleanly, 1 could not start, 2 wrong usage. */
export async function run(args: string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr } = surroundings
  const json = args.includes('--json')
  const said: string[] = []
  const options = parseOptions(args, stdout, json ? { write: (text) => said.push(text) } : stderr)
  if ('exit' in options) {
    const message = said[0]?.trim().replace(/^error: /, '')
    if (message)
      report({ json }, surroundings, {
        code: 'BOOTSTRAP_USAGE',
        message,
        hint: said.slice(1).join('').trim(),
      })
    return options.exit
  }
  if (options.host === '0.0.0.0') {
    const hint = 'Give the address others use, and --bind 0.0.0.0 to listen on all networks.'
    report(options, surroundings, {
      code: 'BOOTSTRAP_HOST',
      message: '0.0.0.0 is no address others can reach',
      hint,
    })
    return 2
  }
  const stopped = nextSignal(surroundings)
  try {
    const service = await startService(options, loggerTo(surroundings))
    announce(options, service, surroundings)
    await stopped
    await service.close()
    return 0
  } catch (error) {
    const problem = error instanceof TransportError ? error : systemProblem(error, options)
    if (problem === null) throw error
    report(options, surroundings, problem)
    return 1
  }
}

/** The folder or the port of the metrics can't be used: told in words, as what the transports tell. */
function systemProblem(error: unknown, { state, metrics }: Options): Problem | null {
  const { code, syscall, path, message } = error as NodeJS.ErrnoException
  if (code === undefined) return null
  if (syscall === 'listen')
    return {
      code: 'BOOTSTRAP_METRICS',
      message: `the metrics cannot be served on port ${metrics}`,
      found: message,
      hint: 'Choose another port with --metrics.',
    }
  if (path === undefined) return null
  return {
    code: 'BOOTSTRAP_STATE',
    message: `the folder ${state} cannot be used`,
    found: message,
    hint: 'Give a folder that this user may write with --state.',
  }
}

/** What an operator should know goes to standard error, where systemd collects it. */
function loggerTo({ stderr }: Surroundings): Logger {
  const say =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}): void =>
      void stderr.write(`${level}: ${message} ${JSON.stringify(fields)}\n`)
  return { debug() {}, info: say('info'), warn: say('warning'), error: say('error') }
}

function announce({ json, host }: Options, service: Service, { stdout }: Surroundings): void {
  const { address, ports, relay, web, metrics } = service
  if (json) {
    const more = {
      ...(relay !== null && { relay }),
      ...(web !== null && { web }),
      ...(metrics !== null && { metrics }),
    }
    return void stdout.write(`${JSON.stringify({ address, ports, ...more })}\n`)
  }
  const reach = host.startsWith('127.') ? ' Only programs on this computer reach it.' : ''
  const carries =
    relay === null
      ? ''
      : 'It relays for nodes that cannot reach each other, also over TCP at the same port.\n'
  const numbers = metrics === null ? '' : `Numbers for Prometheus: http://${metrics}/metrics\n`
  stdout.write(
    `Bootstrap node is ready at ${address}.${reach}\n` +
      `UDP ports: ${ports.join(', ')}\n${carries}${numbers}` +
      `Start nodes with:  allmende start --bootstrap ${address}\n` +
      'Stop with Ctrl-C.\n',
  )
}

type Problem = { code: string; message: string; expected?: string; found?: string; hint?: string }

function report({ json }: Pick<Options, 'json'>, { stdout, stderr }: Surroundings, problem: Problem): void {
  const { code, message, expected, found, hint } = problem
  if (json)
    return void stdout.write(`${JSON.stringify({ error: { code, message, expected, found, hint } })}\n`)
  stderr.write(`allmende-bootstrap: ${message}${found ? ` (${found})` : ''}\n${hint ? `${hint}\n` : ''}`)
}

/** Listened for from the beginning: a signal during the start must not be lost, nor end the process without cleaning up. */
function nextSignal(surroundings: Surroundings): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) surroundings.once(signal, () => resolve())
  })
}
