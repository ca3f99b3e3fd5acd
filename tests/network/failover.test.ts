import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import test, { type Test } from 'tape'
import { temporaryFolder, until } from '@allmende/testkit'
import { network, route, slow, whyNoRouters } from './namespaces.ts'
import { meetingPlace, PATIENCE, person, type Person } from './person.ts'

const missing = whyNoRouters()
const options = missing === null ? {} : { skip: missing }

const BYTES = 48 * 1_048_576
/** A slow Wi-Fi, so that the copy is still going on when a cable is pulled. */
const RATE = '80mbit'

/** Two computers with two ways between them: a bare switch, and each its own router with a meeting place behind. */
async function twoWays(t: Test, first: 'lan' | 'internet') {
  const { makeSwitch, machine } = network(t)
  const [net, bare, left, right] = [makeSwitch('net'), makeSwitch('sw'), makeSwitch('l'), makeSwitch('r')]
  const [server, near, far] = [machine('srv'), machine('rl'), machine('rr')]
  server.plug(net, '60.1.1.1/24')
  for (const [router, lan, out] of [
    [near, left, '60.1.1.11/24'],
    [far, right, '60.1.1.12/24'],
  ] as const) {
    router.plug(lan, '192.168.1.1/24')
    route(router, router.plug(net, out), 'easy')
  }
  const [here, there] = [machine('a'), machine('b')]
  const cables = [
    here.plug(left, '192.168.1.21/24', '192.168.1.1'),
    there.plug(right, '192.168.1.22/24', '192.168.1.1'),
  ]
  const wire = here.plug(bare, '10.77.9.1/24')
  const lan = there.plug(bare, '10.77.9.2/24')
  for (const cable of [cables[0] ?? '', wire]) slow(here, cable, RATE)
  if (first === 'internet') there.turn(lan, false)
  const bootstrap = await meetingPlace(t, server, '60.1.1.1', '--port', '4977')
  const [ada, ben] = [person(t, here), person(t, there)]
  const { link } = await ada.tell<{ link: string }>(
    'commons',
    'create',
    'Street',
    '--no-internet',
    '--no-lan',
  )
  const hers = await ada.start('--bootstrap', bootstrap)
  await ben.start('--bootstrap', bootstrap)
  await ben.tell('commons', 'join', link)
  return { there, lan, out: cables[1] ?? '', ada, ben, hers }
}

async function by(one: Person, node: string, way: string): Promise<number> {
  const begin = performance.now()
  const seen = async (): Promise<boolean> =>
    (await one.status()).peers.some((peer) => peer.node === node && peer.transport === way)
  await until(seen, { what: `the other to be there by ${way}`, ...PATIENCE })
  return Math.round(performance.now() - begin)
}

/** By which way the other is there: where both are open, whichever was first. */
async function wayTo(one: Person, node: string): Promise<string> {
  const way = async (): Promise<string | undefined> =>
    (await one.status()).peers.find((peer) => peer.node === node)?.transport
  await until(way, { what: 'the other to be there', ...PATIENCE })
  return (await way()) ?? ''
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

for (const later of [false, true])
  test(
    `T40 a copy goes on over another way when the cable of the first is pulled, ${later ? 'also one that was plugged in meanwhile' : 'both being there from the beginning'}`,
    options,
    async (t) => {
      const { there, lan, out, ada, ben, hers } = await twoWays(t, later ? 'internet' : 'lan')
      const first = await wayTo(ben, hers.node)
      const second = first === 'internet' ? 'same network' : 'internet'
      if (later) t.equal(first, 'internet', 'the only one there is')
      const folder = join(temporaryFolder(t), 'film')
      mkdirSync(folder)
      writeFileSync(join(folder, 'film.bin'), randomBytes(BYTES))
      const { link } = await ada.tell<{ link: string }>('share', folder, '--licence', 'CC0-1.0')
      const target = join(temporaryFolder(t), 'out')
      const copying = ben.tell<{ bytes: number }>('copy', link, target)
      let done = false
      copying.then(
        () => (done = true),
        () => (done = true),
      )
      const came = async (): Promise<boolean> =>
        (await ben.status()).peers.some(({ bytesIn }) => bytesIn > BYTES / 8)
      await until(came, { what: 'a part of it to be here', deadlineMs: 60_000, everyMs: 50 })
      t.notOk(done, 'in the middle of the copy')
      if (later) there.turn(lan, true)
      there.turn(first === 'internet' ? out : lan, false)
      t.notOk(done, 'and it isn’t over with the cable out')
      const ms = await by(ben, hers.node, second)
      t.pass(`there again after ${ms} ms, by the other way`)
      t.equal((await copying).bytes, BYTES)
      t.equal(await hashOf(join(target, 'film.bin')), await hashOf(join(folder, 'film.bin')), 'byte for byte')
    },
  )
