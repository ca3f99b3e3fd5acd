import { type CommonsId, type DeviceId, keyBytes, NODE_PURPOSE, type PersonId } from '@allmende/vocabulary'

/**
 * WARNING: signed. What a node's key signs when a device says that it is reached as that node: fixed lengths behind the
 * purpose, so that no part can be read as another.
 */
export function nodeStatement(of: { commons: CommonsId; person: PersonId; device: DeviceId }): Uint8Array {
  const purpose = new TextEncoder().encode(`${NODE_PURPOSE}\n`)
  const keys = [of.commons, of.person, of.device].map((id) => keyBytes(id))
  const bytes = new Uint8Array(purpose.length + keys.reduce((sum, key) => sum + key.length, 0))
  bytes.set(purpose)
  keys.reduce((at, key) => (bytes.set(key, at), at + key.length), purpose.length)
  return bytes
}
