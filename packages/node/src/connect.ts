import { fail } from './errors.ts'
import { inOurForm } from './in-our-form.ts'
import type { Parts } from './parts.ts'

const PEER_LIMIT_MS = 5_000

/** Dials a peer whose address is known, and goes on trying when the connection breaks. */
export async function connectTo(parts: Parts, address: string): Promise<{ address: string; node: string }> {
  const wanted = address.trim()
  if (!/^(\[[0-9a-fA-F:.]+\]|[^\s:]+):\d{1,5}$/.test(wanted)) throw fail('ADDRESS', { found: address })
  await parts.network.start()
  const before = new Set(parts.sync.peers().map(({ node }) => node))
  await parts.sync.connect(wanted, { keepTrying: true }).catch(inOurForm)
  const deadline = Date.now() + PEER_LIMIT_MS
  for (;;) {
    const peers = parts.sync.peers()
    const peer = peers.find((one) => one.address === wanted) ?? peers.find(({ node }) => !before.has(node))
    if (peer || Date.now() > deadline) return { address: wanted, node: peer?.node ?? '' }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
