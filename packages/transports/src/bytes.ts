import { fail } from './errors.ts'

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
}

/** The name of a topic in maps. @throws TransportError TRANSPORT_TOPIC */
export function topicName(topic: Uint8Array): string {
  if (topic.length !== 32)
    throw fail('TRANSPORT_TOPIC', { expected: '32 bytes', found: `${topic.length} bytes` })
  return hex(topic)
}
