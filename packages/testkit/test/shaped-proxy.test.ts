import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import test from 'tape'
import { shapedProxy } from '../src/index.ts'

test('a shaped proxy passes on every byte in order, no faster than its line and no sooner than its latency', async (t) => {
  const server = createServer((socket) => socket.pipe(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const shape = { bytesPerSecond: 200_000, latency: 20 }
  const proxy = await shapedProxy(`127.0.0.1:${(server.address() as AddressInfo).port}`, shape)
  const [host, port] = proxy.address.split(':')
  const socket = connect({ host: host ?? '', port: Number(port) })
  const sent = Buffer.from(Array.from({ length: 40_000 }, (_, i) => i % 251))
  const began = performance.now()
  socket.write(sent)
  const got: Buffer[] = []
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    got.push(chunk)
    if (Buffer.concat(got).length >= sent.length) break
  }
  t.ok(Buffer.concat(got).equals(sent))
  t.ok(performance.now() - began >= 200 + 40, 'a fifth of a second for the bytes, and there and back')
  t.equal(proxy.bytes(), 2 * sent.length)
  await proxy.close()
  server.close()
})
