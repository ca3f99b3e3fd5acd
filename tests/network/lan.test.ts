import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { temporaryFolder, until } from '@allmende/testkit'
import { network, routes, run, whyNoNamespaces } from './namespaces.ts'
import { PATIENCE, person, sees } from './person.ts'

/** Multicast as most programs send it: to the interface that the routes say. */
const SEND_PLAINLY = `const socket = require('node:dgram').createSocket('udp4')
socket.send('x', 5353, '224.0.0.251', (error) => { console.log(error?.code ?? 'sent'); socket.close() })`
const missing = whyNoNamespaces()
const options = missing === null ? {} : { skip: missing }

test(
  'T33 two on a switch with no route out find each other, share, copy and write a draft together',
  options,
  async (t) => {
    const { makeSwitch, machine } = network(t)
    const bare = makeSwitch('sw')
    const [here, there] = [machine('a'), machine('b')]
    here.plug(bare, '10.77.0.1/24')
    there.plug(bare, '10.77.0.2/24')
    t.notOk(
      /default|224\.|0\.0\.0\.0/.test(routes(here) + routes(there)),
      `no way out: ${routes(here).trim()}`,
    )
    const plain = await run(here.run([process.execPath, '-e', SEND_PLAINLY]))
    t.equal(plain.out.trim(), 'ENETUNREACH', 'the system itself does not know where multicast goes')
    const [ada, ben] = [person(t, here), person(t, there)]

    const { link } = await ada.tell<{ link: string }>(
      'commons',
      'create',
      'Garden',
      '--no-internet',
      '--no-lan',
    )
    const hers = await ada.start('--no-internet')
    const his = await ben.start('--no-internet')
    const folder = join(temporaryFolder(t), 'bench')
    mkdirSync(folder)
    writeFileSync(join(folder, 'plan.txt'), 'two boards\n')
    const shared = await ada.tell<{ link: string }>('share', folder, '--licence', 'CC0-1.0')
    await ben.tell('commons', 'join', link)
    const ms = await sees(ben, hers.node)
    t.ok(ms < 60_000, `found after ${ms} ms`)
    const found = await until(
      async () => {
        const answer = await ben.tell<{ total: number; results: { title: string }[] }>('find', 'bench')
        return answer.total > 0 ? answer.results : null
      },
      { what: 'the good to be found', ...PATIENCE },
    )
    t.equal(found[0]?.title, 'bench')
    const target = join(temporaryFolder(t), 'out')
    await ben.tell('copy', shared.link, target)
    t.equal(readFileSync(join(target, 'plan.txt'), 'utf8'), 'two boards\n', 'copied')

    const draft = await ada.tell<{ link: string }>('draft', 'new', 'Plan of the bench', '--everybody')
    const appends = (line: string): string => {
      const editor = join(temporaryFolder(t), 'editor.sh')
      writeFileSync(editor, `echo '${line}' >> "$1"\n`)
      return `sh ${editor}`
    }
    await ada.tell('draft', 'edit', draft.link, '--editor', appends('Ada saws.'))
    const textOf = async (one: typeof ada): Promise<string> =>
      (await one.tell<{ text: string }>('draft', 'text', draft.link)).text
    await until(async () => (await textOf(ben)).includes('Ada saws.'), { what: 'her line', ...PATIENCE })
    await ben.tell('draft', 'edit', draft.link, '--editor', appends('Ben sands.'))
    await until(async () => (await textOf(ada)).includes('Ben sands.'), { what: 'his line', ...PATIENCE })
    t.equal(await textOf(ada), await textOf(ben), 'written together')

    const [address = ''] = (await ada.status()).network.flatMap((one) => one.addresses)
    await ben.tell('connect', address)
    const { peers } = await ben.status()
    t.deepEqual(
      peers.map(({ node }) => node),
      [hers.node],
      'reached both ways it is one peer',
    )
    t.deepEqual([await hers.stop(), await his.stop()], [0, 0], 'both end when told')
  },
)

test('T33 each network of a computer is looked at, also one that is plugged in later', options, async (t) => {
  const { makeSwitch, machine } = network(t)
  const [left, right] = [makeSwitch('l'), makeSwitch('r')]
  const [one, middle, other] = [machine('a'), machine('m'), machine('b')]
  one.plug(left, '10.77.1.1/24')
  middle.plug(left, '10.77.1.2/24')
  other.plug(right, '10.77.2.1/24')
  const [ada, mia, ben] = [person(t, one), person(t, middle), person(t, other)]
  const { link } = await mia.tell<{ link: string }>('commons', 'create', 'Hill', '--no-internet', '--no-lan')
  const [adas, mias, bens] = [
    await ada.start('--no-internet'),
    await mia.start('--no-internet'),
    await ben.start('--no-internet'),
  ]
  await ada.tell('commons', 'join', link)
  await ben.tell('commons', 'join', link)
  t.ok(await sees(mia, adas.node), 'found on the left')
  t.deepEqual((await ben.status()).peers, [], 'nobody yet on the right')
  middle.plug(right, '10.77.2.2/24')
  const ms = await sees(ben, mias.node)
  t.ok(ms < 60_000, `found on the right ${ms} ms after the cable was put in`)
  await sees(mia, bens.node)
  t.equal((await mia.status()).peers.length, 2, 'both are there at once')
})

test('T33 with --no-lan one neither finds nor is found', options, async (t) => {
  const { makeSwitch, machine } = network(t)
  const bare = makeSwitch('sw')
  const [here, there, witness] = [machine('a'), machine('b'), machine('c')]
  here.plug(bare, '10.77.3.1/24')
  there.plug(bare, '10.77.3.2/24')
  witness.plug(bare, '10.77.3.3/24')
  const [ada, ben, eve] = [person(t, here), person(t, there), person(t, witness)]
  const { link } = await ada.tell<{ link: string }>('commons', 'create', 'Quiet', '--no-internet', '--no-lan')
  await ada.start('--no-internet', '--no-lan')
  const bens = await ben.start('--no-internet')
  const eves = await eve.start('--no-internet')
  for (const who of [ben, eve]) await who.tell('commons', 'join', link)
  await sees(ben, eves.node)
  await sees(eve, bens.node)
  const status = await ada.status()
  t.deepEqual(
    status.network.map(({ transport }) => transport),
    ['direct'],
    'only by address',
  )
  t.deepEqual(status.peers, [], 'while the others found each other, nobody found her')
  t.equal((await ben.status()).peers.length, 1)
})
