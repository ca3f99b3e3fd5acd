import { sameBytes } from '../bytes.ts'
import { pattern, readBytes, refusal, streamTo, topicNumber, writeAll, type Rule } from './world.ts'

/** T13–T18: how peers come together. */
export const meetingRules: Record<string, Rule> = {
  'T13 connections to two peers at once do not mix': async (t, { node, meet }) => {
    const [a, b, c] = [await node(), await node(), await node()]
    const [[toB, atB], [toC, atC]] = await Promise.all([meet(a, b), meet(a, c)])
    const [forB, forC] = [pattern(500_000, 5), pattern(500_000, 6)]
    const [gotB, gotC] = await Promise.all([
      readBytes(atB, forB.length),
      readBytes(atC, forC.length),
      writeAll(toB, chunksOf(forB)),
      writeAll(toC, chunksOf(forC)),
    ])
    t.ok(gotB.equals(forB) && gotC.equals(forC))
  },

  'T14 an address where nobody is, is an error with a code, and soon': async (t, { world, node }) => {
    const { transport } = await node()
    if (!transport.connect) return t.skip('has no addresses')
    const begin = performance.now()
    const error = await refusal(transport.connect(world.nowhere ?? ''))
    t.equal(error.code, 'PEER_UNREACHABLE', error.message)
    t.ok('expected' in error && 'found' in error && 'hint' in error, JSON.stringify(error))
    t.ok(performance.now() - begin < 20_000)
    t.deepEqual(transport.status().dialing ?? [], [], 'and it is not dialed again')
  },

  'T15 a node that dials itself is told': async (t, { node }) => {
    const { transport, connections } = await node()
    if (!transport.connect) return t.skip('has no addresses')
    t.equal((await refusal(transport.connect(transport.addresses()[0] ?? ''))).code, 'PEER_SELF')
    t.deepEqual(connections, [])
  },

  'T16 who joins a topic at the same moment find each other': async (t, { world, node }) => {
    if (!world.topics) return t.skip('has no topics')
    const [a, b] = [await node(), await node()]
    const join = { server: true, client: true }
    await Promise.all([a.transport.join(topicNumber(1), join), b.transport.join(topicNumber(1), join)])
    const [stream] = await Promise.all([streamTo(a, b), streamTo(b, a)])
    t.ok(sameBytes(stream.remotePublicKey, b.keyPair.publicKey))
    t.equal(a.transport.status().topics, 1)
  },

  'T17 who only looks finds who only announces, also when that one comes later': async (
    t,
    { world, node },
  ) => {
    if (!world.topics) return t.skip('has no topics')
    const [seeker, host] = [await node(), await node()]
    await seeker.transport.join(topicNumber(2), { server: false, client: true })
    await Promise.all([seeker.transport.flush(2_000), host.transport.flush(2_000)])
    await host.transport.join(topicNumber(2), { server: true, client: false })
    const stream = await streamTo(seeker, host)
    t.ok(stream.isInitiator, 'the one that looks dials')
  },

  'T18 leaving a topic ends being found, not the connections': async (t, { world, node }) => {
    if (!world.topics) return t.skip('has no topics')
    const [a, b, late] = [await node(), await node(), await node()]
    const join = { server: true, client: true }
    await a.transport.join(topicNumber(3), join)
    await a.transport.flush(2_000)
    await b.transport.join(topicNumber(3), join)
    const [atA] = await Promise.all([streamTo(a, b), streamTo(b, a)])
    await b.transport.flush(2_000)
    await a.transport.leave(topicNumber(3))
    t.equal(a.transport.status().topics, 0)
    await late.transport.join(topicNumber(3), join)
    await Promise.all([streamTo(late, b), late.transport.flush(2_000)])
    t.notOk(atA.destroying, 'who was connected still is')
    await a.transport.leave(topicNumber(77))
    t.pass('leaving where one is not is nothing')
    t.equal((await refusal(a.transport.leave(new Uint8Array(3)))).code, 'TRANSPORT_TOPIC')
  },
}

function* chunksOf(bytes: Buffer): Iterable<Buffer> {
  for (let at = 0; at < bytes.length; at += 8_192) yield bytes.subarray(at, at + 8_192)
}
