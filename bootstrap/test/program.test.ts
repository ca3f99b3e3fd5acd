import { spawn, type ChildProcess } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import test from 'tape'
import { createHyperswarmTransport } from '@allmende/transports/hyperswarm'
import { createMeetingTransport } from '@allmende/transports/libp2p'
import { nodeKeyPair, type Connection, type Transport } from '@allmende/transports'
import { actor, freePort, programs, seeded, silentLogger, temporaryFolder, until } from '@allmende/testkit'

const program = join(programs(), 'allmende-bootstrap')

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
    deadlineMs: 60_000,
  })
  return seen.slice(0, seen.indexOf('\n'))
}

test('with --json it prints its address in one line, stops cleanly on SIGTERM and SIGINT, and says nothing else', async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const child = start('--host', '127.0.0.1', '--port', '0', '--json')
    const ended = finished(child)
    const line = await firstLine(child)
    const { address, ports, relay } = JSON.parse(line) as { address: string; ports: number[]; relay: string }
    t.match(address, /^127\.0\.0\.1:\d+$/)
    t.equal(ports.length, 4, 'three helpers beside it')
    t.match(relay, /^[0-9a-f]{64}$/, 'and the key of its relay')
    t.notEqual(address, '127.0.0.1:0', 'the real port')
    child.kill(signal)
    const { status, out, err } = await ended
    t.equal(status, 0, signal)
    t.equal(out, `${line}\n`)
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
    times.push(await meet([address], random.bytes(32), together))
  // Some hundred milliseconds on a machine with nothing else to do.
  t.ok(Math.max(...times) < 60_000, `found after ${times.join(', ')} ms`)
  child.kill('SIGTERM')
  t.equal((await finished(child)).status, 0)
})

/** Milliseconds from the first join until both have a connection. */
async function meet(places: string[], topic: Uint8Array, together: boolean): Promise<number> {
  const seen: Connection[] = []
  const peers = await Promise.all(
    ['Ada', 'Ben'].map(async (name): Promise<Transport> => {
      const keyPair = nodeKeyPair(actor(name).seed)
      const transport = createHyperswarmTransport({ keyPair, bootstrap: places, logger: silentLogger })
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
  await until(both, { what: 'both to be connected', deadlineMs: 60_000 })
  const ms = Math.round(performance.now() - begin)
  await Promise.all(peers.map((peer) => peer.close()))
  return ms
}

type Ready = { address: string; ports: number[]; relay?: string; web?: number; metrics?: string }

async function ready(...args: string[]): Promise<Ready & { stop: () => Promise<number | null> }> {
  const child = start('--host', '127.0.0.1', '--json', ...args)
  const ended = finished(child)
  const said = JSON.parse(await firstLine(child)) as Ready
  return {
    ...said,
    stop: async () => {
      child.kill('SIGTERM')
      return (await ended).status
    },
  }
}

test('with --state its ports, its relay’s key and the nodes it knew are there again after a restart', async (t) => {
  const state = join(temporaryFolder(t), 'state')
  const first = await ready('--port', '0', '--state', state)
  const peer = createHyperswarmTransport({
    keyPair: nodeKeyPair(actor('Ada').seed),
    bootstrap: [first.address],
    logger: silentLogger,
  })
  await peer.start(() => {})
  t.equal(await first.stop(), 0)
  await peer.close()
  t.equal(statSync(join(state, 'relay.seed')).mode & 0o777, 0o600, 'the key is its owner’s alone')
  const second = await ready('--port', '0', '--state', state)
  t.deepEqual([second.ports, second.relay], [first.ports, first.relay])
  t.equal(await second.stop(), 0)
  writeFileSync(join(state, 'state.json'), '{"ports": ["x"], "known": [1, "../../x"]')
  const third = await ready('--port', '0', '--state', state)
  t.equal(third.relay, first.relay, 'a damaged list of ports costs the ports, not the key')
  t.equal(await third.stop(), 0)
  t.deepEqual((JSON.parse(readFileSync(join(state, 'state.json'), 'utf8')) as Ready).ports, third.ports)
})

test('--relay-rate and --relay-computers bound what is carried for strangers', async (t) => {
  const port = await freePort()
  const bounds = ['--relay-rate', '500kB', '--relay-computers', '50']
  const service = await ready('--port', '0', '--metrics', String(port), ...bounds)
  const numbers = await (await fetch(`http://${service.metrics}/metrics`)).text()
  t.match(numbers, /^allmende_bootstrap_relay_limit_computers 50$/m)
  t.match(numbers, /^allmende_bootstrap_relay_limit_bytes_per_second 500000$/m)
  t.equal(await service.stop(), 0)
  for (const wrong of [
    ['--relay-rate', 'much'],
    ['--relay-rate', '1B'],
    ['--relay-computers', '0'],
  ]) {
    const { status, err } = await finished(start('--host', '127.0.0.1', '--port', '0', ...wrong))
    t.equal(status, 2, wrong.join(' '))
    t.match(err, /Expected/)
  }
})

test('--metrics gives numbers for Prometheus on loopback, and nothing else; --no-relay relays nothing', async (t) => {
  const port = await freePort()
  const service = await ready('--port', '0', '--metrics', String(port), '--no-relay')
  t.equal(service.metrics, `127.0.0.1:${port}`)
  t.equal(service.relay, undefined, 'no relay is offered')
  const said = await fetch(`http://${service.metrics}/metrics`)
  t.match(said.headers.get('content-type') ?? '', /text\/plain; version=0\.0\.4/)
  const numbers = await said.text()
  t.match(numbers, /^# TYPE allmende_bootstrap_dht_nodes gauge\nallmende_bootstrap_dht_nodes \d+$/m)
  t.notOk(numbers.includes('relay_'), 'nor counted')
  for (const line of numbers.trim().split('\n')) t.match(line, /^(# (HELP|TYPE) \w+ .+|\w+ \d+)$/)
  t.equal((await fetch(`http://${service.metrics}/`)).status, 404)
  const second = await finished(start('--host', '127.0.0.1', '--port', '0', '--metrics', String(port)))
  t.equal(second.status, 1)
  t.match(second.err, /metrics cannot be served/, 'a port that is taken is told')
  const folder = await finished(start('--host', '127.0.0.1', '--port', '0', '--state', '/dev/null/x'))
  t.equal(folder.status, 1)
  t.match(folder.err, /folder \/dev\/null\/x cannot be used/, 'and a folder that is none')
  t.equal(await service.stop(), 0)
})

test('T39 a node with two meeting places finds peers when one of them is dead', async (t) => {
  const living = await ready('--port', '0')
  const dead = await ready('--port', '0')
  t.equal(await dead.stop(), 0)
  const random = seeded('two places')
  const ms = await meet([dead.address, living.address], random.bytes(32), false)
  t.ok(ms < 60_000, `found after ${ms} ms`)
  t.equal(await living.stop(), 0)
})

test('the systemd unit starts the program with options it has, and keeps its state', async (t) => {
  const unit = readFileSync(new URL('../systemd/allmende-bootstrap.service', import.meta.url), 'utf8')
  const command = /^ExecStart=\/usr\/bin\/env allmende-bootstrap (.+)$/m.exec(unit)?.[1] ?? ''
  const folder = join(temporaryFolder(t), 'state')
  const args = command
    .replace('${ALLMENDE_HOST}', '127.0.0.1')
    .replace('${STATE_DIRECTORY}', folder)
    .replace(/--metrics \d+/, '--metrics 0')
    .split(' ')
  t.ok(args.includes('--state'), command)
  const service = await ready(...args.slice(2), '--port', '0')
  t.match(service.metrics ?? '', /^127\.0\.0\.1:\d+$/)
  t.equal(await service.stop(), 0)
})

test('with --web it is reached by WebSocket too, and every node can be reached over TCP at the port it knows', async (t) => {
  const service = await ready('--port', '0', '--web', '0')
  const seen: Connection[] = []
  const places = [service.address, `ws://127.0.0.1:${service.web}`]
  for (const [name, place] of [
    ['Ada', places[0]],
    ['Ben', places[1]],
  ] as const) {
    const transport = createMeetingTransport({
      keyPair: nodeKeyPair(actor(name).seed),
      host: '127.0.0.1',
      places: [place ?? ''],
      logger: silentLogger,
    })
    await transport.start((connection) => void seen.push(connection))
    t.teardown(() => transport.close())
    await transport.join(seeded('web').bytes(32), { server: true, client: true })
  }
  await until(() => seen.length === 2, { what: 'the two to meet', deadlineMs: 60_000 })
  t.deepEqual(
    seen.map(({ relayed }) => relayed),
    [true, true],
  )
  t.equal(await service.stop(), 0)
})
