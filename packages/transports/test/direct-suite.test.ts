import { once } from 'node:events'
import { connect } from 'node:net'
import { createDirectTransport, parseAddress } from '@allmende/transports'
import { transportSuite } from '@allmende/transports/suite'
import { freePort, silentLogger } from '@allmende/testkit'

transportSuite('direct', async () => {
  const nowhere = `127.0.0.1:${await freePort()}`
  return {
    create: (keyPair) => createDirectTransport({ keyPair, host: '127.0.0.1', logger: silentLogger }),
    topics: false,
    nowhere,
    garbage: async (target, bytes) => {
      const socket = connect(parseAddress(target.addresses()[0] ?? ''))
      socket.on('error', () => {})
      await once(socket, 'connect')
      await new Promise<void>((resolve) => socket.write(bytes, () => resolve()))
    },
    close: async () => {},
  }
})
