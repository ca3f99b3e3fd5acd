import { until } from '@allmende/testkit'
import test from 'tape'
import type { LinkProtocol, RefusedEvent, Talk } from '../src/index.ts'
import { commonsKeys, hasBlocks, stage } from './nodes.ts'

const bytes = (text: string) => Buffer.from(text)

/** A protocol that keeps what it heard, and the last conversation. */
function ear(options: Partial<LinkProtocol> = {}) {
  const heard: string[] = []
  const state: { talk: Talk | null; closed: number } = { talk: null, closed: 0 }
  const protocol: LinkProtocol = {
    name: 'test/echo/1',
    maxBytes: 100,
    burst: 50,
    perSecond: 1,
    open(talk) {
      state.talk = talk
      return {
        onMessage: (message) => void heard.push(Buffer.from(message).toString()),
        onClose: () => void state.closed++,
      }
    },
    ...options,
  }
  return { heard, state, protocol }
}

/** Two with no commons in common, who met under a topic. */
async function strangers() {
  const scene = stage()
  const timings = { proof: 200 }
  const ada = await scene.actor('Ada', { timings, join: false })
  const bo = await scene.actor('Bo', { timings, join: false, keys: commonsKeys('elsewhere') })
  const topic = Buffer.alloc(32, 7)
  await ada.sync.meet(topic, { server: true, client: true })
  await bo.sync.meet(topic, { server: true, client: true })
  await until(() => ada.sync.peers().length === 1 && bo.sync.peers().length === 1, { what: 'them to meet' })
  return { scene, ada, bo }
}

test('S22 two with no commons in common converse, also when one side learns the protocol later', async (t) => {
  const { scene, ada, bo } = await strangers()
  const [a, b] = [ear(), ear()]
  ada.sync.converse(a.protocol)
  const end = bo.sync.converse(b.protocol)
  await until(() => a.state.talk && b.state.talk, { what: 'both to speak it' })
  a.state.talk?.want(true)
  const refused: RefusedEvent[] = []
  ada.sync.on('refused', (event) => refused.push(event))
  a.state.talk?.send(bytes('hello'))
  b.state.talk?.send(bytes('you too'))
  await until(() => a.heard.length && b.heard.length)
  t.deepEqual([a.heard, b.heard], [['you too'], ['hello']])
  t.deepEqual(a.state.talk?.handshakeHash, b.state.talk?.handshakeHash, 'bound to the same connection')
  end()
  await until(() => a.state.closed === 1, { what: 'the end to be told' })
  a.state.talk?.send(bytes('nobody listens'))
  t.deepEqual(refused, [], 'who is wanted is no stranger')
  await scene.close()
})

test('S22 what is too large, too much or throws ends that conversation only', async (t) => {
  const faults: [string, Partial<LinkProtocol>, (talk: Talk) => void][] = [
    ['a message of 101 bytes', {}, (talk) => talk.send(Buffer.alloc(101))],
    [
      'too many messages',
      {},
      (talk) => {
        for (let i = 0; i < 60; i++) talk.send(bytes(`${i}`))
      },
    ],
    [
      'no such word',
      {
        open: () => ({
          onMessage() {
            throw new Error('no such word')
          },
        }),
      },
      (talk) => talk.send(bytes('?')),
    ],
  ]
  for (const [reason, options, say] of faults) {
    const scene = stage()
    const ada = await scene.actor('Ada')
    const bo = await scene.actor('Bo')
    const [a, b] = [ear(options), ear()]
    const refused: RefusedEvent[] = []
    ada.sync.on('refused', (event) => refused.push(event))
    ada.sync.converse(a.protocol)
    bo.sync.converse(b.protocol)
    await until(() => b.state.talk, { what: 'Bo to speak it' })
    say(b.state.talk as Talk)
    await until(() => refused.length > 0, { what: reason })
    t.deepEqual(
      refused.map(({ detail }) => detail),
      [`test/echo/1: ${reason}`],
    )
    const log = await bo.write('the commons goes on')
    await hasBlocks(ada, log, 2)
    t.equal(ada.sync.peers().length, 1, 'the connection stands')
    await scene.close()
  }
})

test('S23 who is shunned is cut off at once, and taken again when admitted', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const bo = await scene.actor('Bo')
  await until(() => ada.sync.peers()[0]?.commons.length === 1, { what: 'them to be one commons' })
  ada.sync.shun(bo.id)
  t.equal(ada.sync.peers().length, 0, 'at once')
  await until(() => bo.sync.peers().length === 0, { what: 'Bo to notice' })
  scene.network.cut(ada.keyPair.publicKey, bo.keyPair.publicKey)
  scene.network.heal(ada.keyPair.publicKey, bo.keyPair.publicKey)
  const log = await ada.write('not for Bo')
  t.equal(ada.sync.peers().length, 0, 'nor when it comes again')
  ada.sync.admit(bo.id)
  scene.network.cut(ada.keyPair.publicKey, bo.keyPair.publicKey)
  scene.network.heal(ada.keyPair.publicKey, bo.keyPair.publicKey)
  await hasBlocks(bo, log, 2)
  t.pass('admitted')
  await scene.close()
})

test('S22 what a protocol says in the moment it is opened arrives', async (t) => {
  const { scene, ada, bo } = await strangers()
  const [a, b] = [ear(), ear()]
  const greets: LinkProtocol = {
    ...a.protocol,
    open(talk) {
      talk.send(bytes('at once'))
      return a.protocol.open(talk)
    },
  }
  bo.sync.converse(b.protocol)
  ada.sync.converse(greets)
  await until(() => b.heard.length, { what: 'the greeting' })
  t.deepEqual(b.heard, ['at once'])
  await scene.close()
})
