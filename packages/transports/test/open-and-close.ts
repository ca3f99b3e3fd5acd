// Run by exit.test.ts: opens two transports, lets them meet, closes them, and must then end by itself.
import { createDirectTransport, createMemoryNetwork, nodeKeyPair, type Transport } from '@allmende/transports'
import { startBootstrapNode } from '@allmende/transports/bootstrap'
import { createHyperswarmTransport } from '@allmende/transports/hyperswarm'
import { createLibp2pTransport } from '@allmende/transports/libp2p'
import { actors, freePort, silentLogger as logger, until } from '@allmende/testkit'

const topic = new Uint8Array(32).fill(5)
const keys = actors(2).map(({ seed }) => nodeKeyPair(seed))

async function main(name: string): Promise<void> {
  const bootstrap = name === 'hyperswarm' ? await startBootstrapNode({ host: '127.0.0.1', port: 0 }) : null
  const mdnsPort = await freePort()
  const network = createMemoryNetwork()
  const address = bootstrap?.address ?? `127.0.0.1:${await freePort()}`
  const peers = keys.map((keyPair): Transport => {
    if (name === 'memory') return network.transport(keyPair)
    if (name === 'direct') return createDirectTransport({ keyPair, host: '127.0.0.1', logger })
    if (name === 'libp2p') return createLibp2pTransport({ keyPair, host: '127.0.0.1', mdnsPort, logger })
    return createHyperswarmTransport({ keyPair, bootstrap: [address], logger })
  })
  await Promise.all(peers.map((peer) => peer.start(() => {})))
  for (const peer of peers) await peer.join(topic, { server: true, client: true })
  if (name === 'direct') await peers[0]?.connect?.(peers[1]?.addresses()[0] ?? '')
  if (name !== 'offline') {
    await until(() => peers.every((peer) => peer.status().connections > 0), { what: 'both to be connected' })
    console.log('met')
  }
  await Promise.all(peers.map((peer) => peer.close()))
  await bootstrap?.close()
  console.log('closed')
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
