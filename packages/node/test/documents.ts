import type { AccountKeys } from '@allmende/logs'
import type { Seeded } from '@allmende/testkit'
import {
  type CommonsId,
  commonsIdOf,
  type DeviceId,
  deviceIdOf,
  logKeyOf,
  nodeIdOf,
  personIdOf,
} from '@allmende/vocabulary'
import sodium from 'sodium-universal'
import type { AccountDevice, AccountDocument } from '../src/devices/document.ts'

const key = (number: number) => new Uint8Array(32).fill(number)
export const PERSON = personIdOf(key(200))

/** An account as the words would give it. */
export function accountNumber(number: number): AccountKeys {
  const publicKey = new Uint8Array(32)
  const secretKey = new Uint8Array(64)
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, key(number))
  return { secret: key(number), publicKey, secretKey, encryptionKey: key(number + 1), topic: key(number + 2) }
}

/** What some device may say: a few commons and devices, so that two documents mostly speak of the same. */
export function randomDocument(random: Seeded): AccountDocument {
  const commons: Record<CommonsId, AccountDocument['commons'][CommonsId]> = {}
  const devices: Record<DeviceId, AccountDevice> = {}
  for (let count = random.int(4); count >= 0; count--) {
    const id = commonsIdOf(key(random.int(5)))
    const epochs = [...new Set(Array.from({ length: random.int(3) }, () => `key ${random.int(6)}`))]
    commons[id] = { entry: { id, name: `name ${random.int(3)}`, epochs }, at: random.int(4) }
  }
  for (let count = random.int(3); count >= 0; count--) {
    const blocks = random.int(9)
    devices[deviceIdOf(key(random.int(3)))] = {
      name: `device ${random.int(3)}`,
      named: random.int(3),
      since: random.int(9),
      at: random.int(4),
      ...(random.int(2) === 0 ? { retired: random.int(9) } : {}),
      heads: {
        [commonsIdOf(key(random.int(3)))]: [
          { log: logKeyOf(key(50 + random.int(2))), blocks, records: blocks * 2, at: blocks * 10 },
        ],
      },
    }
  }
  const keepers = { [nodeIdOf(key(random.int(3)))]: `keeper ${random.int(2)}` }
  const profile = random.int(2) === 0 ? { name: `Anna ${random.int(3)}`, at: random.int(4) } : undefined
  return {
    v: 1,
    person: PERSON,
    version: random.int(5),
    ...(profile && { profile }),
    commons,
    devices,
    keepers,
  }
}
