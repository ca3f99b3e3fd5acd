// Run by hyperswarm.test.ts: joins a topic as Ben, says so when somebody is there, and waits to be killed.
import { nodeKeyPair } from '@allmende/transports'
import { createHyperswarmTransport } from '@allmende/transports/hyperswarm'
import { actor, silentLogger } from '@allmende/testkit'

async function main(bootstrap: string, topic: string): Promise<void> {
  const keyPair = nodeKeyPair(actor('Ben').seed)
  const transport = createHyperswarmTransport({ keyPair, bootstrap: [bootstrap], logger: silentLogger })
  await transport.start(() => console.log('met'))
  await transport.join(Buffer.from(topic, 'hex'), { server: true, client: true })
}

main(process.argv[2] ?? '', process.argv[3] ?? '').catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
