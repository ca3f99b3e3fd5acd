import { prove } from '../../../packages/sync/src/decide/proof.ts'
import { decodeMessage } from '../../../packages/sync/src/wire/decode.ts'
import { encodeMessage } from '../../../packages/sync/src/wire/encode.ts'
import type { Head, Message } from '../../../packages/sync/src/wire/message.ts'
import type { Seeded } from '@allmende/testkit'
import { channelId } from '../../../packages/sync/src/decide/proof.ts'
import type { Truth } from './truth.ts'
import type { ModelEnd } from './wire.ts'

/** Members by key who do harm by what they say: `silent` says nothing after the proof, `liar` makes up heads and blocks. */
export type Harm = 'silent' | 'liar'

const MADE_UP = 40

export function misbehave(
  end: ModelEnd,
  replicateKey: Uint8Array,
  harm: Harm,
  truth: Truth,
  random: Seeded,
): void {
  const { stream } = end.connection as { stream: { handshakeHash: Uint8Array; isInitiator: boolean } }
  const say = (message: Message) => slot.send(encodeMessage(message))
  const channel = end.mux.createChannel({
    id: channelId(replicateKey, stream.handshakeHash),
    onopen: () => {
      if (harm === 'liar') say({ type: 'digest', root: random.bytes(32), count: MADE_UP, only: [] })
    },
    onclose: () => {},
  })
  const slot = channel.addMessage({
    onmessage: (bytes) => {
      if (harm === 'liar') for (const answer of lies(decodeMessage(bytes), truth, random)) say(answer)
    },
  })
  channel.open(prove(replicateKey, stream.handshakeHash, stream.isInitiator ? 'initiator' : 'responder'))
}

function lies(message: Message, truth: Truth, random: Seeded): Message[] {
  switch (message.type) {
    case 'digest':
      return [{ type: 'heads', live: false, last: true, heads: madeUp(truth, random) }]
    case 'want':
      return message.keys.map((key): Message => {
        const blocks = [random.bytes(300)]
        const part = { key, more: false, manifest: random.bytes(32), signature: random.bytes(32), blocks }
        return { type: 'prefix', parts: [part] }
      })
    case 'want-rest':
      return message.wants.map(({ key, from }): Message => {
        const rest = { from, left: [] }
        const given = { manifest: random.bytes(32), signature: random.bytes(32), blocks: [random.bytes(300)] }
        return { type: 'prefix', parts: [{ key, rest, more: false, ...given }] }
      })
    case 'ask-signed':
      return [
        {
          type: 'signed',
          heads: message.keys.map((key) => {
            return { key, length: 3, fork: 1, root: random.bytes(32), signature: random.bytes(64) }
          }),
        },
      ]
    case 'ask-whose':
      return [{ type: 'whose', blocks: message.keys.map((key) => ({ key, block: random.bytes(100) })) }]
    default:
      return []
  }
}

/** Heads of logs that nobody has, and of those that all have with more than there is. */
function madeUp(truth: Truth, random: Seeded): Head[] {
  const known = random.shuffle(truth.known()).slice(0, 10)
  const keys = [
    ...known.map(({ bytes }) => bytes),
    ...Array.from({ length: MADE_UP }, () => random.bytes(32)),
  ]
  return keys.map((key) => {
    const length = 1 + random.int(50)
    return {
      key,
      which: 'records',
      length,
      fork: random.chance(0.1) ? 1 : 0,
      held: length,
      root: random.bytes(32),
    }
  })
}
