import { createDirectTransport, type KeyPair, type Transport } from '@allmende/transports'
import { createHyperswarmTransport } from '@allmende/transports/hyperswarm'
import type { Logger } from '@allmende/vocabulary'
import type { OpenNodeOptions } from './contract.ts'

/** The ways this node reaches others. The direct one always is there: somebody may know its address. */
export function openTransports(keyPair: KeyPair, options: OpenNodeOptions, logger: Logger): Transport[] {
  const { host, peerPort = 0, internet = true, bootstrap } = options
  const place = { ...(host === undefined ? {} : { host }), port: peerPort }
  const direct = createDirectTransport({ keyPair, logger, ...place })
  if (!internet) return [direct]
  const chosen = bootstrap && bootstrap.length > 0 ? { bootstrap: [...bootstrap] } : {}
  return [direct, createHyperswarmTransport({ keyPair, logger, ...place, ...chosen })]
}
