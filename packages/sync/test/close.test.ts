import { type Transport, createMemoryNetwork } from '@allmende/transports'
import test from 'tape'
import { stage } from './nodes.ts'

test('S21 a transport that never closes keeps a node open for a bounded time only, and is told', async (t) => {
  const scene = stage()
  const network = createMemoryNetwork()
  const neverClosing = (transport: Transport): Transport =>
    new Proxy(transport, {
      get(target, name) {
        if (name === 'close') return () => new Promise<void>(() => undefined)
        const value = Reflect.get(target, name) as unknown
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
  const ada = await scene.actor('Ada', {
    transport: (keyPair) => neverClosing(network.transport(keyPair)),
    timings: { close: 20 },
  })
  await ada.close()
  t.equal(ada.logger.find('a transport did not close in time').length, 1, 'it was closed all the same')
  await scene.close()
})
