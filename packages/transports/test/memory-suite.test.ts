import { createMemoryNetwork } from '@allmende/transports'
import { transportSuite } from '@allmende/transports/suite'

transportSuite('memory', async () => {
  const network = createMemoryNetwork()
  return {
    create: (keyPair) => network.transport(keyPair),
    topics: true,
    nowhere: 'memory:nobody',
    close: async () => {},
  }
})
