import test, { type Test } from 'tape'
import { until } from '@allmende/testkit'
import { network, route, whyNoRouters } from './namespaces.ts'
import { meetingPlace, PATIENCE, person, type Person } from './person.ts'

const missing = whyNoRouters()
const options = missing === null ? {} : { skip: missing }

/** The addresses look public: hyperdht treats reserved ones as those of a private network. */
async function twoHouseholds(t: Test, kind: 'easy' | 'hard') {
  const { makeSwitch, machine } = network(t)
  const [net, left, right] = [makeSwitch('net'), makeSwitch('l'), makeSwitch('r')]
  const [server, near, far] = [machine('srv'), machine('rl'), machine('rr')]
  server.plug(net, '60.1.1.1/24')
  for (const [router, lan, out] of [
    [near, left, '60.1.1.11/24'],
    [far, right, '60.1.1.12/24'],
  ] as const) {
    router.plug(lan, '192.168.1.1/24')
    route(router, router.plug(net, out), kind)
  }
  const [here, there] = [machine('a'), machine('b')]
  here.plug(left, '192.168.1.21/24', '192.168.1.1')
  there.plug(right, '192.168.1.22/24', '192.168.1.1')
  return { server, ada: person(t, here), ben: person(t, there) }
}

async function reaches(one: Person, node: string, transport: string): Promise<number> {
  const begin = performance.now()
  await until(
    async () => {
      const { peers } = await one.status()
      console.log('#', JSON.stringify(peers.map(({ node: id, transport: way, address, rtt }) => ({ id: id.slice(0, 6), way, address, rtt }))))
      return peers.some((peer) => peer.node === node && peer.transport === transport)
    },
    { what: `the other to be reached: ${transport}`, ...PATIENCE },
  )
  return Math.round(performance.now() - begin)
}

for (const kind of ['easy', 'hard'] as const)
test(`T38 ${kind}`, options, async (t) => {
  const { server, ada, ben } = await twoHouseholds(t, kind)
  const bootstrap = await meetingPlace(t, server, '60.1.1.1', '--port', '4977')
  const { link } = await ada.tell<{ link: string }>('commons', 'create', 'Street', '--no-internet', '--no-lan')
  const hers = await ada.start('--bootstrap', bootstrap)
  await ben.start('--bootstrap', bootstrap)
  await ben.tell('commons', 'join', link)
  const ms = await reaches(ben, hers.node, kind === 'easy' ? 'internet' : 'relayed')
  t.pass(`reached after ${ms} ms`)
})
