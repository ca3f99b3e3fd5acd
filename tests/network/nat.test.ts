import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type Test } from 'tape'
import { temporaryFolder, until } from '@allmende/testkit'
import { block, network, route, whyNoRouters } from './namespaces.ts'
import { meetingPlace, PATIENCE, type Peer, person, type Person } from './person.ts'

const missing = whyNoRouters()
const options = missing === null ? {} : { skip: missing }

/** The addresses look public: hyperdht treats reserved ones as those of a private network. */
const PLACE = '60.1.1.1'

/** Two households, each behind a router of its own, with nothing between but a meeting place. Both use the same addresses. */
async function twoHouseholds(t: Test, kind: 'easy' | 'hard', withoutUdp = false, ...more: string[]) {
  const { makeSwitch, machine } = network(t)
  const [net, left, right] = [makeSwitch('net'), makeSwitch('l'), makeSwitch('r')]
  const [server, near, far] = [machine('srv'), machine('rl'), machine('rr')]
  server.plug(net, `${PLACE}/24`)
  for (const [router, lan, out] of [
    [near, left, '60.1.1.11/24'],
    [far, right, '60.1.1.12/24'],
  ] as const) {
    router.plug(lan, '192.168.1.1/24')
    route(router, router.plug(net, out), kind)
  }
  if (withoutUdp) block(near, 'udp')
  const [here, there] = [machine('a'), machine('b')]
  here.plug(left, '192.168.1.21/24', '192.168.1.1')
  there.plug(right, '192.168.1.22/24', '192.168.1.1')
  const bootstrap = await meetingPlace(t, server, PLACE, '--port', '4977', ...more)
  const [ada, ben] = [person(t, here), person(t, there)]
  const { link } = await ada.tell<{ link: string }>(
    'commons',
    'create',
    'Street',
    '--no-internet',
    '--no-lan',
  )
  const hers = await ada.start('--bootstrap', bootstrap)
  const his = await ben.start('--bootstrap', bootstrap)
  await ben.tell('commons', 'join', link)
  /** Somebody else's node on the net between. */
  const another = () => {
    const other = machine('c')
    other.plug(net, '60.1.1.31/24')
    return person(t, other)
  }
  return { ada, ben, hers, his, bootstrap, another }
}

/** Waits until one is connected with the other at all, and gives how. */
async function connected(one: Person, node: string) {
  const peer = await until(async () => (await one.status()).peers.find((other) => other.node === node), {
    what: 'the other to be reached',
    ...PATIENCE,
  })
  return peer
}

test(
  'T37 two behind routers that keep a sender’s port punch through, and status says "internet"',
  options,
  async (t) => {
    const { ada, ben, hers, his } = await twoHouseholds(t, 'easy')
    const to = await connected(ben, hers.node)
    t.equal(to.transport, 'internet', `${to.address}, ${to.rtt} ms`)
    t.match(to.address, /^60\.1\.1\.11:/, 'the way goes to the other household itself')
    t.equal((await connected(ada, his.node)).transport, 'internet', 'seen from both sides')
  },
)

test(
  'T37 two behind routers that choose ports by chance use the relay, and status says "relayed"',
  options,
  async (t) => {
    const { ada, ben, hers, his } = await twoHouseholds(t, 'hard')
    const to = await connected(ben, hers.node)
    t.equal(to.transport, 'relayed', `${to.address}, ${to.rtt} ms`)
    t.match(to.address, /^60\.1\.1\.1:/, 'the way goes to the meeting place')
    t.equal((await connected(ada, his.node)).transport, 'relayed', 'seen from both sides')
    const folder = join(temporaryFolder(t), 'bench')
    mkdirSync(folder)
    writeFileSync(join(folder, 'plan.bin'), randomBytes(2_000_000))
    const { link } = await ada.tell<{ link: string }>('share', folder, '--licence', 'CC0-1.0')
    const target = join(temporaryFolder(t), 'out')
    await ben.tell('copy', link, target)
    t.ok(
      readFileSync(join(target, 'plan.bin')).equals(readFileSync(join(folder, 'plan.bin'))),
      'copied whole',
    )
    const { transport, bytesIn } = await connected(ben, hers.node)
    t.equal(transport, 'relayed')
    t.ok(bytesIn > 2_000_000, `through the relay: ${bytesIn} bytes`)
  },
)

test(
  'T45 where no meeting place relays, any node that offers to does, and status tells how much',
  options,
  async (t) => {
    const { ada, hers, ben, bootstrap, another } = await twoHouseholds(t, 'hard', false, '--no-relay')
    const cleo = another()
    await cleo.start('--relay', '--relay-rate', '800kB', '--bootstrap', bootstrap)
    const to = await connected(ben, hers.node)
    t.equal(to.transport, 'relayed', `${to.address}, ${to.rtt} ms`)
    t.match(
      to.address,
      /^60\.1\.1\.31:/,
      'the way goes through the node of somebody who has nothing to do with it',
    )
    const { relay, peers, commons } = await cleo.status()
    t.deepEqual([relay?.state, relay?.connections, relay?.bytesPerSecond], ['offered', 1, 800_000])
    t.ok((relay?.bytes ?? 0) > 0, `${relay?.bytes} bytes carried`)
    t.deepEqual([peers, commons], [[], []], 'who knows neither the two nor their commons')
    t.equal((await ada.status()).relay, null, 'nobody offers unasked')
  },
)

test(
  'T42 one whose router lets no UDP through is reached over TCP through the meeting place',
  options,
  async (t) => {
    const { ada, ben, hers, his } = await twoHouseholds(t, 'easy', true)
    const to = await connected(ada, his.node)
    t.equal(to.transport, 'relayed', `${to.address}, ${to.rtt} ms`)
    t.equal(to.address, '60.1.1.1:4977', 'over the meeting place')
    t.equal((await connected(ben, hers.node)).transport, 'relayed', 'seen from both sides')
  },
)

test(
  'T42 where both have public addresses and only UDP is missing, the relay gives way to a direct connection',
  options,
  async (t) => {
    const { makeSwitch, machine } = network(t)
    const net = makeSwitch('net')
    const [server, here, there] = [machine('srv'), machine('a'), machine('b')]
    server.plug(net, `${PLACE}/24`)
    here.plug(net, '60.1.1.21/24')
    there.plug(net, '60.1.1.22/24')
    for (const one of [here, there]) block(one, 'udp')
    const bootstrap = await meetingPlace(t, server, PLACE, '--port', '4977')
    const [ada, ben] = [person(t, here), person(t, there)]
    const { link } = await ada.tell<{ link: string }>(
      'commons',
      'create',
      'Yard',
      '--no-internet',
      '--no-lan',
    )
    const hers = await ada.start('--bootstrap', bootstrap, '--no-lan')
    await ben.start('--bootstrap', bootstrap, '--no-lan')
    await ben.tell('commons', 'join', link)
    const direct = async (): Promise<Peer | undefined> =>
      (await ben.status()).peers.find(({ node, transport }) => node === hers.node && transport !== 'relayed')
    const peer = await until(direct, { what: 'the direct connection', ...PATIENCE })
    t.match(peer.address, /^60\.1\.1\.21:/, `${peer.transport}, ${peer.address}`)
  },
)

test(
  'T46 on a network that lets no UDP through, two meet at the place of a third, who runs a node with --relay',
  options,
  async (t) => {
    const { makeSwitch, machine } = network(t)
    const net = makeSwitch('net')
    const [here, there, third] = [machine('a'), machine('b'), machine('c')]
    // Addresses of a network at home: nothing says that others can reach them, so all goes through the third.
    ;[here, there, third].forEach((one, at) => {
      one.plug(net, `192.168.1.2${at + 1}/24`)
      block(one, 'udp')
    })
    const [ada, ben, cleo] = [person(t, here), person(t, there), person(t, third)]
    await cleo.start('--no-lan', '--relay', '--relay-port', '4978')
    const way = ['--no-lan', '--bootstrap', 'tcp://192.168.1.23:4978']
    const { link } = await ada.tell<{ link: string }>(
      'commons',
      'create',
      'Yard',
      '--no-internet',
      '--no-lan',
    )
    const hers = await ada.start(...way)
    await ben.start(...way)
    await ben.tell('commons', 'join', link)
    const to = await connected(ben, hers.node)
    t.deepEqual([to.transport, to.address], ['relayed', '192.168.1.23:4978'], 'through the third')
    const { relay, peers } = await cleo.status()
    t.deepEqual([relay?.place?.state, relay?.place?.port], ['open', 4978])
    t.ok((relay?.place?.bytes ?? 0) > 0, `${relay?.place?.bytes} bytes carried`)
    t.deepEqual(peers, [], 'who is in none of their commons, and meets nobody')
    const hints = (await ben.status()).network.flatMap((one) => one.hints)
    t.deepEqual(
      hints.filter(({ code }) => code === 'udp-blocked'),
      [],
      'a place that is for TCP alone is not taken as a sign of blocked UDP',
    )
  },
)
