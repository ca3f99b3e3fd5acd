import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Test } from 'tape'
import { programs, temporaryFolder, until } from '@allmende/testkit'
import { type Machine, run } from './namespaces.ts'

const PROGRAM = join(programs(), 'allmende')
const BOOTSTRAP = join(programs(), 'allmende-bootstrap')

export const PATIENCE = { deadlineMs: 60_000, everyMs: 200 }

export type Peer = {
  node: string
  transport: string
  address: string
  rtt: number | null
  since: number
  bytesIn: number
  bytesOut: number
}
export type Status = {
  node: string
  peers: Peer[]
  commons: { id: string }[]
  relay: {
    state: string
    connections: number
    bytes: number
    bytesPerSecond: number
    place: { state: string; port: number; connections: number; bytes: number } | null
  } | null
  network: {
    transport: string
    addresses: string[]
    hints: { code: string; message: string }[]
    places?: { address: string; learned: boolean; state: string }[]
  }[]
}

/** Somebody at a machine, with a home, who uses the real program. */
export function person(t: Test, machine: Machine) {
  const home = join(temporaryFolder(t), 'home')
  const words = (command: readonly string[]) => machine.run([PROGRAM, ...command, '--home', home, '--json'])
  const tell = async <T>(...command: string[]): Promise<T> => {
    const { status, out, err } = await run(words(command))
    if (status !== 0) throw new Error(`${command.join(' ')}: ${status} ${out}${err}`)
    return JSON.parse(out) as T
  }
  return {
    tell,
    status: () => tell<Status>('status'),
    /** Starts a node. Resolves when it is ready; `stop` ends it as its owner does. */
    async start(...more: string[]) {
      const [program = '', ...args] = words(['start', '--port', '0', '--no-starter', ...more])
      const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      t.teardown(() => void child.kill('SIGKILL'))
      const said = await new Promise<string>((resolve, reject) => {
        child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk)))
        child.once('exit', (code) => reject(new Error(`the node ended with ${code}`)))
      })
      const { node } = JSON.parse(said) as { node: string }
      return { node, stop: () => stopped(child) }
    },
  }
}

function stopped(child: ChildProcess): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  return ended
}

export type Person = ReturnType<typeof person>

/** Waits until one sees the other on the same network, and gives the milliseconds. */
export async function sees(one: Person, node: string): Promise<number> {
  const begin = performance.now()
  await until(
    async () =>
      (await one.status()).peers.some((peer) => peer.node === node && peer.transport === 'same network'),
    { what: 'the other to be seen on the same network', ...PATIENCE },
  )
  return Math.round(performance.now() - begin)
}

/** Starts a meeting place at a machine, and gives its address. */
export async function meetingPlace(
  t: Test,
  machine: Machine,
  host: string,
  ...more: string[]
): Promise<string> {
  const [program = '', ...args] = machine.run([BOOTSTRAP, '--host', host, '--json', ...more])
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => void child.kill('SIGKILL'))
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk)))
    child.once('exit', (code) => reject(new Error(`the meeting place ended with ${code}`)))
  })
  return (JSON.parse(said) as { address: string }).address
}
