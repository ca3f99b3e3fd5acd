import test from 'tape'
import { until } from '@allmende/testkit'
import { block, network, route, whyNoRouters } from './namespaces.ts'
import { meetingPlace, PATIENCE, person, type Person } from './person.ts'

const missing = whyNoRouters()
const options = missing === null ? {} : { skip: missing }

/** Waits until status says a hint, and gives its words. */
async function hint(one: Person, code: string): Promise<string> {
  const found = await until(
    async () =>
      (await one.status()).network.flatMap(({ hints }) => hints).find((other) => other.code === code),
    { what: `the hint ${code}`, ...PATIENCE },
  )
  return found.message
}

test(
  'T41 where the network lets devices hear but not reach each other, status says so',
  options,
  async (t) => {
    const { makeSwitch, machine } = network(t)
    const bare = makeSwitch('sw')
    const [here, there] = [machine('a'), machine('b')]
    here.plug(bare, '10.77.4.1/24')
    there.plug(bare, '10.77.4.2/24')
    for (const one of [here, there]) block(one, 'tcp')
    const [ada, ben] = [person(t, here), person(t, there)]
    const { link } = await ada.tell<{ link: string }>(
      'commons',
      'create',
      'Hotel',
      '--no-internet',
      '--no-lan',
    )
    await ada.start('--no-internet')
    await ben.start('--no-internet')
    await ben.tell('commons', 'join', link)
    t.match(
      await hint(ben, 'neighbours-unreachable'),
      /10\.77\.4\.1 is heard on this network, but no connection opens/,
    )
    t.deepEqual((await ben.status()).peers, [])
  },
)

test('T41 where a router lets no UDP through, status says so', options, async (t) => {
  const { makeSwitch, machine } = network(t)
  const [net, left] = [makeSwitch('net'), makeSwitch('l')]
  const [server, near, here] = [machine('srv'), machine('r'), machine('a')]
  server.plug(net, '60.1.1.1/24')
  near.plug(left, '192.168.1.1/24')
  route(near, near.plug(net, '60.1.1.11/24'), 'easy')
  block(near, 'udp')
  here.plug(left, '192.168.1.21/24', '192.168.1.1')
  const bootstrap = await meetingPlace(t, server, '60.1.1.1', '--port', '4977')
  const ada = person(t, here)
  await ada.tell('commons', 'create', 'Office', '--no-internet', '--no-lan')
  await ada.start('--bootstrap', bootstrap)
  t.match(await hint(ada, 'udp-blocked'), /block UDP: the meeting place 60\.1\.1\.1 answers over TCP/)
})
