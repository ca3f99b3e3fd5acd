import test from 'tape'
import { until } from '@allmende/testkit'
import { network, route, whyNoRouters } from './namespaces.ts'
import { PATIENCE, person, type Person } from './person.ts'

const missing = whyNoRouters()
const options = missing === null ? {} : { skip: missing }

const THIRD = '60.1.1.31'
const PLACE = `${THIRD}:4978`

async function reaches(one: Person, node: string) {
  const peer = async () => (await one.status()).peers.find((other) => other.node === node)
  return until(peer, { what: 'the other to be reached', ...PATIENCE, deadlineMs: 180_000 })
}

test(
  'T67 two behind routers, with no meeting place or DHT, meet through the relay of a member of their commons, and again after a restart',
  options,
  async (t) => {
    const { makeSwitch, machine } = network(t)
    const [net, left, right] = [makeSwitch('net'), makeSwitch('l'), makeSwitch('r')]
    const [near, far, third] = [machine('rl'), machine('rr'), machine('c')]
    for (const [router, lan, out] of [
      [near, left, '60.1.1.11/24'],
      [far, right, '60.1.1.12/24'],
    ] as const) {
      router.plug(lan, '192.168.1.1/24')
      route(router, router.plug(net, out), 'hard')
    }
    third.plug(net, `${THIRD}/24`)
    const [here, there] = [machine('a'), machine('b')]
    here.plug(left, '192.168.1.21/24', '192.168.1.1')
    there.plug(right, '192.168.1.22/24', '192.168.1.1')
    const [ada, ben, cleo] = [person(t, here), person(t, there), person(t, third)]
    const nowhere = ['--no-internet', '--no-lan']
    const { link } = await ada.tell<{ link: string }>('commons', 'create', 'Street', ...nowhere)
    await cleo.start('--peer-port', '4977', '--relay', '--relay-port', '4978')
    const hers = await ada.start()
    const his = await ben.start()
    for (const one of [ben, cleo]) await one.tell('commons', 'join', link)
    // All that is known of anybody: the address of one who is in the commons too.
    for (const one of [ada, ben]) await one.tell('connect', `${THIRD}:4977`)
    const to = await reaches(ben, hers.node)
    t.deepEqual([to.transport, to.address], ['relayed', PLACE], 'through the third, and status says so')
    t.equal((await reaches(ada, his.node)).transport, 'relayed', 'seen from both sides')
    const learned = (await ben.status()).network.flatMap(({ places = [] }) => places)
    t.deepEqual(learned, [{ address: PLACE, learned: true, state: 'there' }], 'nobody was told it by hand')
    const { relay } = await cleo.status()
    t.equal(relay?.place?.connections, 1, 'one connection is carried there')
    await his.stop()
    const again = await ben.start()
    t.equal(again.node, his.node)
    t.equal(
      (await reaches(ben, hers.node)).address,
      PLACE,
      'after a restart, without being told an address again',
    )
  },
)
