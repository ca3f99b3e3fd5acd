import { EventEmitter } from 'node:events'
import type HyperDHT from 'hyperdht'
import test from 'tape'
import type { PeerStream } from '../src/contract.ts'
import { PendingDials } from '../src/hyperswarm/give-way.ts'

const [SMALL, GREAT] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]

/** A dial of ours from the side with the greater key, `ms` ago, by which so many bytes have come. */
function dialed({
  ms,
  open,
  bytes,
  own = GREAT,
}: {
  ms: number
  open: boolean
  bytes: number
  own?: Uint8Array
}) {
  let now = 0
  const stream = Object.assign(new EventEmitter(), {
    rawBytesRead: bytes,
    destroyed: false,
    destroy() {
      this.destroyed = true
    },
  })
  const dht = { connect: () => stream as unknown as PeerStream } as unknown as HyperDHT
  const dials = new PendingDials(own, { now: () => now })
  dials.watch(dht)
  const remote = own === GREAT ? SMALL : GREAT
  dht.connect(remote)
  if (open) stream.emit('open')
  now = ms
  dials.dialedBy(remote)
  return stream.destroyed
}

test('T27 a dial of ours that hangs gives way to the peer that has come back, also when it counts as open and nothing has come by it', (t) => {
  t.ok(dialed({ ms: 1_000, open: false, bytes: 0 }), 'no answer')
  t.ok(dialed({ ms: 1_000, open: true, bytes: 0 }), 'an answer of somebody who was leaving')
  t.notOk(dialed({ ms: 1_000, open: true, bytes: 24 }), 'a living connection is left to the library')
  t.notOk(dialed({ ms: 999, open: false, bytes: 0 }), 'two that cross are left to the library')
  t.notOk(
    dialed({ ms: 1_000, open: true, bytes: 0, own: SMALL }),
    'the library drops that of the smaller key anyway',
  )
  t.end()
})
