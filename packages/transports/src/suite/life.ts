import { pattern, keyPairNumber, readBytes, refusal, topicNumber, eventually, type Rule } from './world.ts'

/** T8–T12: the life of a transport. */
export const lifeRules: Record<string, Rule> = {
  'T8 close() ends every connection on both sides, soon, and may be called twice': async (t, scene) => {
    const [a, b] = [await scene.node(), await scene.node()]
    const [atA, atB] = await scene.meet(a, b)
    atB.resume()
    const gone = new Promise<void>((resolve) => atB.once('close', resolve))
    const begin = performance.now()
    await Promise.all([a.transport.close(), a.transport.close()])
    const ms = Math.round(performance.now() - begin)
    t.ok(ms < 3_000, `close took ${ms} ms`)
    t.ok(atA.destroyed)
    await gone
    t.pass('the other side saw it')
    t.equal(a.transport.status().state, 'closed')
    t.equal(a.transport.status().connections, 0)
  },

  'T9 what is not started, or closed, says so by a code': async (t, { world }) => {
    const transport = world.create(keyPairNumber(9))
    const anyTopic = () => transport.join(topicNumber(1), { server: true, client: true })
    t.equal(transport.status().state, 'new')
    t.deepEqual(transport.addresses(), [])
    t.equal((await refusal(anyTopic())).code, 'TRANSPORT_NOT_STARTED')
    await transport.start(() => {})
    t.equal((await refusal(transport.start(() => {}))).code, 'TRANSPORT_STARTED')
    t.equal(
      (await refusal(transport.join(new Uint8Array(31), { server: true, client: true }))).code,
      'TRANSPORT_TOPIC',
    )
    await transport.close()
    t.equal((await refusal(anyTopic())).code, 'TRANSPORT_CLOSED')
    t.equal((await refusal(transport.start(() => {}))).code, 'TRANSPORT_CLOSED')
  },

  'T10 a transport that was never started can be closed': async (t, { world }) => {
    const transport = world.create(keyPairNumber(10))
    await transport.close()
    t.equal(transport.status().state, 'closed')
  },

  'T11 status counts connections as they come and go': async (t, { node, meet }) => {
    const [a, b] = [await node(), await node()]
    t.equal(a.transport.status().connections, 0)
    const [atA, atB] = await meet(a, b)
    t.equal(a.transport.status().connections, 1)
    t.equal(a.transport.status().name, a.transport.name)
    atA.resume()
    atB.destroy()
    await eventually('the count to go down', () => a.transport.status().connections === 0)
    t.pass('and down')
  },

  'T12 bytes that are no handshake hurt nobody': async (t, { world, node, meet }) => {
    const [a, b] = [await node(), await node()]
    if (!world.garbage) return t.skip('this carrier takes no bytes from strangers')
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      pattern(3),
      pattern(100_000),
      Buffer.alloc(2_000, 255),
    ])
      await world.garbage(a.transport, bytes)
    const [atA, atB] = await meet(a, b)
    const arrived = readBytes(atB, 5)
    atA.write(Buffer.from('still'))
    t.equal(String(await arrived), 'still')
    t.equal(a.connections.length, 1, 'no stranger was taken for a peer')
  },
}
