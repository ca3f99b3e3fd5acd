import { TransportError } from '@allmende/transports'
import { startBootstrapNode, type BootstrapNode } from '@allmende/transports/bootstrap'
import { parseOptions, type Options } from './options.ts'

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
    const node = await startBootstrapNode(options)
    announce(options, node, surroundings)
    await stopped
    await node.close()
    return 0
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    report(options, surroundings, error)
    return 1
  }
}

function announce({ json, host }: Options, { address }: BootstrapNode, { stdout }: Surroundings): void {
  if (json) return void stdout.write(`${JSON.stringify({ address })}\n`)
  const reach = host.startsWith('127.') ? ' Only programs on this computer reach it.' : ''
  stdout.write(
    `Bootstrap node is ready at ${address}.${reach}\n` +
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
