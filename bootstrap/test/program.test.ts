import { spawn, type ChildProcess } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import test from 'tape'
import { createHyperswarmTransport } from '@allmende/transports/hyperswarm'
import { nodeKeyPair, type Connection, type Transport } from '@allmende/transports'
import { actor, seeded, silentLogger, until } from '@allmende/testkit'

const program = fileURLToPath(new URL('../../node_modules/.bin/allmende-bootstrap', import.meta.url))

function start(...args: string[]): ChildProcess {
  return spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
}

async function finished(child: ChildProcess): Promise<{ status: number | null; out: string; err: string }> {
  const [out, err] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null,
  ])
  return { status: child.exitCode, out, err }
}

/** The first line; fails when the program ends before. */
async function firstLine(child: ChildProcess): Promise<string> {
  let seen = ''
  child.stdout?.on('data', (chunk: Buffer) => (seen += chunk.toString()))
  await until(() => seen.includes('\n') || child.exitCode !== null, {
    what: 'the first line',
    deadlineMs: 10_000,
  })
  return seen.slice(0, seen.indexOf('\n'))
}

test('with --json it prints its address in one line, stops cleanly on SIGTERM and SIGINT, and says nothing else', async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const child = start('--host', '127.0.0.1', '--port', '0', '--json')
    const ended = finished(child)
    const { address } = JSON.parse(await firstLine(child)) as { address: string }
    t.match(address, /^127\.0\.0\.1:\d+$/)
    t.notEqual(address, '127.0.0.1:0', 'the real port')
    child.kill(signal)
    const { status, out, err } = await ended
    t.equal(status, 0, signal)
    t.equal(out, `${JSON.stringify({ address })}\n`)
    t.equal(err, '')
  }
})

test('without --json it says in words how to use it', async (t) => {
  const child = start('--host', '127.0.0.1', '--port', '0')
  const ended = finished(child)
  await firstLine(child)
  child.kill('SIGTERM')
  const { status, out } = await ended
  t.equal(status, 0)
  t.match(out, /ready at 127\.0\.0\.1:\d+\. Only programs on this computer reach it/)
  t.match(out, /allmende start --bootstrap 127\.0\.0\.1:\d+/)
})

test('--help shows an example; wrong usage is told with exit status 2', async (t) => {
  const help = await finished(start('--help'))
  t.equal(help.status, 0)
  t.match(help.out, /\$ allmende-bootstrap --host 127\.0\.0\.1 --port 4977/)
  const wrong = [
    [],
    ['--host', 'example.org'],
    ['--host', '::1'],
    ['--host', '127.0.0.1', '--port', '70000'],
    ['--host', '127.0.0.1', '--prot', '1'],
    ['--host', '127.0.0.1', 'extra'],
    ['--host', '0.0.0.0'],
  ]
  await Promise.all(
    wrong.map(async (args) => {
      const { status, out, err } = await finished(start(...args))
      t.equal(status, 2, args.join(' ') || 'nothing')
      t.ok(err.length > 20 && out === '', err.split('\n')[0])
    }),
  )
  const json = await finished(start('--json'))
  t.equal(json.status, 2)
  t.match((JSON.parse(json.out) as { error: { message: string } }).error.message, /--host/)
  t.equal(json.err, '')
})

test('a port that is taken, also on another address, is an error with exit status 1', async (t) => {
  const holder = createSocket('udp4')
  holder.bind({ port: 0, address: '0.0.0.0', exclusive: true })
  await once(holder, 'listening')
  const { port } = holder.address()
  const words = await finished(start('--host', '127.0.0.1', '--port', String(port)))
  t.equal(words.status, 1)
  t.match(words.err, new RegExp(`port ${port} on 127\\.0\\.0\\.1 is taken`))
  t.match(words.err, /Choose another port/)
  const json = await finished(start('--host', '127.0.0.1', '--port', String(port), '--json'))
  t.equal(json.status, 1)
  t.equal((JSON.parse(json.out) as { error: { code: string } }).error.code, 'TRANSPORT_PORT_TAKEN')
  holder.close()
})

test('two peers find each other through it alone, whether they join together or one after the other', async (t) => {
  const child = start('--host', '127.0.0.1', '--port', '0', '--json')
  const { address } = JSON.parse(await firstLine(child)) as { address: string }
  const random = seeded('bootstrap')
  const times: number[] = []
  for (const together of [true, false, true, false])
    times.push(await meet(address, random.bytes(32), together))
  // Some hundred milliseconds on a machine with nothing else to do.
  t.ok(Math.max(...times) < 4_000, `found after ${times.join(', ')} ms`)
  child.kill('SIGTERM')
  t.equal((await finished(child)).status, 0)
})

/** Milliseconds from the first join until both have a connection. */
async function meet(address: string, topic: Uint8Array, together: boolean): Promise<number> {
  const seen: Connection[] = []
  const peers = await Promise.all(
    ['Ada', 'Ben'].map(async (name): Promise<Transport> => {
      const keyPair = nodeKeyPair(actor(name).seed)
      const transport = createHyperswarmTransport({ keyPair, bootstrap: [address], logger: silentLogger })
      await transport.start((connection) => void seen.push(connection))
      return transport
    }),
  )
  const begin = performance.now()
  for (const peer of peers) {
    await peer.join(topic, { server: true, client: true })
    if (!together) await peer.flush()
  }
  const both = () => peers.every((peer) => peer.status().connections > 0)
  await until(both, { what: 'both to be connected', deadlineMs: 10_000 })
  const ms = Math.round(performance.now() - begin)
  await Promise.all(peers.map((peer) => peer.close()))
  return ms
}
