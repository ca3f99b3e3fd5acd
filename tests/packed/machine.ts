import { type ChildProcess, spawn } from 'node:child_process'
import { delimiter, dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Test } from 'tape'

export type Said = { readonly status: number | null; readonly out: string; readonly err: string }

/**
 * Of what npm hands down to what it starts, only where packages come from and are kept, and whom this machine trusts for
 * that (without its own authorities npm tries again and again for minutes): nothing of this checkout.
 */
const KEPT =
  /^(?:npm_config_(?:registry|cache|userconfig|globalconfig|https?_proxy|noproxy|cafile)|NODE_EXTRA_CA_CERTS)$/i

/**
 * A machine as its owner has it: the programs on the path but those of this checkout, so the Node that was there before.
 * @param node a folder to look for `node` in before all others
 */
export function ownMachine(home: string, node?: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|NODE_|INIT_CWD|ALLMENDE)/i.test(name) || KEPT.test(name),
  )
  const own = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules') && !folder.includes('node-gyp-bin'))
  return {
    ...Object.fromEntries(kept),
    PATH: [...(node === undefined ? [] : [node]), ...own].join(delimiter),
    HOME: home,
    ALLMENDE_HOME: home,
    NO_COLOR: '1',
  }
}

/** The folder of the Node that runs this test. */
export const thisNode = dirname(process.execPath)

type Options = { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly input?: string }

/** Runs a program to its end. */
export async function run([program = '', ...args]: readonly string[], options: Options): Promise<Said> {
  const { cwd, env, input } = options
  const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
  // One that reads nothing may be gone before we have said it.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input ?? '')
  const status = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { status: await status, out, err }
}

/** Starts a program that goes on, and gives its first line of JSON and a way to end it that tells the status. */
export async function begin(t: Test, [program = '', ...args]: readonly string[], { cwd, env }: Options) {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  t.teardown(() => end(child))
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const line = await new Promise<string>((resolve, reject) => {
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      if (out.includes('\n')) resolve(out.slice(0, out.indexOf('\n')))
    })
    child.once('error', reject)
    child.once('close', (status) => reject(new Error(`ended with status ${status}: ${out}${err}`)))
  })
  return { said: JSON.parse(line) as Record<string, string>, child, ended }
}

function end({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}
