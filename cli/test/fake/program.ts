import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import type { Test } from 'tape'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { OpenNodeOptions } from '@allmende/node'
import { programs } from '@allmende/testkit'
import { openFakeNode, type FakeScript } from '../../../packages/api/test/fake/node.ts'
import { run as runProgram } from '../../src/run.ts'

export type Ended = {
  readonly status: number | null
  readonly out: string
  readonly err: string
  readonly json: unknown
}

export type Running = {
  readonly child: ChildProcess
  readonly out: () => string
  readonly err: () => string
  /** Resolves once the text is on standard output or standard error. */
  readonly saying: (text: string) => Promise<void>
  readonly ended: Promise<Ended>
}

type Options = {
  readonly home?: string
  readonly fake?: FakeScript
  readonly input?: string
  readonly cwd?: string
  readonly env?: Record<string, string>
  /** The program with the real node: as users have it, or from the sources of the checkout. */
  readonly real?: boolean | 'checkout'
}

const FAKE_MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const REAL = join(programs(), 'allmende')
const CHECKOUT = fileURLToPath(new URL('../../bin/allmende', import.meta.url))

/** Starts the program as a process of its own; it is ended with the test. */
export function begin(t: Test, args: readonly string[], options: Options = {}): Running {
  const { home, fake = {}, input, cwd, env, real } = options
  const fakeArgs = ['--disable-warning=ExperimentalWarning', FAKE_MAIN, ...args]
  const child = spawn(
    real === 'checkout' ? CHECKOUT : real ? REAL : process.execPath,
    real ? [...args] : fakeArgs,
    {
      cwd,
      env: {
        PATH: process.env['PATH'],
        HOME: '/nonexistent',
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        FAKE: JSON.stringify(fake),
        ...(home !== undefined && { ALLMENDE_HOME: home }),
        ...env,
      },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    },
  )
  let out = ''
  let err = ''
  const waiting = new Set<() => void>()
  const heard = () => waiting.forEach((look) => look())
  child.stdout!.on('data', (chunk) => ((out += String(chunk)), heard()))
  child.stderr!.on('data', (chunk) => ((err += String(chunk)), heard()))
  child.stdin?.end(input)
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status) => {
      heard()
      resolve({ status, out, err, json: parsed(out) })
    })
  })
  t.teardown(() => void child.kill('SIGKILL'))
  const saying = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!out.includes(text) && !err.includes(text)) {
          if (child.exitCode !== null) reject(new Error(`ended without saying "${text}": ${out}${err}`))
          return
        }
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return { child, out: () => out, err: () => err, saying, ended }
}

/** Runs the program to its end, as a process of its own. */
export function run(t: Test, args: readonly string[], options?: Options): Promise<Ended> {
  return begin(t, args, options).ended
}

/** Runs the program to its end in this process: the same but for the start of Node, which is most of the time. */
export async function within(args: readonly string[], options: Options = {}): Promise<Ended> {
  const { home, fake = {}, input, cwd = process.cwd(), env, real } = options
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const out = text(stdout)
  const err = text(stderr)
  const status = await runProgram(args, {
    stdin: Readable.from(input === undefined || input === '' ? [] : [input]),
    stdout,
    stderr,
    env: { ...(home !== undefined && { ALLMENDE_HOME: home }), ...env },
    cwd,
    userHome: env?.['HOME'] ?? '/nonexistent',
    now: Date.now,
    onSignal: () => () => {},
    abandon: () => {},
    ...(!real && { openNode: (opening: OpenNodeOptions) => openFakeNode(opening, fake) }),
  })
  stdout.end()
  stderr.end()
  return { status, out: await out, err: await err, json: parsed(await out) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
