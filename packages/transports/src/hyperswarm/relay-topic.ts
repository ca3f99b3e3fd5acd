import { createHash } from 'node:crypto'

/** Under which relays are announced in the DHT. Whoever carries for strangers says so; changing it cuts off older versions. */
export const RELAY_TOPIC: Uint8Array = createHash('sha256').update('allmende relay 1').digest()
