import { once } from 'node:events'
import { connect } from 'node:net'
import { createMeetingTransport } from '@allmende/transports/libp2p'
import { openMeetingPlace } from '@allmende/transports/meeting'
import { transportSuite } from '@allmende/transports/suite'
import { silentLogger } from '@allmende/testkit'
import { systemTimers } from '../src/system-timers.ts'

/** The same rules over TCP and over WebSocket, with every byte relayed. */
for (const web of [false, true])
  transportSuite(web ? 'meeting by WebSocket' : 'meeting', async () => {
    const place = await openMeetingPlace({
      bind: '127.0.0.1',
      port: 0,
      ...(web && { webPort: 0 }),
      seed: new Uint8Array(32).fill(9),
      logger: silentLogger,
      timers: systemTimers,
      // How much is carried in a second is tested by T44; here 64 MiB are to go through within the time of a test.
      limits: { bytesPerSecondPerHost: 2 ** 26, bytesPerSecond: 2 ** 26 },
    })
    const port = web ? place.webPort : place.port
    return {
      create: (keyPair) =>
        createMeetingTransport({
          keyPair,
          host: '127.0.0.1',
          places: [web ? `ws://127.0.0.1:${port}` : `127.0.0.1:${port}`],
          logger: silentLogger,
        }),
      topics: true,
      garbage: async (target, bytes) => {
        await target.flush()
        const socket = connect(port, '127.0.0.1')
        socket.on('error', () => {})
        await once(socket, 'connect')
        await new Promise<void>((resolve) => socket.write(bytes, () => resolve()))
        socket.destroy()
      },
      close: () => place.close(),
    }
  })
